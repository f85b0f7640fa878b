package coco.evidence.uvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Endorsements;
import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.Verdicts;
import coco.evidence.chain.Chains;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseMaker;
import coco.evidence.format.CoseSign1;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Endorsements made under a root of the test's own: each is wrong in one way. */
class MadeUvmTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final String USE = "1.2.3.4";
    private static final Octets MEASUREMENT = Octets.ofHex("0a".repeat(48));

    private final MadeIdentity root = MadeIdentity.root("CN=root");
    private final MadeIdentity issuer = root.issuer("CN=issuer", 2);
    private final MadeIdentity signer =
            issuer.leaf("CN=signer", MadeKeys.elliptic("secp384r1"), Extension.extendedUse(USE));
    private final Chains chains = new Chains(Roots.none().with(Authority.MICROSOFT_SUPPLY_CHAIN, root.certificate()));
    private final Cbor.Map claims = Cbor.Map.of(
            Cbor.Entry.of(1, new Cbor.Text(did(root.certificate(), USE))),
            Cbor.Entry.of(2, new Cbor.Text("feed")),
            Cbor.Entry.of("svn", Cbor.integer(7)));

    private static Octets fingerprint(X509Certificate certificate) {
        try {
            return Octets.of(certificate.getEncoded()).hash(Hash.SHA_256);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String did(X509Certificate above, String use) {
        var text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(fingerprint(above).toArray());
        return "did:x509:0:sha256:" + text + "::eku:" + use;
    }

    private static Cbor.Entry hash(X509Certificate certificate) {
        return Cbor.Entry.of(
                CoseSign1.CERTIFICATE_HASH, Cbor.Array.of(Cbor.integer(-16), new Cbor.Bytes(fingerprint(certificate))));
    }

    private Cbor.Entry chain() {
        return CoseMaker.chain(signer.certificate(), issuer.certificate(), root.certificate());
    }

    private Octets envelope(KeyPair keys, Octets payload, Cbor.Map cwt, Cbor.Entry... more) {
        var entries = new ArrayList<>(List.of(more));
        entries.add(Cbor.Entry.of(15, cwt));
        entries.add(Cbor.Entry.of(258, Cbor.integer(-43)));
        return CoseMaker.sign(SignatureAlgorithm.ES384, keys, payload, entries.toArray(Cbor.Entry[]::new));
    }

    private Octets json(String payload) {
        var entries = new ArrayList<Cbor.Entry>();
        entries.add(Cbor.Entry.of(3, new Cbor.Text("application/json")));
        entries.add(Cbor.Entry.of("iss", new Cbor.Text(did(root.certificate(), USE))));
        entries.add(Cbor.Entry.of("feed", new Cbor.Text("feed")));
        entries.add(chain());
        return CoseMaker.sign(
                SignatureAlgorithm.ES384,
                signer.keys(),
                Octets.of(payload.getBytes(StandardCharsets.UTF_8)),
                entries.toArray(Cbor.Entry[]::new));
    }

    private static String payload(String version) {
        return "{\"x-ms-sevsnpvm-guestsvn\": " + version + ", \"x-ms-sevsnpvm-launchmeasurement\": \"" + MEASUREMENT
                + "\"}";
    }

    private Optional<UvmClaims> verify(Octets message, Policy policy, Set<Reason> expected) {
        var about = new Case(Endorsements.NONE, chains, policy, new Examination(AT));
        var verified = UvmVerification.verify(message, about);
        var nothing = Claims.of(TeeKind.SNP, new LinkedHashMap<>(), Octets.EMPTY);
        var findings = about.examination().findings(nothing, Tcb.ungraded());
        assertEquals(expected, Verdicts.reasons(findings.refusals()), findings::toString);
        return verified;
    }

    private void accepted(Octets message) {
        var expected = new UvmClaims(did(root.certificate(), USE), "feed", 7, MEASUREMENT);
        assertEquals(Optional.of(expected), verify(message, Policy.genuine(), Set.of()));
    }

    private void refused(Reason reason, Octets message) {
        assertEquals(Optional.empty(), verify(message, Policy.genuine(), Set.of(reason)));
    }

    private Octets claiming(long label, Cbor value) {
        return envelope(signer.keys(), MEASUREMENT, CoseMaker.with(claims, Cbor.integer(label), value), chain());
    }

    @Test
    void bothFormsAreAccepted() {
        accepted(envelope(signer.keys(), MEASUREMENT, claims, chain(), hash(signer.certificate())));
        accepted(json(payload("\"7\"")));
        accepted(json(payload("7")));
    }

    @Test
    void anotherSignatureOrCertificateIsRefused() {
        refused(Reason.SIGNATURE, envelope(issuer.keys(), MEASUREMENT, claims, chain()));
        refused(Reason.KEY_BINDING, envelope(signer.keys(), MEASUREMENT, claims, chain(), hash(issuer.certificate())));
        refused(Reason.CHAIN_MISSING, envelope(signer.keys(), MEASUREMENT, claims));
        var stranger = MadeIdentity.root("CN=root");
        var theirs = stranger.leaf("CN=signer", MadeKeys.elliptic("secp384r1"), Extension.extendedUse(USE));
        refused(
                Reason.CHAIN,
                envelope(
                        theirs.keys(),
                        MEASUREMENT,
                        claims,
                        CoseMaker.chain(theirs.certificate(), stranger.certificate())));
    }

    @Test
    void theIssuersNameIsThatOfTheSigner() {
        accepted(envelope(signer.keys(), MEASUREMENT, claims, chain()));
        var above = new Cbor.Text(did(issuer.certificate(), USE));
        var verified = verify(claiming(1, above), Policy.genuine(), Set.of());
        assertEquals(did(issuer.certificate(), USE), verified.orElseThrow().issuer());
        refused(Reason.CERTIFICATE_MISMATCH, claiming(1, new Cbor.Text(did(signer.certificate(), USE))));
        refused(Reason.CERTIFICATE_MISMATCH, claiming(1, new Cbor.Text(did(root.certificate(), "1.2.3.5"))));
        var useless = issuer.leaf("CN=other", MadeKeys.elliptic("secp384r1"));
        refused(
                Reason.CERTIFICATE_MISMATCH,
                envelope(
                        useless.keys(),
                        MEASUREMENT,
                        claims,
                        CoseMaker.chain(useless.certificate(), issuer.certificate())));
        for (var did : new String[] {"did:x509:1:sha256:AA::eku:1.2", "did:web:x", "did:x509:0:sha256:AA::eku:1.2"}) {
            refused(Reason.MALFORMED, claiming(1, new Cbor.Text(did)));
        }
        var good = did(root.certificate(), USE);
        for (var did :
                new String[] {good + "::san:dns:a", good.replace("eku", "subject"), good.replace("sha256", "md5")}) {
            refused(Reason.UNSUPPORTED, claiming(1, new Cbor.Text(did)));
        }
    }

    @Test
    void revocationListsAreDemandedByAPolicyThatSaysSo() {
        var demanding = Policy.genuine().requiringRevocation(Set.of(TeeKind.SNP));
        verify(envelope(signer.keys(), MEASUREMENT, claims, chain()), demanding, Set.of(Reason.CRL_MISSING));
    }

    @Test
    void aStatementOfAnotherFormIsRefused() {
        refused(Reason.MALFORMED, envelope(signer.keys(), MEASUREMENT.slice(0, 32), claims, chain()));
        refused(Reason.MALFORMED, claiming(1, new Cbor.Undefined()));
        refused(Reason.MALFORMED, claiming(2, new Cbor.Undefined()));
        var versionless = CoseMaker.with(claims, new Cbor.Text("svn"), Cbor.integer(-1));
        refused(Reason.MALFORMED, envelope(signer.keys(), MEASUREMENT, versionless, chain()));
        var typed = Cbor.Entry.of(3, new Cbor.Text("application/json"));
        refused(Reason.MALFORMED, envelope(signer.keys(), MEASUREMENT, claims, chain(), typed));
        var twice = Cbor.Entry.of("iss", new Cbor.Text("did:x509:0:"));
        refused(Reason.MALFORMED, envelope(signer.keys(), MEASUREMENT, claims, chain(), twice));
        refused(Reason.UNSUPPORTED, bare());
        for (var version : new String[] {"\"\"", "\"-7\"", "\"7x\"", "-7", "7.0", "null", "\"12345678901\""}) {
            refused(Reason.MALFORMED, json(payload(version)));
        }
        refused(Reason.MALFORMED, json(payload("7").replace("0a0a", "0a")));
        refused(Reason.MALFORMED, json("[]"));
    }

    /** Claims, without the hash envelope that they come with. */
    private Octets bare() {
        return CoseMaker.sign(SignatureAlgorithm.ES384, signer.keys(), MEASUREMENT, Cbor.Entry.of(15, claims), chain());
    }

    @Test
    void anAttestedMessageHoldsTogether() throws MalformedException {
        var keys = MadeKeys.elliptic("secp384r1");
        var other = MadeKeys.elliptic("secp384r1");
        assertEquals(Set.of(), check(attested(keys, keys, key(keys).encoded().hash(Hash.SHA_256), "")));
        assertEquals(Set.of(Reason.SIGNATURE), check(attested(keys, other, thumbprint(keys), "")));
        assertEquals(Set.of(Reason.KEY_BINDING), check(attested(keys, keys, thumbprint(other), "")));
        assertEquals(Set.of(Reason.KEY_BINDING), check(attested(keys, keys, thumbprint(keys), "01")));
    }

    private static Cbor.Map key(KeyPair keys) {
        var encoded = Octets.of(keys.getPublic().getEncoded());
        var end = encoded.size();
        return Cbor.Map.of(
                Cbor.Entry.of(1, Cbor.integer(2)),
                Cbor.Entry.of(-1, Cbor.integer(2)),
                Cbor.Entry.of(-2, new Cbor.Bytes(encoded.slice(end - 96, end - 48))),
                Cbor.Entry.of(-3, new Cbor.Bytes(encoded.slice(end - 48, end))));
    }

    private static Octets thumbprint(KeyPair keys) {
        return key(keys).encoded().hash(Hash.SHA_256);
    }

    /** A message whose report is bound to {@code keys}, followed by {@code tail} where zeros ought to be. */
    private static Octets attested(KeyPair keys, KeyPair signer, Octets name, String tail) {
        var report = new byte[1184];
        var bound = thumbprint(keys).concat(Octets.ofHex(tail)).toArray();
        System.arraycopy(bound, 0, report, 0x50, bound.length);
        var service = Cbor.Map.of(
                Cbor.Entry.of("attestation", new Cbor.Bytes(Octets.of(report))),
                Cbor.Entry.of("attestation_type", new Cbor.Text("SEV-SNP:ContainerPlat-AMD-UVM")),
                Cbor.Entry.of("cose_key", key(keys)),
                Cbor.Entry.of("snp_endorsements", new Cbor.Bytes(name)),
                Cbor.Entry.of("uvm_endorsements", new Cbor.Bytes(name)),
                Cbor.Entry.of("ver", Cbor.integer(0)));
        return CoseMaker.sign(
                SignatureAlgorithm.ES384,
                signer,
                name,
                Cbor.Entry.of(CoseSign1.CRITICAL, Cbor.Array.of(new Cbor.Text("service"))),
                Cbor.Entry.of(4, new Cbor.Bytes(name)),
                Cbor.Entry.of(15, Cbor.Map.of(Cbor.Entry.of(1, new Cbor.Text("did:attestedsvc:x")))),
                Cbor.Entry.of("service", service));
    }

    private static Set<Reason> check(Octets message) throws MalformedException {
        var examination = new Examination(AT);
        AttestedMessage.parse(message).check(examination);
        var nothing = Claims.of(TeeKind.SNP, new LinkedHashMap<>(), Octets.EMPTY);
        return Verdicts.reasons(examination.findings(nothing, Tcb.ungraded()).refusals());
    }

    @Test
    void anAttestedMessageWithoutOneServiceIsRefused() {
        var keys = MadeKeys.elliptic("secp384r1");
        var plain = CoseMaker.sign(SignatureAlgorithm.ES384, keys, MEASUREMENT);
        assertThrows(MalformedException.class, () -> AttestedMessage.parse(plain));
        var none = CoseMaker.sign(
                SignatureAlgorithm.ES384, keys, MEASUREMENT, Cbor.Entry.of(CoseSign1.CRITICAL, Cbor.Array.of()));
        assertThrows(MalformedException.class, () -> AttestedMessage.parse(none));
        assertThrows(
                MalformedException.class,
                () -> AttestedMessage.parse(Cbor.Array.of().encoded()));
    }
}
