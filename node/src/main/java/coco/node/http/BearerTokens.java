package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.spi.Caller;
import coco.store.Version;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Proves the holders of bearer tokens by the keys that governance has recorded for their issuers. Any thread. */
final class BearerTokens {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TENANT = "{tenantid}";
    private static final int SUBJECT_CHARS_MAX = 256;

    /** A signature once found good stays good; what it is over names the algorithm too. */
    private record Proof(Digest token, Digest signature, Digest key) {}

    private final Recent<Proof, Boolean> proofs = new Recent<>(10_000);
    private final Recent<Bytes, IssuerKey> keys = new Recent<>(1_000);

    Caller.Jwt prove(Version state, String token, long nowMillis) throws UnprovenException {
        var jwt = Jwt.parse(token);
        checkTime(jwt, nowMillis);
        checkAudience(state, jwt);
        var subject = jwt.claim("sub");
        if (subject.length() > SUBJECT_CHARS_MAX) throw new UnprovenException("The bearer token's sub is too long.");
        var recorded = state.get(CallerTables.ISSUER_KEYS, Bytes.ofUtf8(jwt.keyId()));
        if (recorded != null) {
            for (var entry : array(recorded.bytes()))
                if (signs(state, entry, jwt)) return new Caller.Jwt(jwt.claim("iss"), subject);
        }
        throw new UnprovenException("The bearer token is not signed by a key that is known here for its issuer.");
    }

    private static void checkTime(Jwt jwt, long nowMillis) throws UnprovenException {
        if (nowMillis >= jwt.timeMillis("exp")) throw new UnprovenException("The bearer token has expired.");
        if (jwt.claims().has("nbf") && nowMillis < jwt.timeMillis("nbf"))
            throw new UnprovenException("The bearer token is not valid yet.");
    }

    private static void checkAudience(Version state, Jwt jwt) throws UnprovenException {
        var setting = state.get(CallerTables.SETTINGS, Bytes.ofUtf8("jwt.audience"));
        if (setting == null) return;
        var audience = json(setting.bytes());
        if (audience == null || !audience.isString() || !jwt.isFor(audience.asString()))
            throw new UnprovenException("The bearer token is for another service.");
    }

    private boolean signs(Version state, JsonNode entry, Jwt jwt) throws UnprovenException {
        var issuer = entry.path("issuer").asString("");
        if (state.get(CallerTables.ISSUERS, Bytes.ofUtf8(issuer)) == null) return false;
        if (!isIssuer(entry.path("constraint").asString(issuer), jwt)) return false;
        var key = key(entry.path("public_key").asString(""));
        if (key == null) return false;
        var proof = new Proof(Digest.sha256(jwt.signed()), Digest.sha256(jwt.signature()), key.id());
        if (proofs.get(proof) != null) return true;
        if (!key.signed(jwt)) return false;
        proofs.put(proof, true);
        return true;
    }

    /** Whether the token's issuer is the one meant; an issuer of many tenants names the token's own in its place. */
    private static boolean isIssuer(String wanted, Jwt jwt) throws UnprovenException {
        if (!wanted.contains(TENANT)) return wanted.equals(jwt.claim("iss"));
        var tenant = jwt.claim("tid");
        return tenant.matches("[A-Za-z0-9-]{1,64}")
                && wanted.replace(TENANT, tenant).equals(jwt.claim("iss"));
    }

    private @Nullable IssuerKey key(String base64) {
        try {
            var spki = Bytes.unsafeWrap(Base64.getDecoder().decode(base64));
            var known = keys.get(spki);
            if (known != null) return known;
            var key = IssuerKey.ofSpki(spki);
            if (key != null) keys.put(spki, key);
            return key;
        } catch (IllegalArgumentException _) {
            // What stands in the table and is no key proves nobody.
            return null;
        }
    }

    private static Iterable<JsonNode> array(Bytes text) {
        var node = json(text);
        return node != null && node.isArray() ? node : JSON.createArrayNode();
    }

    private static @Nullable JsonNode json(Bytes text) {
        try {
            return JSON.readTree(text.unsafeArray());
        } catch (JacksonException _) {
            // Governance wrote something else: then it says nothing.
            return null;
        }
    }
}
