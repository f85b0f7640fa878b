package coco.attestation.attester;

import static coco.attestation.attester.Recorded.ASKED;
import static coco.attestation.attester.Recorded.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import coco.evidence.TeeKind;
import coco.evidence.Verifier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gramine's files, with a recorded quote, which is given only after report data were written. */
class GramineTest {
    private static final String QUOTE = "sgx/phala/quote.bin";

    private final FakeMachine machine = new FakeMachine();
    private Optional<byte[]> asked = Optional.empty();
    private int taken = 64;

    private void show(String type, byte[] quote) {
        machine.put("dev/attestation/attestation_type", type);
        machine.put("dev/attestation/user_report_data", () -> new FakeMachine.Handle() {
            @Override
            public int write(ByteBuffer from) {
                var data = new byte[Math.min(taken, from.remaining())];
                from.get(data);
                asked = Optional.of(data);
                return data.length;
            }
        });
        machine.put("dev/attestation/quote", () -> {
            if (asked.isEmpty()) throw FakeMachine.error("quote", "Permission denied");
            return FakeMachine.reading(quote);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcap", "dcap\n"})
    void aQuoteIsMadeForTheReportData(String type) throws Exception {
        show(type, Recorded.read(QUOTE));
        var attester = Gramine.open(machine.root());
        assertEquals(TeeKind.SGX, attester.kind());
        var attestation = attester.attest(ASKED);
        assertArrayEquals(ASKED.toArray(), asked.orElseThrow());
        assertArrayEquals(Recorded.read(QUOTE), attestation.evidence().toArray());
        Recorded.assertBoundElsewhere(
                attestation, Verifier.ofVendors(), Recorded.endorsements("sgx/phala/collateral.json"), "2025-06-25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "epid", "DCAP", "dcap2"})
    void otherAttestationIsRefusedByName(String type) {
        show(type, Recorded.read(QUOTE));
        var text = assertRefused(Reason.UNSUPPORTED, () -> Gramine.open(machine.root()));
        assertTrue(text.contains("attestation of type " + type + ", not dcap"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "dcap\u0000", "dcap\n\n"})
    void whatIsNoLineIsRefused(String type) {
        show(type, Recorded.read(QUOTE));
        assertRefused(Reason.MALFORMED, () -> Gramine.open(machine.root()));
    }

    @Test
    void longTextIsRefused() {
        show("x".repeat(65), Recorded.read(QUOTE));
        assertRefused(Reason.TOO_LARGE, () -> Gramine.open(machine.root()));
    }

    @Test
    void quotesHaveABoundAndAForm() throws Exception {
        show("dcap", new byte[Gramine.QUOTE_SIZE_MAX + 1]);
        var attester = Gramine.open(machine.root());
        assertRefused(Reason.TOO_LARGE, () -> attester.attest(ASKED));
        for (var size : new int[] {0, 1, 432, 1000}) {
            show("dcap", Arrays.copyOf(Recorded.read(QUOTE), size));
            assertRefused(Reason.MALFORMED, () -> attester.attest(ASKED));
        }
        show("dcap", Recorded.read("tdx/phala/quote.bin"));
        assertRefused(Reason.MALFORMED, () -> attester.attest(ASKED));
    }

    @Test
    void reportDataThatAreNotTakenWholeAreRefused() throws Exception {
        show("dcap", Recorded.read(QUOTE));
        var attester = Gramine.open(machine.root());
        taken = 63;
        var text = assertRefused(Reason.REFUSED, () -> attester.attest(ASKED));
        assertEquals("/dev/attestation/user_report_data: took 63 of 64 bytes", text);
        taken = 64;
        assertThrows(IllegalArgumentException.class, () -> attester.attest(Bytes.of(new byte[32])));
    }

    /** Real files, and no fake of them. */
    @Test
    void filesOfADiskServeAsWell(@TempDir Path root) throws Exception {
        var folder = Files.createDirectories(root.resolve(Gramine.FOLDER));
        Files.writeString(folder.resolve("attestation_type"), "dcap");
        Files.write(folder.resolve("user_report_data"), new byte[64]);
        Files.write(folder.resolve("quote"), Recorded.read(QUOTE));
        var attestation = Gramine.open(root).attest(ASKED);
        assertArrayEquals(Recorded.read(QUOTE), attestation.evidence().toArray());
        assertArrayEquals(ASKED.toArray(), Files.readAllBytes(folder.resolve("user_report_data")));
        Files.delete(folder.resolve("user_report_data"));
        assertRefused(Reason.ABSENT, () -> Gramine.open(root).attest(ASKED));
        assertTrue(Files.notExists(folder.resolve("user_report_data")), "files are the kernel's to make");
    }

    @Test
    void filesThatAreMissingAreNamed() throws Exception {
        assertRefused(Reason.ABSENT, () -> Gramine.open(machine.root()));
        show("dcap", Recorded.read(QUOTE));
        var attester = Gramine.open(machine.root());
        machine.remove("dev/attestation/user_report_data");
        assertEquals(
                "/dev/attestation/user_report_data: not there",
                assertRefused(Reason.ABSENT, () -> attester.attest(ASKED)));
    }
}
