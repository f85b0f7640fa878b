package coco.attestation.attester;

import static coco.attestation.attester.Recorded.ASKED;
import static coco.attestation.attester.Recorded.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import coco.evidence.Endorsements;
import coco.evidence.TeeKind;
import coco.evidence.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A module that gives recorded documents; and what the device's calls do where there is no module. */
class NitroSecurityModuleTest {
    /** {"Attestation": {"user_data": 64 bytes, "nonce": null, "public_key": null}} */
    private static final String REQUEST = "a1" + "6b" + text("Attestation") + "a3"
            + "69" + text("user_data") + "5840" + ASKED.toHex()
            + "65" + text("nonce") + "f6"
            + "6a" + text("public_key") + "f6";

    private final List<Bytes> asked = new ArrayList<>();

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private NitroSecurityModule module(Bytes response) {
        return new NitroSecurityModule(request -> {
            asked.add(request);
            return response;
        });
    }

    /** {"Attestation": {"document": bytes}} */
    private static Bytes response(byte[] document) {
        return Bytes.ofHex("a1" + "6b" + text("Attestation") + "a1" + "68" + text("document")
                + String.format("59%04x", document.length) + HexFormat.of().formatHex(document));
    }

    @ParameterizedTest
    @CsvSource({
        "nitro/evervault/valid-attestation-doc-bytes.bin, 2022-10-13T10:00:00Z",
        "nitro/evervault/debug-mode-attestation-doc-bytes.bin, 2022-10-12T14:00:00Z",
        "nitro/fortanix/request_proper.bin, 2021-09-09T11:00:00Z"
    })
    void aDocumentIsAskedForUserData(String document, String day) throws Exception {
        var attester = module(response(Recorded.read(document)));
        assertEquals(TeeKind.NITRO, attester.kind());
        var attestation = attester.attest(ASKED);
        assertEquals(REQUEST, asked.getFirst().toHex());
        assertArrayEquals(Recorded.read(document), attestation.evidence().toArray());
        Recorded.assertBoundElsewhere(attestation, Verifier.ofVendors(), Endorsements.NONE, day);
    }

    @ParameterizedTest
    @CsvSource({
        "InternalError, the NSM: InternalError",
        "InputTooLarge, the NSM: InputTooLarge",
        "'x\u001b[2J', the NSM: an error that is not known"
    })
    void errorsOfTheModuleAreNamed(String error, String expected) {
        var response =
                Bytes.ofHex("a1" + "65" + text("Error") + String.format("%02x", 0x60 + error.length()) + text(error));
        assertEquals(
                expected, assertRefused(Reason.REFUSED, () -> module(response).attest(ASKED)));
    }

    @Test
    void anythingElseIsMalformed() {
        var good = response(Recorded.read("nitro/fortanix/request_proper.bin"));
        for (var size : new int[] {0, 1, 12, 13, 22, 100, good.size() - 1}) {
            assertRefused(Reason.MALFORMED, () -> module(good.slice(0, size)).attest(ASKED));
        }
        for (var other : List.of(
                "a0",
                "80",
                "f6",
                "6b" + text("Attestation"),
                "a1" + "6b" + text("Attestation") + "a0",
                "a1" + "6b" + text("Attestation") + "a1" + "68" + text("document") + "f6",
                "a1" + "6b" + text("Attestation") + "a1" + "68" + text("document") + "40",
                "a1" + "65" + text("Error") + "01",
                "a1" + "68" + text("document") + "40",
                "a2" + "65" + text("Error") + "60" + "61" + text("x") + "60")) {
            assertRefused(Reason.MALFORMED, () -> module(Bytes.ofHex(other)).attest(ASKED));
        }
        assertRefused(
                Reason.MALFORMED, () -> module(good.concat(Bytes.ofHex("00"))).attest(ASKED));
        var report = Recorded.read("snp/trustee/test-report.bin");
        assertRefused(Reason.MALFORMED, () -> module(response(report)).attest(ASKED));
    }

    @Test
    void aResponseHasABound() {
        var large = Arrays.copyOf(new byte[0], NsmChannel.RESPONSE_SIZE_MAX + 1);
        assertRefused(Reason.TOO_LARGE, () -> module(Bytes.of(large)).attest(ASKED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void reportDataHave64Bytes(int size) {
        assertThrows(IllegalArgumentException.class, () -> module(Bytes.EMPTY).attest(Bytes.of(new byte[size])));
        assertEquals(List.of(), asked);
    }

    @Test
    void withoutTheDeviceThereIsNone(@TempDir Path folder) {
        assertEquals(
                "/dev/nsm: no such device",
                assertRefused(Reason.ABSENT, () -> NitroSecurityModule.open(new FakeMachine().root())));
        var device = folder.resolve("nsm");
        var text = assertRefused(Reason.ABSENT, () -> new NsmDevice(device).exchange(Bytes.EMPTY));
        assertEquals(device + ": open failed: ENOENT, no such device", text);
    }

    /** The calls of the C library reach the kernel, which knows that this is another device. */
    @Test
    void anotherDeviceIsNoModule() {
        var other = Path.of("/dev/null");
        assumeTrue(Files.exists(other), "needs Linux");
        for (var i = 0; i < 3; i++) {
            var text = assertRefused(Reason.REFUSED, () -> new NsmDevice(other).exchange(Bytes.ofHex("a0")));
            assertEquals("/dev/null: ioctl failed: ENOTTY, no NSM", text);
        }
    }

    @Test
    void filesAreClosed() throws Exception {
        var open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "needs Linux");
        var before = count(open);
        for (var i = 0; i < 50; i++) {
            assertThrows(
                    AttesterException.class, () -> new NsmDevice(Path.of("/dev/null")).exchange(Bytes.ofHex("a0")));
        }
        assertTrue(count(open) < before + 40, "files stay open");
    }

    private static long count(Path folder) throws java.io.IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }
}
