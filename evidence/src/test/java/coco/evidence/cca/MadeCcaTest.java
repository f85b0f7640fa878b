package coco.evidence.cca;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Authority;
import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Hash;
import coco.evidence.MadeCertificate;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseMaker;
import coco.evidence.format.CoseSign1;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tokens like the real one, made with keys of the test's own: each is wrong in one way. */
class MadeCcaTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

    private final KeyPair platformKeys = MadeKeys.elliptic("secp256r1");
    private final KeyPair realmKeys = MadeKeys.elliptic("secp384r1");
    private final Verifier verifier = new Verifier(Roots.none().with(Authority.ARM_CCA, platformKeys.getPublic()));
    private final Cbor.Map realm;
    private final Cbor.Map platform;

    MadeCcaTest() throws MalformedException {
        var real = CcaToken.parse(Samples.read("cca/ccatoken_tf_rmm/cca_token.cbor"));
        realm = with(payload(real.realmMessage()), 44237, new Cbor.Bytes(point()));
        platform = with(payload(real.platformMessage()), 10, new Cbor.Bytes(point().hash(Hash.SHA_256)));
    }

    private static Cbor.Map payload(CoseSign1 message) throws MalformedException {
        return Cbor.parse(message.payload()).map();
    }

    private Octets point() {
        var encoded = Octets.of(realmKeys.getPublic().getEncoded());
        return encoded.slice(encoded.size() - 97, encoded.size());
    }

    private static Cbor.Map with(Cbor.Map claims, long label, Cbor value) {
        return CoseMaker.with(claims, Cbor.integer(label), value);
    }

    private Octets token(Cbor.Map platformClaims, Cbor.Map realmClaims, Cbor.Entry... parameters) {
        return token(
                CoseMaker.sign(SignatureAlgorithm.ES256, platformKeys, platformClaims.encoded(), parameters),
                CoseMaker.sign(SignatureAlgorithm.ES384, realmKeys, realmClaims.encoded()));
    }

    private static Octets token(Octets platformToken, Octets realmToken) {
        var tokens = Cbor.Map.of(
                Cbor.Entry.of(CcaToken.PLATFORM_TOKEN, new Cbor.Bytes(platformToken)),
                Cbor.Entry.of(CcaToken.REALM_TOKEN, new Cbor.Bytes(realmToken)));
        return new Cbor.Tagged(CcaToken.COLLECTION, tokens).encoded();
    }

    private Verdict verify(Octets token, Policy policy) throws MalformedException {
        return verifier.verify(CcaToken.parse(token), Endorsements.NONE, policy, AT);
    }

    private static void refused(Reason reason, Octets token) {
        assertEquals(
                reason,
                assertThrows(MalformedException.class, () -> CcaToken.parse(token))
                        .reason());
    }

    @Test
    void aTokenIsAcceptedByItsPlatformsKey() throws MalformedException {
        accepted(verify(token(platform, realm), Policy.genuine()));
    }

    @Test
    void theRealmsKeyMayBeACoseKey() throws MalformedException {
        var key = Cbor.Map.of(
                        Cbor.Entry.of(1, Cbor.integer(2)),
                        Cbor.Entry.of(-1, Cbor.integer(2)),
                        Cbor.Entry.of(-2, new Cbor.Bytes(point().slice(1, 49))),
                        Cbor.Entry.of(-3, new Cbor.Bytes(point().slice(49, 97))))
                .encoded();
        var profiled = with(realm, 265, new Cbor.Text("tag:arm.com,2023:realm#1.0.0"));
        var newer = with(with(profiled, 44237, new Cbor.Bytes(key)), 44240, new Cbor.Text("sha-512"));
        var vouching = with(platform, 10, new Cbor.Bytes(key.hash(Hash.SHA_512)));
        accepted(verify(token(vouching, newer), Policy.genuine()));
        assertRefused(
                Reason.KEY_BINDING,
                verify(token(with(platform, 10, new Cbor.Bytes(key.hash(Hash.SHA_256))), newer), Policy.genuine()));
    }

    @Test
    void aPlatformThatVouchesForAnotherRealmKeyIsRefused() throws MalformedException {
        var other = with(platform, 10, new Cbor.Bytes(Octets.ofHex("01".repeat(32))));
        assertRefused(Reason.KEY_BINDING, verify(token(other, realm), Policy.genuine()));
    }

    @Test
    void aRealmTokenThatAnotherKeySignedIsRefused() throws MalformedException {
        var forged = token(
                CoseMaker.sign(SignatureAlgorithm.ES256, platformKeys, platform.encoded()),
                CoseMaker.sign(SignatureAlgorithm.ES384, MadeKeys.elliptic("secp384r1"), realm.encoded()));
        assertRefused(Reason.SIGNATURE, verify(forged, Policy.genuine()));
    }

    @Test
    void onlyASecuredPlatformGuardsRealms() throws MalformedException {
        for (var stage : new int[] {0x3000, 0x30ff}) {
            accepted(verify(token(with(platform, 2395, Cbor.integer(stage)), realm), Policy.genuine()));
        }
        for (var stage : new int[] {0, 0x1000, 0x2000, 0x2fff, 0x3100, 0x3f00, 0x6000, 0x7000, 0xffff}) {
            var token = token(with(platform, 2395, Cbor.integer(stage)), realm);
            assertRefused(Reason.LIFECYCLE, verify(token, Policy.genuine().allowingDebug()));
        }
        for (var stage : new int[] {0x4000, 0x40ff, 0x5000, 0x50ff}) {
            var token = token(with(platform, 2395, Cbor.integer(stage)), realm);
            assertRefused(Reason.DEBUG, verify(token, Policy.genuine()));
            accepted(verify(token, Policy.genuine().allowingDebug()));
        }
    }

    @Test
    void thePlatformsKeyMayHaveACertificate() throws MalformedException {
        var root = MadeIdentity.root("CN=maker");
        var leaf = root.leaf("CN=platform", platformKeys);
        var maker = new Verifier(Roots.none().with(Authority.ARM_CCA, root.certificate()));
        var carried = CcaToken.parse(token(platform, realm, CoseMaker.chain(leaf.certificate())));
        accepted(maker.verify(carried, Endorsements.NONE, Policy.genuine(), AT));
        var plain = CcaToken.parse(token(platform, realm));
        var beside = Endorsements.of(new Endorsement.Certificate(leaf.certificate()));
        accepted(maker.verify(plain, beside, Policy.genuine(), AT));
        assertRefused(Reason.SIGNATURE, maker.verify(plain, Endorsements.NONE, Policy.genuine(), AT));
        assertRefused(
                Reason.CERTIFICATE_DATES,
                maker.verify(carried, Endorsements.NONE, Policy.genuine(), MadeCertificate.UNTIL.plusSeconds(1)));
        assertRefused(Reason.CRL_MISSING, maker.verify(carried, Endorsements.NONE, demandingRevocation(), AT));
        var other = MadeIdentity.root("CN=maker");
        var stranger = new Verifier(Roots.none().with(Authority.ARM_CCA, other.certificate()));
        assertRefused(Reason.CHAIN, stranger.verify(carried, Endorsements.NONE, Policy.genuine(), AT));
        accepted(verifier.verify(carried, Endorsements.NONE, Policy.genuine(), AT));
    }

    private static Policy demandingRevocation() {
        return Policy.genuine().requiringRevocation(Set.of(TeeKind.CCA));
    }

    @Test
    void claimsHaveTheirSizesAndAreThere() {
        var shorter = new Cbor.Bytes(Octets.ofHex("01".repeat(31)));
        for (var label : new int[] {10, 44235, 44237, 44238}) {
            refused(Reason.MALFORMED, token(platform, with(realm, label, shorter)));
        }
        for (var label : new int[] {10, 2396, 256}) {
            refused(Reason.MALFORMED, token(with(platform, label, shorter), realm));
        }
        for (var label : new int[] {10, 44235, 44236, 44237, 44238, 44239, 44240}) {
            refused(Reason.MALFORMED, token(platform, with(realm, label, new Cbor.Undefined())));
        }
        for (var label : new int[] {10, 256, 265, 2395, 2396, 2399, 2401, 2402}) {
            refused(Reason.MALFORMED, token(with(platform, label, new Cbor.Undefined()), realm));
        }
        var three = Cbor.Array.of(shorter, shorter, shorter);
        refused(Reason.MALFORMED, token(platform, with(realm, 44239, three)));
        refused(Reason.MALFORMED, token(with(platform, 2399, Cbor.Array.of()), realm));
        refused(Reason.MALFORMED, token(with(platform, 2395, Cbor.integer(0x10000)), realm));
        var otherKind = new Cbor.Bytes(Octets.ofHex("02".repeat(33)));
        refused(Reason.MALFORMED, token(with(platform, 256, otherKind), realm));
    }

    @Test
    void unknownVersionsAreRefusedByName() throws MalformedException {
        var profile = new Cbor.Text("tag:arm.com,2024:next#2.0.0");
        refused(Reason.UNKNOWN_VERSION, token(with(platform, 265, profile), realm));
        refused(Reason.UNKNOWN_VERSION, token(platform, with(realm, 265, profile)));
        refused(Reason.UNKNOWN_VERSION, new Cbor.Tagged(400, Cbor.Map.of()).encoded());
        refused(Reason.MALFORMED, Cbor.Map.of().encoded());
        refused(Reason.MALFORMED, new Cbor.Tagged(CcaToken.COLLECTION, Cbor.Map.of()).encoded());
        var hash = token(platform, with(realm, 44240, new Cbor.Text("sha-224")));
        assertRefused(Reason.UNSUPPORTED, verify(hash, Policy.genuine()));
    }

    @Test
    void aRealmKeyThatIsNoPointIsRefused() throws MalformedException {
        var off = new Cbor.Bytes(Octets.ofHex("04" + "01".repeat(96)));
        assertRefused(Reason.MALFORMED, verify(token(platform, with(realm, 44237, off)), Policy.genuine()));
    }
}
