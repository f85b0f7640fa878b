package coco.evidence.cca;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.Hostile;
import coco.evidence.Machine;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.format.Cbor;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The token of a real realm management monitor, on a platform of test firmware. */
class CcaTest {
    private static final Instant AT = Instant.parse("2026-11-26T00:00:00Z");

    private final Octets token = Samples.read("cca/ccatoken_tf_rmm/cca_token.cbor");
    private final Verifier verifier = new Verifier(Roots.none().with(Authority.ARM_CCA, platformKey()));

    static PublicKey platformKey() {
        var pem =
                new String(Samples.read("cca/ccatoken_tf_rmm/cca_platform.pub").toArray(), StandardCharsets.US_ASCII);
        var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Verdict verify(Verifier by, Octets token, Policy policy) throws MalformedException {
        return by.verify(CcaToken.parse(token), Endorsements.NONE, policy, AT);
    }

    @Test
    void theTokenIsAcceptedByItsPlatformsKey() throws MalformedException {
        var bound = Policy.genuine().boundTo(Octets.ofHex("ab".repeat(64)));
        accepted(verify(verifier, token, bound));
        assertRefused(
                Reason.REPORT_DATA, verify(verifier, token, Policy.genuine().boundTo(Octets.ofHex("ac"))));
    }

    @Test
    void whatTheTokenSays() throws MalformedException {
        var claims = verify(verifier, token, Policy.genuine()).claims();
        assertEquals(
                Set.of("rim", "rem0", "rem1", "rem2", "rem3"),
                claims.registers().keySet());
        assertEquals(Octets.of(new byte[32]), claims.registers().get("rim"));
        assertEquals(64, claims.hostData().size());
        var instance = Octets.ofHex("0107060504030201000f0e0d0c0b0a090817161514131211101f1e1d1c1b1a1918");
        assertEquals(Set.of(new Machine("platform-instance", instance)), claims.machines());
        assertEquals("3003", claims.facts().get("platform-lifecycle"));
        var hash = "07060504030201000f0e0d0c0b0a090817161514131211101f1e1d1c1b1a1918";
        assertEquals("BL 3.4.2 " + hash + " signed by " + hash, claims.facts().get("platform-software-0"));
    }

    @Test
    void withoutTheKeyOrByAnotherItIsRefused() throws MalformedException {
        assertRefused(Reason.CHAIN_MISSING, verify(Verifier.ofVendors(), token, Policy.genuine()));
        var other = MadeKeys.elliptic("secp384r1").getPublic();
        var wrong = new Verifier(Roots.none().with(Authority.ARM_CCA, other));
        assertRefused(Reason.SIGNATURE, verify(wrong, token, Policy.genuine()));
        var elsewhere = new Verifier(Roots.none().with(Authority.SOFTWARE, platformKey()));
        assertRefused(Reason.CHAIN_MISSING, verify(elsewhere, token, Policy.genuine()));
    }

    @Test
    void theSameTokensAmongConceptualMessagesAreTheSame() throws MalformedException {
        var tokens = ((Cbor.Tagged) Cbor.parse(token)).content().map();
        var messages = Cbor.Map.of(
                Cbor.Entry.of(CcaToken.PLATFORM_TOKEN, message(263, tokens.get(CcaToken.PLATFORM_TOKEN))),
                Cbor.Entry.of(CcaToken.REALM_TOKEN, message(263, tokens.get(CcaToken.REALM_TOKEN))));
        var collection = new Cbor.Tagged(CcaToken.MESSAGE_COLLECTION, messages).encoded();
        assertEquals(CcaToken.parse(token), CcaToken.parse(collection));
        accepted(verify(verifier, collection, Policy.genuine()));
        var other = Cbor.Map.of(
                Cbor.Entry.of(CcaToken.PLATFORM_TOKEN, message(60, tokens.get(CcaToken.PLATFORM_TOKEN))),
                Cbor.Entry.of(CcaToken.REALM_TOKEN, message(263, tokens.get(CcaToken.REALM_TOKEN))));
        var refusal = assertThrows(
                MalformedException.class,
                () -> CcaToken.parse(new Cbor.Tagged(CcaToken.MESSAGE_COLLECTION, other).encoded()));
        assertEquals(Reason.UNSUPPORTED, refusal.reason());
    }

    private static Cbor message(long type, Cbor token) {
        return Cbor.Array.of(Cbor.integer(type), token);
    }

    @Test
    void aChangedByteIsNeverAccepted() {
        changeEach(13);
    }

    void changeEach(int every) {
        Hostile.changeEach(token, every, at -> false, this::accepts);
    }

    @Test
    void aTokenThatIsCutOffIsMalformed() {
        Hostile.cutEach(token, 1, bytes -> {
            CcaToken.parse(bytes);
            return true;
        });
        assertThrows(MalformedException.class, () -> CcaToken.parse(token.concat(Octets.of((byte) 0))));
    }

    private boolean accepts(Octets bytes) throws MalformedException {
        return verify(verifier, bytes, Policy.genuine()) instanceof Verdict.Accepted;
    }
}
