package coco.evidence.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Roots;
import coco.evidence.Samples;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endorsements as files hold them. */
class EndorsementFileTest {
    /** Certificates in the longest chain that is read. */
    private static final int CHAIN = 16;

    @ParameterizedTest
    @CsvSource(textBlock = """
            sgx/phala/collateral.json,                     10, 6, 2
            tdx/oe/tdx_endorsement.bin,                    10, 6, 2
            snp/aci_sidecar/uvm_host_amd_certificate.json,  3, 3, 0
            pki/amd/milan_ask_ark_asvk.pem,                 3, 3, 0
            pki/intel/sgx_root_ca.der,                      1, 1, 0
            tdx/google_collateral/rootcrl.der,              1, 0, 1
            aci_uvm/uvm_0.2.10.cose,                        1, 0, 0
            tdx/google_cos113/ccel_data.bin,                1, 0, 0
            """)
    void areToldByTheirContent(String file, int all, int certificates, int lists) throws MalformedException {
        var found = EndorsementFile.read(Samples.read(file));
        assertEquals(all, found.items().size());
        assertEquals(certificates, found.certificates().size());
        assertEquals(lists, found.revocationLists().size());
        var text = Base64.getMimeEncoder().encodeToString(Samples.read(file).toArray());
        assertEquals(found, EndorsementFile.read(octets(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cca/ccatoken_tf_rmm/cca_token.cbor",
                "sgx/phala/quote.bin",
                "snp/trustee/test-report.bin",
                "nitro/evervault/valid-attestation-doc-bytes.bin",
                "tdx/google_cos113/ccel_table.bin",
                "tdx/trustee/CCEL_data_ovmf_out.json",
                "README.md"
            })
    void whatEndorsesNothingIsRefused(String file) {
        var sample = Samples.read(file);
        assertThrows(MalformedException.class, () -> EndorsementFile.read(sample));
    }

    @Test
    void emptyAndOverlongFilesAreRefused() {
        assertSays("text that is no endorsement", Octets.EMPTY, EndorsementFile::read);
        assertSays("a file of 4194305 bytes", Octets.of(new byte[EvidenceFile.SIZE_MAX + 1]), EndorsementFile::read);
        assertSays("a file of 4194305 bytes", Octets.of(new byte[EvidenceFile.SIZE_MAX + 1]), EvidenceFile::read);
    }

    @Test
    void thereMayBeAsManyAsTheLimitAndNoMore() throws MalformedException {
        var most = octets(collateral(Endorsements.ITEMS_MAX));
        assertEquals(Endorsements.ITEMS_MAX, EndorsementFile.read(most).items().size());
        assertSays("more than 256 endorsements", octets(collateral(Endorsements.ITEMS_MAX + 1)), EndorsementFile::read);
    }

    @Test
    void thoseBesideEvidenceAreCountedTogether() throws MalformedException {
        var report = "\"report\": \"" + Samples.read("snp/trustee/test-report.bin") + "\"";
        var many = "\"collateral\": " + collateral(Endorsements.ITEMS_MAX);
        var one = "\"vcek\": \"" + base64(Samples.read("snp/trustee/test-vcek.der")) + "\"";
        var full = EvidenceFile.read(octets("{" + report + "," + many + "}"));
        assertEquals(Endorsements.ITEMS_MAX, full.endorsements().items().size());
        assertSays(
                "more than 256 endorsements", octets("{" + report + "," + many + "," + one + "}"), EvidenceFile::read);
        var wrapped = "{\"evidence\": {" + report + "," + many + "}, " + one + "}";
        assertSays("more than 256 endorsements", octets(wrapped), EvidenceFile::read);
    }

    private interface Reader {
        Object read(Octets file) throws MalformedException;
    }

    private static void assertSays(String expected, Octets file, Reader reader) {
        var thrown = assertThrows(MalformedException.class, () -> reader.read(file));
        assertTrue(thrown.refusal().detail().contains(expected), thrown::toString);
    }

    /** JSON with this many certificates, in chains as long as can be. */
    private static String collateral(int certificates) {
        var members = new StringJoiner(",", "{", "}");
        for (var at = 0; at < certificates; at += CHAIN) {
            var chain = pem().repeat(Math.min(CHAIN, certificates - at));
            members.add("\"" + at + "_issuer_chain\": \"" + chain + "\"");
        }
        return members.toString();
    }

    private static String pem() {
        try {
            var root = Roots.vendors().certificates(Authority.AWS_NITRO).getFirst();
            return "-----BEGIN CERTIFICATE-----\\n" + base64(Octets.of(root.getEncoded()))
                    + "\\n-----END CERTIFICATE-----\\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(Octets bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
