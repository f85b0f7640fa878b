package coco.attestation.attester;

import static coco.attestation.attester.Recorded.ASKED;
import static coco.attestation.attester.Recorded.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.attestation.attester.AttesterException.Reason;
import coco.attestation.tpm.Swtpm;
import coco.attestation.tpm.Tpm;
import coco.attestation.tpm.TpmChannel;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.Octets;
import coco.evidence.Roots;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.file.EndorsementFile;
import coco.evidence.tpm.EventLog;
import coco.evidence.tpm.TpmEvidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Genuine quotes of a TPM in software. */
class SwtpmTest {
    private static final int KEY = 0x8101_0002;
    private static final int INDEX = 0x0150_0001;

    private final FakeMachine machine = new FakeMachine();
    private Swtpm swtpm;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        swtpm = Swtpm.start(folder);
    }

    @AfterEach
    void stop() {
        if (swtpm != null) swtpm.close();
    }

    @Test
    void aQuoteIsAcceptedUnderItsKey() throws Exception {
        swtpm.makeRsaKey(KEY);
        assertAccepted();
        swtpm.makeEllipticKey(KEY + 1);
        assertAccepted(KEY + 1);
    }

    private void assertAccepted() throws Exception {
        assertAccepted(KEY);
    }

    private void assertAccepted(int key) throws Exception {
        var log = Recorded.read("tpm/ubuntu-2404-amd-sevsnp.eventlog.bin");
        machine.put(GuestTpm.EVENT_LOG, log);
        var digest = Digest.sha256(ASKED);
        swtpm.extend(16, Bytes.ofHex(digest.toHex()));
        var attestation = GuestTpm.open(swtpm::open, machine.root(), key).attest(ASKED);
        assertEquals(Bytes.of(log), attestation.endorsements().getFirst());
        var found = assertInstanceOf(TpmEvidence.class, attestation.read().evidence());
        var roots = Roots.none().with(Authority.TPM, found.key().key());
        var verdict = Recorded.verify(attestation, new Verifier(roots), Endorsements.NONE, "2026-11-26");
        assertInstanceOf(Verdict.Accepted.class, verdict, verdict.toString());
        assertEquals(24, verdict.claims().registers().size());
        assertEquals(Octets.of(ASKED.toArray()), verdict.claims().reportData());
        assertNotEquals(Octets.of(new byte[32]), verdict.claims().registers().get("pcr16"));
        assertEquals(
                Set.of(coco.evidence.Reason.CHAIN_MISSING),
                Recorded.reasons(Recorded.verify(attestation, Verifier.ofVendors(), Endorsements.NONE, "2026-11-26")));
    }

    @Test
    void aLogHasABoundAndAForm() throws Exception {
        swtpm.makeEllipticKey(KEY);
        var attester = GuestTpm.open(swtpm::open, machine.root(), KEY);
        assertEquals(List.of(), attester.attest(ASKED).endorsements());
        machine.put(GuestTpm.EVENT_LOG, new byte[EventLog.SIZE_MAX + 1]);
        assertRefused(Reason.TOO_LARGE, () -> attester.attest(ASKED));
        machine.put(GuestTpm.EVENT_LOG, new byte[3]);
        assertRefused(Reason.MALFORMED, () -> attester.attest(ASKED));
    }

    @Test
    void aKeyThatSignsWhateverItIsGivenIsRefused() throws Exception {
        swtpm.makePlainKey(KEY);
        var attester = GuestTpm.open(swtpm::open, machine.root(), KEY);
        var text = assertRefused(Reason.MALFORMED, () -> attester.attest(ASKED));
        assertTrue(text.contains("not for signing its own statements"), text);
    }

    @Test
    void aKeyThatIsNotThereIsNamed() {
        var text = assertRefused(Reason.REFUSED, () -> GuestTpm.open(swtpm::open, machine.root(), KEY));
        assertTrue(text.startsWith("the TPM refused ReadPublic: TPM_RC_HANDLE of handle 1"), text);
    }

    @Test
    void anIndexIsWrittenAndReadInPieces() throws Exception {
        swtpm.define(INDEX, 2000);
        var content = new byte[512];
        new Random(7).nextBytes(content);
        try (var channel = swtpm.open()) {
            var tpm = new Tpm(channel);
            var index = tpm.index(INDEX).orElseThrow();
            assertEquals(2000, index.size());
            tpm.write(index, Bytes.of(content));
            var read = tpm.read(index);
            assertEquals(2000, read.size());
            assertEquals(Bytes.of(content), read.slice(0, 512));
            assertTrue(tpm.index(INDEX + 1).isEmpty());
        }
    }

    /**
     * The recorded report of Azure names the recorded machine's key: of a quote by another, that is all that is wrong. The report has
     * more bytes than an index of swtpm can have, so that it alone comes from elsewhere.
     */
    @Test
    void aQuoteByAnotherKeyThanTheReportNamesIsRefusedForThatAlone() throws Exception {
        var sample = new AzureSample();
        swtpm.makeRsaKey(AzureVtpm.KEY);
        swtpm.define(AzureVtpm.USER_DATA, 64);
        var attestation =
                AzureVtpm.open(() -> new WithReport(swtpm.open(), sample.tpm())).attest(ASKED);
        var verdict = Recorded.verify(
                attestation, Verifier.ofVendors(), EndorsementFile.read(Octets.of(sample.vcek())), "2026-11-26");
        assertEquals(Set.of(coco.evidence.Reason.SIGNATURE), Recorded.reasons(verdict));
        assertEquals(Octets.of(ASKED.toArray()), verdict.claims().reportData());
        try (var channel = swtpm.open()) {
            var tpm = new Tpm(channel);
            assertEquals(ASKED, tpm.read(tpm.index(AzureVtpm.USER_DATA).orElseThrow()));
        }
    }

    /** Commands about the report's index go to one TPM, all others to another. */
    private record WithReport(TpmChannel genuine, TpmChannel recorded) implements TpmChannel {
        @Override
        public Bytes exchange(Bytes command) throws IOException, MalformedException {
            var index = Bytes.ofHex("01400001");
            var isAbout = command.slice(10, 14).equals(index)
                    || command.size() > 18 && command.slice(14, 18).equals(index);
            return (isAbout ? recorded : genuine).exchange(command);
        }

        @Override
        public void close() throws IOException {
            genuine.close();
        }
    }
}
