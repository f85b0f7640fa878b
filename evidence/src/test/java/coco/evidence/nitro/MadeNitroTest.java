package coco.evidence.nitro;

import static coco.evidence.Verdicts.assertAccepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.TeeKind;
import coco.evidence.TestCertificates;
import coco.evidence.TestCertificates.Identity;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseAlgorithm;
import coco.evidence.format.CoseMaker;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Documents made under a root of the test's own: each is wrong in one way. */
class MadeNitroTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final Octets REGISTER = Octets.ofHex("ab".repeat(48));

    private final Identity root = TestCertificates.root("CN=root", TestCertificates.elliptic("secp384r1"));
    private final Identity issuer = TestCertificates.issuer(root, "CN=issuer", TestCertificates.elliptic("secp384r1"));
    private final Identity leaf = TestCertificates.leaf(
            issuer, "CN=leaf", TestCertificates.elliptic("secp384r1"), TestCertificates.digitalSignature());
    private final Verifier verifier = new Verifier(Roots.none().with(Authority.AWS_NITRO, root.certificate()));

    private Cbor.Map payload(Identity signer) {
        return Cbor.Map.of(
                Cbor.Entry.of("module_id", new Cbor.Text("i-1-enc1")),
                Cbor.Entry.of("digest", new Cbor.Text("SHA384")),
                Cbor.Entry.of("timestamp", Cbor.integer(AT.toEpochMilli())),
                Cbor.Entry.of("pcrs", Cbor.Map.of(Cbor.Entry.of(0, new Cbor.Bytes(REGISTER)))),
                Cbor.Entry.of("certificate", CoseMaker.der(signer.certificate())),
                Cbor.Entry.of(
                        "cabundle",
                        Cbor.Array.of(CoseMaker.der(root.certificate()), CoseMaker.der(issuer.certificate()))));
    }

    private NitroDocument document(Identity signer, Cbor.Map payload) throws MalformedException {
        return NitroDocument.parse(CoseMaker.sign(CoseAlgorithm.ES384, signer.keys(), payload.encoded()));
    }

    private NitroDocument with(String field, Cbor value) throws MalformedException {
        return document(leaf, CoseMaker.with(payload(leaf), new Cbor.Text(field), value));
    }

    private Verdict verify(NitroDocument document, Policy policy) {
        return verifier.verify(document, Endorsements.NONE, policy, AT);
    }

    private void refused(Reason reason, String field, Cbor value) {
        var refusal = assertThrows(MalformedException.class, () -> with(field, value), field);
        assertEquals(reason, refusal.reason(), field);
    }

    @Test
    void aDocumentIsAcceptedUnderItsRoot() throws MalformedException {
        assertAccepted(verify(document(leaf, payload(leaf)), Policy.genuine()));
    }

    @Test
    void aSignerThatIssuesCertificatesOrSignsNothingIsRefused() throws MalformedException {
        assertRefused(verify(document(issuer, payload(issuer)), Policy.genuine()), Reason.CHAIN);
        var unused = TestCertificates.leaf(issuer, "CN=unused", TestCertificates.elliptic("secp384r1"));
        assertRefused(verify(document(unused, payload(unused)), Policy.genuine()), Reason.CHAIN);
        var otherUse = TestCertificates.leaf(
                issuer,
                "CN=other use",
                TestCertificates.elliptic("secp384r1"),
                TestCertificates.authority().getLast());
        assertRefused(verify(document(otherUse, payload(otherUse)), Policy.genuine()), Reason.CHAIN);
    }

    @Test
    void revocationListsAreDemandedByAPolicyThatSaysSo() throws MalformedException {
        var demanding = Policy.genuine().requiringRevocation(Set.of(TeeKind.NITRO));
        assertRefused(verify(document(leaf, payload(leaf)), demanding), Reason.CRL_MISSING);
    }

    @Test
    void longUserDataIsNoBinding() throws MalformedException {
        var most = Octets.ofHex("01".repeat(NitroVerification.REPORT_DATA_SIZE_MAX));
        assertAccepted(
                verify(with("user_data", new Cbor.Bytes(most)), Policy.genuine().boundTo(most)));
        var longer = Octets.ofHex("01".repeat(NitroVerification.REPORT_DATA_SIZE_MAX + 1));
        assertRefused(
                verify(
                        with("user_data", new Cbor.Bytes(longer)),
                        Policy.genuine().boundTo(longer)),
                Reason.REPORT_DATA);
    }

    @Test
    void anEnclaveThatShowsNoneOfItsMeasurementsCountsAsDebug() throws MalformedException {
        var late = Cbor.Map.of(Cbor.Entry.of(4, new Cbor.Bytes(REGISTER)));
        assertRefused(verify(with("pcrs", late), Policy.genuine()), Reason.DEBUG);
        var zeros = new Cbor.Bytes(Octets.of(new byte[48]));
        var last = Cbor.Map.of(
                Cbor.Entry.of(0, zeros), Cbor.Entry.of(1, zeros), Cbor.Entry.of(2, new Cbor.Bytes(REGISTER)));
        assertAccepted(verify(with("pcrs", last), Policy.genuine()));
    }

    @Test
    void fieldsHaveTheLimitsThatAwsDocuments() throws MalformedException {
        refused(Reason.MALFORMED, "module_id", new Cbor.Text(""));
        refused(Reason.UNSUPPORTED, "digest", new Cbor.Text("SHA256"));
        refused(Reason.MALFORMED, "timestamp", Cbor.integer(0));
        refused(Reason.MALFORMED, "timestamp", Cbor.integer(-1));
        refused(Reason.MALFORMED, "pcrs", Cbor.Map.of());
        refused(Reason.MALFORMED, "pcrs", Cbor.Map.of(Cbor.Entry.of(32, new Cbor.Bytes(REGISTER))));
        refused(Reason.MALFORMED, "pcrs", Cbor.Map.of(Cbor.Entry.of(0, new Cbor.Bytes(REGISTER.slice(0, 47)))));
        refused(Reason.MALFORMED, "pcrs", Cbor.Map.of(Cbor.Entry.of("0", new Cbor.Bytes(REGISTER))));
        refused(Reason.MALFORMED, "certificate", new Cbor.Bytes(Octets.EMPTY));
        refused(Reason.MALFORMED, "certificate", new Cbor.Bytes(Octets.of(new byte[1_025])));
        refused(Reason.MALFORMED, "cabundle", Cbor.Array.of());
        var one = CoseMaker.der(root.certificate());
        refused(Reason.MALFORMED, "cabundle", Cbor.Array.of(one, one, one, one, one, one, one, one));
        refused(Reason.MALFORMED, "public_key", new Cbor.Bytes(Octets.EMPTY));
        refused(Reason.MALFORMED, "public_key", new Cbor.Bytes(Octets.of(new byte[1_025])));
        refused(Reason.MALFORMED, "user_data", new Cbor.Bytes(Octets.of(new byte[513])));
        refused(Reason.MALFORMED, "nonce", new Cbor.Bytes(Octets.of(new byte[513])));
        refused(Reason.UNSUPPORTED, "nitrotpm_pcrs", Cbor.Map.of());
        for (var field : new String[] {"module_id", "digest", "timestamp", "pcrs", "certificate", "cabundle"}) {
            refused(Reason.MALFORMED, field, new Cbor.Undefined());
            refused(Reason.MALFORMED, field, new Cbor.Null());
        }
        assertEquals(Octets.EMPTY, with("user_data", new Cbor.Null()).userData());
    }

    @Test
    void theHeadersHoldTheAlgorithmAndNothingElse() {
        var payload = payload(leaf).encoded();
        var header = Cbor.Map.of(Cbor.Entry.of(1, Cbor.integer(-35))).encoded();
        var more = Cbor.Map.of(Cbor.Entry.of(4, new Cbor.Bytes(REGISTER)));
        var unsigned = CoseMaker.message(header, more, payload, REGISTER.concat(REGISTER));
        assertThrows(MalformedException.class, () -> NitroDocument.parse(unsigned.encoded()));
        var signed = CoseMaker.sign(
                CoseAlgorithm.ES384, leaf.keys(), payload, more.entries().getFirst());
        assertThrows(MalformedException.class, () -> NitroDocument.parse(signed));
        var rsa = CoseMaker.sign(CoseAlgorithm.PS384, TestCertificates.rsa(), payload);
        assertEquals(
                Reason.UNSUPPORTED,
                assertThrows(MalformedException.class, () -> NitroDocument.parse(rsa))
                        .reason());
    }
}
