package coco.evidence.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Hash;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Samples;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.TeeKind;
import coco.evidence.Verdicts;
import coco.evidence.azure.VtpmEvidence;
import coco.evidence.ratls.RaTls;
import coco.evidence.snp.SnpReport;
import coco.evidence.software.SoftwareEvidence;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file turns out to be, and what does not fit between its parts. */
class EvidenceFileTest {
    private static final String REPORT = "snp/trustee/test-report.bin";

    private final KeyPair keys = MadeKeys.elliptic("secp256r1");

    @ParameterizedTest
    @CsvSource(textBlock = """
            aci_uvm/css-attested-cosesign1-20250617.cose, a message of an attested service, 4
            cca/ccatoken_tf_rmm/cca_token.cbor, a token of a CCA realm, 0
            nitro/evervault/valid-attestation-doc-bytes.bin, a Nitro document, 0
            ratls/gramine-cert.pem, an SGX quote in a certificate, 0
            sgx/fortanix/quote_pck_cert_chain.bin, an SGX quote, 0
            sgx/maa_oe/enclave.info.debug.json, an SGX quote in JSON, 0
            sgx/ravl/oe.coffelake.att.json, an SGX quote in JSON, 10
            sgx/ravl/sgx.coffeelake.att.json, an SGX quote in JSON, 10
            snp/az_vtpm/evidence-v0.json, an HCL report and a quote of its TPM, 1
            snp/az_vtpm/evidence-v1.json, an HCL report and a quote of its TPM, 1
            snp/ms_tav/genoa_attestation_report.bin, an SEV-SNP report, 0
            snp/virtee_milan/report.hex, an SEV-SNP report in text, 0
            tdx/google_cos113/cos-113-tdx-quote.bin, a TDX quote, 0
            tdx/oe/tdx_quote.bin, a TDX quote, 0
            tpm/windows_gcp_shielded_vm.json, a quote of a TPM, 0
            vbs/sqlserver_2019/sql_vsm_attestation_response.bin, an answer of SQL Server's enclave, 1
            vbs/sqlserver_2019/vbs_report_package.bin, a report of a VBS enclave, 0
            """)
    void isToldByItsContent(String file, String format, int endorsements) throws MalformedException {
        var found = EvidenceFile.read(Samples.read(file));
        assertEquals(format, found.format());
        assertEquals(endorsements, found.endorsements().items().size());
        assertEquals(Set.of(), Verdicts.reasons(found.refusals()));
    }

    @Test
    void theSoftwareTeeIsOneOfItsOwn() throws MalformedException, GeneralSecurityException {
        var statement = new SoftwareEvidence.Statement(
                Octets.of(new byte[32]), Octets.EMPTY, Octets.of(new byte[64]), Instant.EPOCH);
        var signed = SoftwareEvidence.sign(statement, SignatureAlgorithm.ES256, keys.getPrivate());
        var found = EvidenceFile.read(signed);
        assertEquals("evidence of the software TEE", found.format());
        assertEquals(
                statement,
                assertInstanceOf(SoftwareEvidence.class, found.evidence()).statement());
    }

    @Test
    void wrappingsAreTakenOff() throws MalformedException {
        var report = Samples.read(REPORT);
        var hex = octets(report.toHex());
        assertEquals("an SEV-SNP report in text", EvidenceFile.read(hex).format());
        assertEquals(
                "an SEV-SNP report in text in text",
                EvidenceFile.read(octets(base64(hex))).format());
        var urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(report.toArray());
        assertEquals(
                "an SEV-SNP report in JSON",
                EvidenceFile.read(json("report", quoted(urlSafe))).format());
        var numbers = new StringJoiner(",", "[", "]");
        for (var i = 0; i < report.size(); i++) numbers.add(Integer.toString(report.at(i)));
        assertEquals(
                "an SEV-SNP report in JSON",
                EvidenceFile.read(json("evidence", numbers.toString())).format());
    }

    @Test
    void wrappingsAreNotTakenOffForEver() throws MalformedException {
        var texts = Samples.read(REPORT);
        for (var i = 0; i < 4; i++) texts = octets(base64(texts));
        assertInstanceOf(SnpReport.class, EvidenceFile.read(texts).evidence());
        assertMalformed("wrapped more than 4 times", octets(base64(texts)));
        var objects = quoted(Samples.read(REPORT).toHex());
        for (var i = 0; i < 4; i++) objects = "{\"evidence\": " + objects + "}";
        assertInstanceOf(SnpReport.class, EvidenceFile.read(octets(objects)).evidence());
        assertMalformed("wrapped more than 4 times", json("evidence", objects));
        var certificates = Samples.read(REPORT);
        for (var i = 0; i < 4; i++) certificates = carrying(certificates, Octets.EMPTY);
        assertInstanceOf(SnpReport.class, EvidenceFile.read(certificates).evidence());
        assertMalformed("wrapped more than 4 times", carrying(certificates, Octets.EMPTY));
    }

    @Test
    void evidenceInACertificateIsForItsKey() throws MalformedException, GeneralSecurityException {
        var claims = RaTls.claims(keys.getPublic(), Optional.empty());
        var bound = claims.hash(Hash.SHA_256).concat(Octets.of(new byte[32]));
        var statement = new SoftwareEvidence.Statement(Octets.of(new byte[32]), Octets.EMPTY, bound, Instant.EPOCH);
        var signed = SoftwareEvidence.sign(statement, SignatureAlgorithm.ES256, keys.getPrivate());
        var found = EvidenceFile.read(carrying(signed, Octets.EMPTY));
        assertEquals("evidence of the software TEE in a certificate", found.format());
        assertEquals(Set.of(), Verdicts.reasons(found.refusals()));
        assertEquals(Set.of(Reason.KEY_BINDING), reasons(carrying(signed, Octets.of((byte) 1))));
        assertEquals(Set.of(Reason.KEY_BINDING), reasons(carrying(Samples.read(REPORT), Octets.EMPTY)));
    }

    /** What a wrapping inside another one found wrong is not forgotten. */
    @Test
    void whatDoesNotFitIsRefusedThroughEveryWrapping() throws MalformedException {
        var message = flipped(Samples.read("aci_uvm/css-attested-cosesign1-20250617.cose"));
        assertEquals(Set.of(Reason.SIGNATURE), reasons(message));
        assertEquals(Set.of(Reason.SIGNATURE), reasons(octets(base64(message))));
        assertEquals(Set.of(Reason.SIGNATURE), reasons(json("evidence", quoted(base64(message)))));
        assertEquals(
                Set.of(Reason.SIGNATURE),
                reasons(octets("{\"evidence\": " + quoted(base64(message)) + ", \"vcek\": "
                        + quoted(base64(Samples.read("snp/trustee/test-vcek.der"))) + "}")));
        assertEquals(Set.of(Reason.SIGNATURE, Reason.KEY_BINDING), reasons(carrying(message, Octets.EMPTY)));
        var response = flipped(Samples.read("vbs/sqlserver_2019/sql_vsm_attestation_response.bin"));
        assertEquals(Set.of(Reason.SIGNATURE), reasons(response));
    }

    @Test
    void anHclReportIsNothingByItself() throws MalformedException {
        var report = hclReport("snp/az_vtpm/evidence-v1.json");
        var thrown = assertThrows(MalformedException.class, () -> EvidenceFile.read(report));
        assertEquals(Reason.UNSUPPORTED, thrown.reason());
        assertTrue(thrown.refusal().detail().contains("the quote by that key belongs to it"));
    }

    @Test
    void anHclReportOnTdxComesWithTheQuoteOfTheHardware() throws MalformedException {
        var sample = text("snp/az_vtpm/evidence-v1.json");
        var bytes = hclReport("snp/az_vtpm/evidence-v1.json").toArray();
        bytes[32 + 1184 + 8] = 4; // the type of the hardware report
        var report = Base64.getUrlEncoder().encodeToString(bytes);
        var changed = sample.replaceFirst("\"hcl_report\": *\"[^\"]*\"", "\"hcl_report\": \"" + report + "\"");
        assertMalformed("an HCL report of TDX without a td_quote", octets(changed));
        var quote = base64(Samples.read("tdx/google_v4/quote.bin"));
        var whole = octets(changed.replaceFirst("\\{", "{\"td_quote\": \"" + quote + "\","));
        var found = EvidenceFile.read(whole);
        assertEquals("an HCL report, its TDX quote and a quote of its TPM", found.format());
        assertEquals(
                TeeKind.AZURE_TDX,
                assertInstanceOf(VtpmEvidence.class, found.evidence()).tee());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {}                                     | JSON without a member that holds evidence
            {"evidence": 7}                        | evidence holds no bytes
            {"evidence": null}                     | evidence holds no bytes
            {"evidence": [1, 256]}                 | evidence holds something that is no byte
            {"evidence": [1, -1]}                  | evidence holds something that is no byte
            {"evidence": [1, 99999999999999999999]} | evidence holds something that is no byte
            {"evidence": [1, "2"]}                 | evidence holds something that is no byte
            {"evidence": [1, 1.0]}                 | evidence holds something that is no byte
            {"report": "0000"}                     | text that is neither JSON, PEM, hex digits nor base64
            {"report": "00", "quote": {}}          | there is no pcrs
            {"hcl_report": "00"}                   | there is no tpm_quote
            {"AK": {}, "Quote": {}}                | there is no Public
            -----BEGIN CERTIFICATE-----            | no PEM of a CERTIFICATE
            no evidence at all                     | text that is neither JSON, PEM, hex digits nor base64
            """)
    void textThatHoldsNoneSaysWhy(String text, String expected) {
        assertMalformed(expected, octets(text));
    }

    private Set<Reason> reasons(Octets file) throws MalformedException {
        return Verdicts.reasons(EvidenceFile.read(file).refusals());
    }

    private static void assertMalformed(String expected, Octets file) {
        var thrown = assertThrows(MalformedException.class, () -> EvidenceFile.read(file));
        assertTrue(thrown.refusal().detail().contains(expected), thrown::toString);
    }

    /** A certificate of the key with evidence for it; {@code more} is put behind the evidence's own claims. */
    private Octets carrying(Octets evidence, Octets more) {
        var claims = RaTls.claims(keys.getPublic(), more.isEmpty() ? Optional.empty() : Optional.of(more));
        var extension = RaTls.extension(TeeKind.SNP, evidence, claims);
        var certificate = MadeIdentity.root("CN=carrier", keys)
                .leaf("CN=carrier", keys, new Extension(extension.id(), false, extension.value()))
                .certificate();
        try {
            return Octets.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Octets hclReport(String file) {
        var text = text(file);
        var from = text.indexOf('"', text.indexOf("\"hcl_report\"") + "\"hcl_report\"".length()) + 1;
        return Octets.of(Base64.getUrlDecoder().decode(text.substring(from, text.indexOf('"', from))));
    }

    /** With another last byte, which is one of a signature. */
    private static Octets flipped(Octets bytes) {
        var changed = bytes.toArray();
        changed[changed.length - 1] ^= 1;
        return Octets.of(changed);
    }

    private static Octets json(String name, String value) {
        return octets("{\"" + name + "\": " + value + "}");
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String text(String file) {
        return new String(Samples.read(file).toArray(), StandardCharsets.US_ASCII);
    }

    private static String base64(Octets bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
