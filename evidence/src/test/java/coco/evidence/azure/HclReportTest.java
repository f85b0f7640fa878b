package coco.evidence.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Envelopes that are made here: of TDX, and of a second version, no real one is public. */
class HclReportTest {
    private static final Octets RUNTIME = MadeHcl.text("{}");
    private static final Octets HARDWARE = Octets.of(new byte[1184]);

    @ParameterizedTest
    @CsvSource({"1, 1, 2, 1, SHA_256", "2, 1, 4, 2, SHA_384", "2, 2, 4, 3, SHA_512", "1, 2, 2, 3, SHA_512"})
    void knownVersionsKindsAndHashesAreRead(int version, int runtimeVersion, int type, int number, Hash hash)
            throws MalformedException {
        var bytes = new MadeHcl(version, 2, runtimeVersion, type, number, HARDWARE, RUNTIME).bytes();
        var report = HclReport.parse(bytes.concat(Octets.of(new byte[100])));
        assertEquals(version, report.version());
        assertEquals(type == 2 ? TeeKind.AZURE_SNP : TeeKind.AZURE_TDX, report.tee());
        assertEquals(hash, report.hash());
        assertEquals(HARDWARE, report.hardware());
        assertEquals(RUNTIME, report.runtime());
    }

    @Test
    void othersAreRefusedByName() {
        assertRefused(Reason.UNKNOWN_VERSION, new MadeHcl(3, 2, 1, 2, 1, HARDWARE, RUNTIME));
        assertRefused(Reason.UNKNOWN_VERSION, new MadeHcl(0, 2, 1, 2, 1, HARDWARE, RUNTIME));
        assertRefused(Reason.UNKNOWN_VERSION, new MadeHcl(1, 2, 3, 2, 1, HARDWARE, RUNTIME));
        assertRefused(Reason.UNSUPPORTED, new MadeHcl(1, 1, 1, 2, 1, HARDWARE, RUNTIME));
        for (var type : new int[] {0, 1, 3, 5}) {
            assertRefused(Reason.UNSUPPORTED, new MadeHcl(1, 2, 1, type, 1, HARDWARE, RUNTIME));
        }
        for (var hash : new int[] {0, 4}) {
            assertRefused(Reason.UNSUPPORTED, new MadeHcl(1, 2, 1, 2, hash, HARDWARE, RUNTIME));
        }
    }

    @Test
    void anEnvelopeThatIsCutOffOrLiesIsMalformed() {
        var bytes = MadeHcl.of(MadeHcl.SNP, HARDWARE, RUNTIME).bytes();
        for (var size = 0; size < bytes.size(); size++) {
            var cut = bytes.slice(0, size);
            assertMalformed(() -> HclReport.parse(cut));
        }
        var lying = bytes.toArray();
        lying[0x4d3] = -1;
        assertMalformed(() -> HclReport.parse(Octets.of(lying)));
        lying[0] = 'h';
        assertMalformed(() -> HclReport.parse(Octets.of(lying)));
        assertMalformed(() -> HclReport.parse(Octets.of(new byte[HclReport.SIZE_MAX + 1])));
    }

    @ParameterizedTest
    @CsvSource({"1, SHA_256", "2, SHA_384", "3, SHA_512"})
    void theHardwareVouchesByTheHashAndZeros(int number, Hash hash) throws MalformedException {
        var vouched = MadeHcl.reportData(RUNTIME, hash);
        var report = new MadeHcl(1, 2, 1, MadeHcl.SNP, number, HARDWARE, RUNTIME);
        var parsed = HclReport.parse(report.bytes());
        assertTrue(parsed.isVouchedBy(vouched));
        for (var at : new int[] {0, hash.size() - 1, 63}) {
            var other = vouched.toArray();
            other[at] ^= 1;
            assertFalse(parsed.isVouchedBy(Octets.of(other)));
        }
        assertFalse(parsed.isVouchedBy(Octets.EMPTY));
    }

    @Test
    void aQuoteIsOfTheTrustDomainThatReported() throws MalformedException {
        var vouched = MadeHcl.reportData(RUNTIME, Hash.SHA_256);
        var tdReport = Octets.of(new byte[128]).concat(vouched).concat(Octets.of(new byte[1184 - 192]));
        assertTrue(HclReport.parse(MadeHcl.of(MadeHcl.TDX, tdReport, RUNTIME).bytes())
                .isVouchedBy(vouched));
        assertFalse(HclReport.parse(MadeHcl.of(MadeHcl.TDX, HARDWARE, RUNTIME).bytes())
                .isVouchedBy(vouched));
        assertFalse(HclReport.parse(
                        MadeHcl.of(MadeHcl.TDX, tdReport, MadeHcl.text("[]")).bytes())
                .isVouchedBy(vouched));
    }

    @Test
    void anEnvelopeOfAnotherKindIsRefused() {
        var bytes = MadeHcl.of(MadeHcl.TDX, HARDWARE, RUNTIME).bytes();
        var quote = VtpmVerificationTest.quote();
        assertMalformed(() -> VtpmEvidence.ofSnp(bytes, quote));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kid\":\"HCLEkPub\",\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kid\":\"HCLAkPub\",\"kty\":\"EC\",\"n\":\"AQ\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kid\":\"HCLAkPub\",\"kty\":\"RSA\",\"n\":\"*\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kid\":\"HCLAkPub\",\"kty\":\"RSA\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kid\":\"HCLAkPub\"},{\"kid\":\"HCLAkPub\"}]}"
            })
    void runtimeClaimsHaveOneAttestationKey(String json) {
        assertMalformed(() -> RuntimeClaims.parse(MadeHcl.text(json)));
    }

    @Test
    void theNameIsOfOneKeyAndItIsOfRsa() throws MalformedException {
        var good = new String(VtpmVerificationTest.RUNTIME.toArray(), StandardCharsets.UTF_8);
        assertTrue(RuntimeClaims.parse(MadeHcl.text(good)).secureBoot());
        var key = good.substring(good.indexOf('[') + 1, good.indexOf(']', good.indexOf("kty")));
        assertMalformed(() -> RuntimeClaims.parse(MadeHcl.text(good.replace(key, key + "," + key))));
        assertMalformed(() -> RuntimeClaims.parse(MadeHcl.text(good.replace("\"RSA\"", "\"EC\""))));
        assertMalformed(() -> RuntimeClaims.parse(MadeHcl.text(good.replace("true", "1"))));
    }

    private static void assertRefused(Reason reason, MadeHcl report) {
        assertEquals(
                reason,
                assertThrows(MalformedException.class, () -> HclReport.parse(report.bytes()))
                        .reason());
    }

    private static void assertMalformed(Executable parse) {
        assertEquals(
                Reason.MALFORMED, assertThrows(MalformedException.class, parse).reason());
    }
}
