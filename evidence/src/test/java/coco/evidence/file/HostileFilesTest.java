package coco.evidence.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is made of any sample ends in a value or in a {@link MalformedException}, when it is read as evidence, as endorsements
 * and as a policy; another exception fails the test. Evidence that can be read is examined as well.
 */
class HostileFilesTest {
    private static final long SEED = 20_261_127;

    /** Characters of the longest reason. */
    private static final int REASON_MAX = 2_000;

    /** Samples that are longer are changed less often, and at their beginning. */
    private static final int SIZE_USUAL = 20_000;

    private static final String POLICY = """
            {"tees": ["snp"], "code": [{"tee": "snp", "registers": {"measurement": "5f"}},
            {"tee": "sgx", "signer": "62", "product": "1", "minimumVersion": 3}], "debugAllowed": false, "grades": ["UpToDate"],
            "minimumComponents": {"Milan": {"snp": 24}}, "hostData": ["4f"], "machines": ["chip:01"], "reportData": "00",
            "maximumAgeSeconds": 300}""";

    private final Verifier verifier = new Verifier(Roots.none());
    private int read;

    @Test
    void samplesThatAreChanged() throws IOException {
        for (var sample : samples()) change(sample, sample.size() > SIZE_USUAL ? 2 : 12);
        assertTrue(read > 0);
    }

    @Test
    void samplesThatAreCut() throws IOException {
        for (var sample : samples()) cut(sample, sample.size() > SIZE_USUAL ? 9_973 : 499);
        assertTrue(read > 0);
    }

    @Test
    @Tag("whole")
    void samplesThatAreCutAnywhereAndChangedOften() throws IOException {
        for (var sample : samples()) {
            cut(sample, sample.size() > SIZE_USUAL ? 97 : 1);
            change(sample, sample.size() > SIZE_USUAL ? 300 : 3_000);
        }
        assertTrue(read > 0);
    }

    @Test
    void policiesThatAreChanged() {
        var policy = Octets.of(POLICY.getBytes(StandardCharsets.US_ASCII));
        var random = new Random(SEED);
        for (var i = 0; i < 20_000; i++) readAny(changed(policy, random));
        for (var size = 0; size < policy.size(); size++) readAny(policy.slice(0, size));
        assertTrue(read > 0);
    }

    private void cut(Octets sample, int step) {
        for (var size = 0; size < sample.size(); size += step) readAny(sample.slice(0, size));
    }

    private void change(Octets sample, int times) {
        var random = new Random(SEED);
        for (var i = 0; i < times; i++) readAny(changed(sample, random));
    }

    /**
     * A few bytes changed, taken out or put in twice: what lengths and counts are made of, and what JSON, PEM and DER are made of.
     */
    private static Octets changed(Octets original, Random random) {
        var bytes = original;
        for (var i = 0; i <= random.nextInt(3); i++) {
            var reach = Math.min(bytes.size(), random.nextBoolean() ? 400 : SIZE_USUAL);
            var at = random.nextInt(Math.max(reach, 1));
            var end = Math.min(bytes.size(), at + 1 + random.nextInt(40));
            bytes = switch (random.nextInt(8)) {
                case 0 -> bytes.slice(0, at).concat(bytes.slice(end, bytes.size()));
                case 1 -> bytes.slice(0, end).concat(bytes.slice(at, bytes.size()));
                default -> with(bytes, at, random);
            };
            if (bytes.isEmpty()) break;
        }
        return bytes;
    }

    private static Octets with(Octets bytes, int at, Random random) {
        var changed = bytes.toArray();
        changed[at] = switch (random.nextInt(5)) {
            case 0 -> (byte) 0;
            case 1 -> (byte) 0xff;
            case 2 -> (byte) "{}[]\":,0129-".charAt(random.nextInt(12));
            case 3 -> (byte) (changed[at] ^ 1 << random.nextInt(8));
            default -> (byte) random.nextInt();
        };
        return Octets.of(changed);
    }

    private void readAny(Octets file) {
        attempt(() -> {
            var found = EvidenceFile.read(file);
            verifier.examine(found.evidence(), found.endorsements(), Policy.genuine(), Instant.EPOCH);
        });
        attempt(() -> assertTrue(!EndorsementFile.read(file).items().isEmpty()));
        attempt(() -> PolicyFile.parse(file));
    }

    private void attempt(Reading reading) {
        try {
            reading.run();
            read++;
        } catch (MalformedException e) {
            var detail = e.refusal().detail();
            assertTrue(!detail.isEmpty() && detail.length() < REASON_MAX, detail);
        }
    }

    private interface Reading {
        void run() throws MalformedException;
    }

    /** All of them, evidence or not; in one order, whatever the file system has. */
    private static List<Octets> samples() throws IOException {
        try (var files = Files.walk(Samples.folder())) {
            var all = new ArrayList<Octets>();
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.add(Samples.read(Samples.folder().relativize(file).toString()));
            }
            return all;
        }
    }
}
