package coco.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.spi.Caller;
import coco.store.Version;
import coco.store.WriteSet;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CallersTest {
    private static final String ISSUER = "https://login.example";
    private static final long NOW = Actor.NOW.toEpochMilli();
    private static final long SECONDS = NOW / 1_000;

    private WriteSet.Builder tables = WriteSet.builder();
    private long now = NOW;

    private Callers callers() {
        var state = Version.EMPTY.with(1, tables.build());
        return new Callers(() -> state, () -> now);
    }

    @Test
    void certificatesInTheTablesProveMembersAndUsers() throws UnprovenException {
        var member = Actor.selfSigned("member");
        var user = Actor.selfSigned("user");
        tables.put(CallerTables.MEMBERS, member.tableKey(), member.pem());
        tables.put(CallerTables.USERS, user.tableKey(), user.pem());
        assertEquals(
                new Caller.Member(member.certificate().fingerprint()), callers().prove(shown(member)));
        assertEquals(
                new Caller.User(user.certificate().fingerprint()), callers().prove(shown(user)));
        refused("not known", shown(Actor.selfSigned("member")));
        refused("needed", Credentials.NONE);
    }

    @Test
    void aKnownCertificateOutOfItsTimeProvesNobody() {
        var old = Actor.expired("old");
        tables.put(CallerTables.USERS, old.tableKey(), old.pem());
        refused("not valid at this time", shown(old));
    }

    @Test
    void anOrganisationsCertificateCoversItsUsers() throws UnprovenException {
        var bank = Actor.authority("bank");
        var branch = bank.issues("branch", true);
        tables.put(CallerTables.AUTHORITIES, bank.tableKey(), bank.pem());
        var clerk = bank.issues("clerk", false);
        var teller = branch.issues("teller", false);
        assertEquals(
                new Caller.User(clerk.certificate().fingerprint()), callers().prove(shown(clerk)));
        assertEquals(
                new Caller.User(teller.certificate().fingerprint()), callers().prove(shown(teller)));
        var callers = callers();
        callers.prove(shown(clerk));
        now += 2 * 86_400_000L;
        assertThrows(UnprovenException.class, () -> callers.prove(shown(clerk)), "also one found good before");
    }

    @Test
    void whatAnAuthorityDoesNotVouchForIsNotCovered() {
        var bank = Actor.authority("bank");
        tables.put(CallerTables.AUTHORITIES, bank.tableKey(), bank.pem());
        refused("not known", shown(Actor.authority("bank").issues("clerk", false)));
        refused("not known", shown(bank));
        var clerk = bank.issues("clerk", false);
        var forged = clerk.issues("friend of the clerk", false);
        refused("not known", shown(forged));
        var stolen = new Credentials(
                List.of(Actor.selfSigned("x").chain().getFirst(), bank.chain().getFirst()), null, null);
        refused("not known", stolen);
    }

    @Test
    void aRevokedUserIsNotCoveredAnyMore() {
        var bank = Actor.authority("bank");
        var clerk = bank.issues("clerk", false);
        tables.put(CallerTables.AUTHORITIES, bank.tableKey(), bank.pem());
        tables.put(CallerTables.REVOKED, clerk.tableKey(), Bytes.ofUtf8("true"));
        refused("revoked", shown(clerk));
    }

    @Test
    void anonymousCallersAreAdmittedOnlyBySetting() throws UnprovenException {
        setting("anonymous", "\"true\"");
        refused("needed", Credentials.NONE);
        setting("anonymous", "true");
        assertEquals(new Caller.Anonymous(), callers().prove(Credentials.NONE));
        assertEquals(new Caller.Anonymous(), callers().prove(shown(Actor.selfSigned("x"))));
        refused("token", new Credentials(List.of(), "Token wrong", null));
    }

    @Test
    void tokensProveTheirUsers() throws UnprovenException {
        token("alpha", "{\"user\":\"alice\"}");
        token("beta", "{\"user\":\"bob\",\"not_after\":" + NOW + "}");
        token("gamma", "{\"user\":\"carol\",\"not_after\":" + (NOW - 1) + "}");
        token("delta", "not json");
        assertEquals(new Caller.Token("alice"), callers().prove(authorized("Token alpha")));
        assertEquals(new Caller.Token("alice"), callers().prove(authorized("token  alpha ")));
        assertEquals(new Caller.Token("alice"), callers().prove(new Credentials(List.of(), null, "alpha")));
        assertEquals(new Caller.Token("bob"), callers().prove(authorized("Token beta")));
        refused("expired", authorized("Token gamma"));
        refused("not known", authorized("Token delta"));
        refused("not known", authorized("Token alpha2"));
        refused("no token", authorized("Token " + "x".repeat(513)));
        refused("neither", authorized("Basic YTpi"));
    }

    @Test
    void aWrongTokenIsNotForgivenForAGoodCertificate() {
        var user = Actor.selfSigned("user");
        tables.put(CallerTables.USERS, user.tableKey(), user.pem());
        refused("not known", new Credentials(user.chain(), "Token wrong", null));
        assertEquals(
                new Caller.Anonymous(), callers().proveOrAnonymous(new Credentials(user.chain(), "Token wrong", null)));
    }

    @Test
    void bearerTokensOfEachAlgorithmProveTheirSubjects() throws GeneralSecurityException, UnprovenException {
        for (var algorithm : List.of("RS256", "ES256", "EdDSA")) {
            tables = WriteSet.builder();
            var key = issuerKey(algorithm, "k1", null);
            var token = jwt(algorithm, "k1", key, claims("alice", SECONDS + 60));
            var callers = callers();
            assertEquals(new Caller.Jwt(ISSUER, "alice"), callers.prove(authorized("Bearer " + token)), algorithm);
            assertEquals(new Caller.Jwt(ISSUER, "alice"), callers.prove(authorized("bearer " + token)), "again");
            now = NOW + 60_000;
            assertThrows(UnprovenException.class, () -> callers.prove(authorized("Bearer " + token)), "expired");
            now = NOW;
        }
    }

    @Test
    void aBearerTokenThatIsNotAsItWasSignedIsRefused() throws GeneralSecurityException {
        var key = issuerKey("ES256", "k1", null);
        var good = jwt("ES256", "k1", key, claims("alice", SECONDS + 60));
        var parts = good.split("\\.", -1);
        var other = base64(claims("bob", SECONDS + 60));
        refused("not signed", authorized("Bearer " + parts[0] + "." + other + "." + parts[2]));
        var none = base64("{\"alg\":\"none\",\"kid\":\"k1\"}") + "." + parts[1] + ".";
        refused("not signed", authorized("Bearer " + none));
        var confused = base64("{\"alg\":\"HS256\",\"kid\":\"k1\"}") + "." + parts[1] + "." + parts[2];
        refused("not signed", authorized("Bearer " + confused));
        var critical =
                base64("{\"alg\":\"ES256\",\"kid\":\"k1\",\"crit\":[\"b64\"]}") + "." + parts[1] + "." + parts[2];
        refused("asks for what is not known", authorized("Bearer " + critical));
        refused("three parts", authorized("Bearer " + parts[0] + "." + parts[1]));
        refused("base64url", authorized("Bearer !." + parts[1] + "." + parts[2]));
        refused("too long", authorized("Bearer " + "a".repeat(9_000)));
        refused("not JSON", authorized("Bearer " + base64("{\"alg\":\"ES256\",\"alg\":\"ES256\"}") + ".e30.AA"));
        var foreign = KeyPairGenerator.getInstance("EC").generateKeyPair();
        refused("not signed", authorized("Bearer " + jwt("ES256", "k1", foreign, claims("alice", SECONDS + 60))));
        refused("not signed", authorized("Bearer " + jwt("ES256", "k2", key, claims("alice", SECONDS + 60))));
    }

    @Test
    void bearerTokensHaveTheirTimeIssuerAndAudience() throws GeneralSecurityException, UnprovenException {
        var key = issuerKey("ES256", "k1", "https://login.example/{tenantid}/v2");
        var claims =
                "{\"sub\":\"alice\",\"exp\":%d,\"nbf\":%d,\"iss\":\"https://login.example/t-1/v2\",\"tid\":\"%s\"}";
        var good = claims.formatted(SECONDS + 60, SECONDS, "t-1");
        callers().prove(authorized("Bearer " + jwt("ES256", "k1", key, good)));
        var early = claims.formatted(SECONDS + 60, SECONDS + 1, "t-1");
        refused("not valid yet", authorized("Bearer " + jwt("ES256", "k1", key, early)));
        var otherTenant = claims.formatted(SECONDS + 60, SECONDS, "t-2");
        refused("not signed", authorized("Bearer " + jwt("ES256", "k1", key, otherTenant)));
        var endless = "{\"sub\":\"alice\",\"iss\":\"https://login.example/t-1/v2\",\"tid\":\"t-1\"}";
        refused("no exp", authorized("Bearer " + jwt("ES256", "k1", key, endless)));
        setting("jwt.audience", "\"coco\"");
        refused("another service", authorized("Bearer " + jwt("ES256", "k1", key, good)));
        var addressed = good.replace("{\"sub\"", "{\"aud\":[\"x\",\"coco\"],\"sub\"");
        callers().prove(authorized("Bearer " + jwt("ES256", "k1", key, addressed)));
    }

    @Test
    void anIssuerSpeaksOnlyForItself() throws GeneralSecurityException {
        var key = issuerKey("ES256", "k1", null);
        var another = claims("alice", SECONDS + 60).replace(ISSUER, "https://other.example");
        refused("not signed", authorized("Bearer " + jwt("ES256", "k1", key, another)));
    }

    @Test
    void theKeyOfAnIssuerThatIsGoneProvesNobody() throws GeneralSecurityException {
        var key = issuerKey("ES256", "k1", null);
        tables.remove(CallerTables.ISSUERS, Bytes.ofUtf8(ISSUER));
        refused("not signed", authorized("Bearer " + jwt("ES256", "k1", key, claims("alice", SECONDS + 60))));
    }

    @Test
    void credentialsDoNotPrintTheirSecrets() {
        assertFalse(new Credentials(List.of(), "Token alpha", "beta").toString().matches(".*(alpha|beta).*"));
    }

    private void refused(String reason, Credentials credentials) {
        var refused = assertThrows(UnprovenException.class, () -> callers().prove(credentials));
        assertEquals(true, refused.text().contains(reason), refused.text());
    }

    private static Credentials shown(Actor actor) {
        return new Credentials(actor.chain(), null, null);
    }

    private static Credentials authorized(String header) {
        return new Credentials(List.of(), header, null);
    }

    private void setting(String name, String json) {
        tables.put(CallerTables.SETTINGS, Bytes.ofUtf8(name), Bytes.ofUtf8(json));
    }

    private void token(String token, String json) {
        tables.put(CallerTables.TOKENS, CallerTables.key(Digest.sha256(Bytes.ofUtf8(token))), Bytes.ofUtf8(json));
    }

    private KeyPair issuerKey(String algorithm, String keyId, @org.jspecify.annotations.Nullable String constraint)
            throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(
                switch (algorithm) {
                    case "RS256" -> "RSA";
                    case "ES256" -> "EC";
                    default -> "Ed25519";
                });
        if (algorithm.equals("RS256")) generator.initialize(2_048);
        if (algorithm.equals("ES256")) generator.initialize(256);
        var pair = generator.generateKeyPair();
        var spki = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        var extra = constraint == null ? "" : ",\"constraint\":\"" + constraint + "\"";
        tables.put(CallerTables.ISSUERS, Bytes.ofUtf8(ISSUER), Bytes.ofUtf8("{}"));
        tables.put(
                CallerTables.ISSUER_KEYS,
                Bytes.ofUtf8(keyId),
                Bytes.ofUtf8("[{\"public_key\":\"" + spki + "\",\"issuer\":\"" + ISSUER + "\"" + extra + "}]"));
        return pair;
    }

    private static String claims(String subject, long expiry) {
        return "{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + subject + "\",\"exp\":" + expiry + "}";
    }

    private static String jwt(String algorithm, String keyId, KeyPair key, String claims)
            throws GeneralSecurityException {
        var signed = base64("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}") + "." + base64(claims);
        var signer = Signature.getInstance(
                switch (algorithm) {
                    case "RS256" -> "SHA256withRSA";
                    case "ES256" -> "SHA256withECDSAinP1363Format";
                    default -> "Ed25519";
                });
        signer.initSign(key.getPrivate());
        signer.update(Bytes.ofUtf8(signed).unsafeArray());
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Bytes.ofUtf8(text).unsafeArray());
    }
}
