package coco.evidence.software;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Authority;
import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Hostile;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Policy.Code;
import coco.evidence.Policy.CodeIdentity;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.cca.CcaToken;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseMaker;
import coco.evidence.nitro.NitroDocument;
import coco.evidence.software.SoftwareEvidence.Statement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SoftwareTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final Octets MEASUREMENT = Octets.ofHex("0a".repeat(32));
    private static final Octets REPORT_DATA = Octets.ofHex("0b".repeat(64));
    private static final Statement STATEMENT =
            new Statement(MEASUREMENT, Octets.ofHex("0c"), REPORT_DATA, AT.minusSeconds(1));
    private static final Policy DEVELOPMENT = Policy.genuine().allowing(Set.of(TeeKind.SOFTWARE));

    private final KeyPair keys = MadeKeys.elliptic("secp384r1");
    private final Verifier verifier = new Verifier(Roots.none().with(Authority.SOFTWARE, keys.getPublic()));
    private final Octets evidence;

    SoftwareTest() throws GeneralSecurityException {
        evidence = SoftwareEvidence.sign(STATEMENT, SignatureAlgorithm.ES384, keys.getPrivate());
    }

    private Verdict verify(Octets bytes, Policy policy) throws MalformedException {
        return verifier.verify(SoftwareEvidence.parse(bytes), Endorsements.NONE, policy, AT);
    }

    @Test
    void evidenceIsAcceptedByTheNetworksKey() throws GeneralSecurityException, MalformedException {
        accepted(verify(evidence, DEVELOPMENT.boundTo(REPORT_DATA)));
        assertEquals(STATEMENT, SoftwareEvidence.parse(evidence).statement());
        var small = MadeKeys.elliptic("secp256r1");
        var other = SoftwareEvidence.sign(STATEMENT, SignatureAlgorithm.ES256, small.getPrivate());
        var both = new Verifier(
                Roots.none().with(Authority.SOFTWARE, keys.getPublic()).with(Authority.SOFTWARE, small.getPublic()));
        accepted(both.verify(SoftwareEvidence.parse(other), Endorsements.NONE, DEVELOPMENT, AT));
    }

    @Test
    void itSaysOfItselfThatThereIsNoHardware() throws MalformedException {
        var claims = verify(evidence, DEVELOPMENT).claims();
        assertEquals(TeeKind.SOFTWARE, claims.tee());
        assertEquals("false", claims.facts().get("hardware"));
        assertEquals(Map.of("measurement", MEASUREMENT), claims.registers());
        assertEquals(Octets.ofHex("0c"), claims.hostData());
        assertEquals(AT.minusSeconds(1), claims.issuedAt().orElseThrow());
    }

    @Test
    void aPolicyThatDoesNotNameItRefusesIt() throws MalformedException {
        assertRefused(Reason.TEE_NOT_ALLOWED, verify(evidence, Policy.genuine()));
        var examined = verifier.examine(SoftwareEvidence.parse(evidence), Endorsements.NONE, Policy.genuine(), AT);
        assertEquals(Reason.TEE_NOT_ALLOWED, examined.refusals().getFirst().reason());
    }

    @Test
    void anotherKeyAndAVendorsRootAreNothing() throws MalformedException {
        var parsed = SoftwareEvidence.parse(evidence);
        var other = MadeKeys.elliptic("secp384r1").getPublic();
        var stranger = new Verifier(Roots.none().with(Authority.SOFTWARE, other));
        assertRefused(Reason.SIGNATURE, stranger.verify(parsed, Endorsements.NONE, DEVELOPMENT, AT));
        assertRefused(Reason.CHAIN_MISSING, Verifier.ofVendors().verify(parsed, Endorsements.NONE, DEVELOPMENT, AT));
        for (var authority : Authority.values()) {
            if (authority == Authority.SOFTWARE) continue;
            var elsewhere = new Verifier(Roots.none().with(authority, keys.getPublic()));
            assertRefused(Reason.CHAIN_MISSING, elsewhere.verify(parsed, Endorsements.NONE, DEVELOPMENT, AT));
        }
    }

    @Test
    void theNetworksRootMayBeACertificate() throws MalformedException, GeneralSecurityException {
        var root = MadeIdentity.root("CN=network");
        var leaf = root.leaf("CN=node", keys);
        var network = new Verifier(Roots.none().with(Authority.SOFTWARE, root.certificate()));
        var beside = Endorsements.of(new Endorsement.Certificate(leaf.certificate()));
        var parsed = SoftwareEvidence.parse(evidence);
        accepted(network.verify(parsed, beside, DEVELOPMENT, AT));
        assertRefused(Reason.SIGNATURE, network.verify(parsed, Endorsements.NONE, DEVELOPMENT, AT));
        var byRoot = SoftwareEvidence.sign(
                STATEMENT, SignatureAlgorithm.ES384, root.keys().getPrivate());
        accepted(network.verify(SoftwareEvidence.parse(byRoot), Endorsements.NONE, DEVELOPMENT, AT));
    }

    @Test
    void theCodeManifestCountsForItAsForHardware() throws MalformedException {
        var identity = new CodeIdentity.Measured(TeeKind.SOFTWARE, Map.of("measurement", MEASUREMENT));
        accepted(verify(evidence, DEVELOPMENT.running(new Code.OneOf(Set.of(identity)))));
        var hardware = new CodeIdentity.Measured(TeeKind.SNP, Map.of("measurement", MEASUREMENT));
        assertRefused(Reason.CODE, verify(evidence, DEVELOPMENT.running(new Code.OneOf(Set.of(hardware)))));
    }

    @Test
    void noOtherEvidenceIsTakenForIt() {
        assertThrows(MalformedException.class, () -> NitroDocument.parse(evidence));
        assertThrows(MalformedException.class, () -> CcaToken.parse(evidence));
        var untagged =
                Octets.of(((Cbor.Tagged) parse(evidence)).content().encoded().toArray());
        assertThrows(MalformedException.class, () -> SoftwareEvidence.parse(untagged));
    }

    private static Cbor parse(Octets bytes) {
        try {
            return Cbor.parse(bytes);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aChangedByteIsNeverAccepted() {
        Hostile.changeEach(evidence, 1, at -> false, bytes -> verify(bytes, DEVELOPMENT) instanceof Verdict.Accepted);
    }

    @Test
    void whatIsCutOffIsMalformed() {
        Hostile.cutEach(evidence, 1, bytes -> {
            SoftwareEvidence.parse(bytes);
            return true;
        });
        assertThrows(MalformedException.class, () -> SoftwareEvidence.parse(evidence.concat(Octets.of((byte) 0))));
    }

    @Test
    void onlyWhatWouldBeWrittenIsRead() {
        var map = STATEMENT.map();
        var reordered = new Cbor.Map(map.entries().reversed());
        var more = CoseMaker.with(map, new Cbor.Text("more"), Cbor.integer(1));
        var hardware = CoseMaker.with(map, new Cbor.Text("hardware"), new Cbor.Bool(true));
        var otherType = CoseMaker.with(map, new Cbor.Text("type"), new Cbor.Text("sev-snp"));
        for (var changed : new Cbor.Map[] {reordered, more, hardware, otherType}) {
            var refusal = assertThrows(MalformedException.class, () -> SoftwareEvidence.parse(signed(changed)));
            assertEquals(Reason.MALFORMED, refusal.reason());
        }
        var later = CoseMaker.with(map, new Cbor.Text("version"), Cbor.integer(2));
        var refusal = assertThrows(MalformedException.class, () -> SoftwareEvidence.parse(signed(later)));
        assertEquals(Reason.UNKNOWN_VERSION, refusal.reason());
    }

    /** Another payload in the same envelope, with a signature that is not looked at. */
    private Octets signed(Cbor.Map payload) {
        var parts = ((Cbor.Array) ((Cbor.Tagged) parse(evidence)).content()).items();
        var message = Cbor.Array.of(parts.get(0), parts.get(1), new Cbor.Bytes(payload.encoded()), parts.get(3));
        return new Cbor.Tagged(SoftwareEvidence.TAG, message).encoded();
    }

    /** Written out by hand: a change of the format has to break this. */
    @Test
    void theFormatIsFixed() {
        var header =
                "84582da20138220378266170706c69636174696f6e2f766e642e636f636f2e736f6674776172652d7465652b636f7365a0";
        var type = "58c2a7647479706571636f636f2d736f6674776172652d7465656776657273696f6e01686861726477617265f4";
        var measurement = "6b6d6561737572656d656e745820" + "0a".repeat(32);
        var hostData = "69686f73742d64617461410c";
        var reportData = "6b7265706f72742d646174615840" + "0b".repeat(64);
        var issuedAt = "696973737565642d61741a6a1ccb7f";
        var signature = "0d".repeat(96);
        var expected =
                "da636f636f" + header + type + measurement + hostData + reportData + issuedAt + "5860" + signature;
        assertEquals(
                expected,
                SoftwareEvidence.encoded(SignatureAlgorithm.ES384, STATEMENT, Octets.ofHex(signature))
                        .toHex());
    }

    @Test
    void aStatementHasItsSizes() {
        var none = Octets.EMPTY;
        assertThrows(IllegalArgumentException.class, () -> new Statement(none, none, REPORT_DATA, AT));
        assertThrows(IllegalArgumentException.class, () -> new Statement(MEASUREMENT, none, none, AT));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Statement(MEASUREMENT, Octets.of(new byte[65]), REPORT_DATA, AT));
        assertThrows(
                IllegalArgumentException.class, () -> new Statement(MEASUREMENT, none, REPORT_DATA, AT.plusMillis(1)));
    }
}
