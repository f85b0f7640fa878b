package coco.evidence.nitro;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseMaker;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Documents made under a root of the test's own: each is wrong in one way. */
class MadeNitroTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final Octets REGISTER = Octets.ofHex("ab".repeat(48));

    private final MadeIdentity root = MadeIdentity.root("CN=root");
    private final MadeIdentity issuer = root.issuer("CN=issuer", 2);
    private final MadeIdentity leaf = issuer.leaf("CN=leaf", MadeKeys.elliptic("secp384r1"), Extension.signing());
    private final Verifier verifier = new Verifier(Roots.none().with(Authority.AWS_NITRO, root.certificate()));

    private Cbor.Map payload(MadeIdentity signer) {
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

    private NitroDocument document(MadeIdentity signer, Cbor.Map payload) throws MalformedException {
        return NitroDocument.parse(CoseMaker.sign(SignatureAlgorithm.ES384, signer.keys(), payload.encoded()));
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
        accepted(verify(document(leaf, payload(leaf)), Policy.genuine()));
    }

    @Test
    void aSignerThatIssuesCertificatesOrSignsNothingIsRefused() throws MalformedException {
        assertRefused(Reason.CHAIN, verify(document(issuer, payload(issuer)), Policy.genuine()));
        var unused = issuer.leaf("CN=unused", MadeKeys.elliptic("secp384r1"));
        assertRefused(Reason.CHAIN, verify(document(unused, payload(unused)), Policy.genuine()));
        var otherUse = issuer.leaf("CN=other use", MadeKeys.elliptic("secp384r1"), Extension.issuing());
        assertRefused(Reason.CHAIN, verify(document(otherUse, payload(otherUse)), Policy.genuine()));
        var both = issuer.leaf("CN=both", MadeKeys.elliptic("secp384r1"), Extension.ofIssuer(), Extension.signing());
        assertRefused(Reason.CHAIN, verify(document(both, payload(both)), Policy.genuine()));
    }

    @Test
    void revocationListsAreDemandedByAPolicyThatSaysSo() throws MalformedException {
        var demanding = Policy.genuine().requiringRevocation(Set.of(TeeKind.NITRO));
        assertRefused(Reason.CRL_MISSING, verify(document(leaf, payload(leaf)), demanding));
    }

    @Test
    void longUserDataIsNoBinding() throws MalformedException {
        var most = Octets.ofHex("01".repeat(NitroVerification.REPORT_DATA_SIZE_MAX));
        accepted(
                verify(with("user_data", new Cbor.Bytes(most)), Policy.genuine().boundTo(most)));
        var longer = Octets.ofHex("01".repeat(NitroVerification.REPORT_DATA_SIZE_MAX + 1));
        assertRefused(
                Reason.REPORT_DATA,
                verify(
                        with("user_data", new Cbor.Bytes(longer)),
                        Policy.genuine().boundTo(longer)));
    }

    @Test
    void anEnclaveThatShowsNoneOfItsMeasurementsCountsAsDebug() throws MalformedException {
        var late = Cbor.Map.of(Cbor.Entry.of(4, new Cbor.Bytes(REGISTER)));
        assertRefused(Reason.DEBUG, verify(with("pcrs", late), Policy.genuine()));
        var zeros = new Cbor.Bytes(Octets.of(new byte[48]));
        var last = Cbor.Map.of(
                Cbor.Entry.of(0, zeros), Cbor.Entry.of(1, zeros), Cbor.Entry.of(2, new Cbor.Bytes(REGISTER)));
        accepted(verify(with("pcrs", last), Policy.genuine()));
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
                SignatureAlgorithm.ES384, leaf.keys(), payload, more.entries().getFirst());
        assertThrows(MalformedException.class, () -> NitroDocument.parse(signed));
        var rsa = CoseMaker.sign(SignatureAlgorithm.PS384, MadeKeys.rsa(2048), payload);
        assertEquals(
                Reason.UNSUPPORTED,
                assertThrows(MalformedException.class, () -> NitroDocument.parse(rsa))
                        .reason());
    }
}
