package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.spi.Caller;
import coco.store.Version;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Proves who calls, by what governance has recorded in {@link CallerTables}. Any thread.
 *
 * <p>A bearer token or a user's token decides where one is shown: a wrong one is not forgiven for the sake of a good
 * certificate. Then the certificate of the TLS session does; where it is unknown, or there is none, the caller is anonymous, if
 * the tables admit that.
 */
public final class Callers {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int TOKEN_CHARS_MAX = 512;
    private static final String BEARER = "bearer ";
    private static final String TOKEN = "token ";

    private final Supplier<Version> state;
    private final LongSupplier nowMillis;
    private final Authorities authorities = new Authorities();
    private final BearerTokens bearerTokens = new BearerTokens();

    /**
     * @param state the newest state accepted here
     * @param nowMillis milliseconds since 1970 by which everything expires: the later one of ledger time and the host's clock
     */
    public Callers(Supplier<Version> state, LongSupplier nowMillis) {
        this.state = state;
        this.nowMillis = nowMillis;
    }

    /** @throws UnprovenException where the credentials prove nobody, and anonymous callers are not admitted */
    public Caller prove(Credentials credentials) throws UnprovenException {
        var version = state.get();
        var caller = shown(version, credentials);
        if (caller != null) return caller;
        if (isTrue(version, "anonymous")) return new Caller.Anonymous();
        throw new UnprovenException(
                credentials.chain().isEmpty()
                        ? "A client certificate, a bearer token or a user's token is needed."
                        : "The client certificate is not known here.");
    }

    /** Whom the credentials prove; anonymous where they prove nobody. For routes that are open to all. */
    public Caller proveOrAnonymous(Credentials credentials) {
        try {
            var caller = shown(state.get(), credentials);
            return caller == null ? new Caller.Anonymous() : caller;
        } catch (UnprovenException _) {
            // The route is open: who comes with a wrong proof is served like who comes with none.
            return new Caller.Anonymous();
        }
    }

    private @Nullable Caller shown(Version version, Credentials credentials) throws UnprovenException {
        var authorization = credentials.authorization();
        if (authorization != null) return authorized(version, authorization);
        if (credentials.token() != null) return token(version, credentials.token());
        return credentials.chain().isEmpty() ? null : certified(version, credentials.chain());
    }

    private Caller authorized(Version version, String authorization) throws UnprovenException {
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            var token = authorization.substring(BEARER.length()).strip();
            return bearerTokens.prove(version, token, nowMillis.getAsLong());
        }
        if (authorization.regionMatches(true, 0, TOKEN, 0, TOKEN.length()))
            return token(version, authorization.substring(TOKEN.length()).strip());
        throw new UnprovenException("The authorization is neither Bearer nor Token.");
    }

    private Caller token(Version version, String token) throws UnprovenException {
        if (token.isEmpty() || token.length() > TOKEN_CHARS_MAX) throw new UnprovenException("This is no token.");
        var row = version.get(CallerTables.TOKENS, CallerTables.key(Digest.sha256(Bytes.ofUtf8(token))));
        var entry = row == null ? null : json(row.bytes());
        var user = entry == null ? "" : entry.path("user").asString("");
        if (entry == null || user.isEmpty()) throw new UnprovenException("The token is not known here.");
        var notAfter = entry.get("not_after");
        if (notAfter != null && (!notAfter.isIntegralNumber() || nowMillis.getAsLong() > notAfter.asLong()))
            throw new UnprovenException("The token has expired.");
        return new Caller.Token(user);
    }

    private @Nullable Caller certified(Version version, List<X509Certificate> chain) throws UnprovenException {
        var fingerprint = Authorities.fingerprint(chain.getFirst());
        var key = CallerTables.key(fingerprint);
        var now = Instant.ofEpochMilli(nowMillis.getAsLong());
        var member = version.get(CallerTables.MEMBERS, key) != null;
        if (member || version.get(CallerTables.USERS, key) != null) {
            if (!Authorities.isValid(chain.getFirst(), now))
                throw new UnprovenException("The client certificate is not valid at this time.");
            return member ? new Caller.Member(fingerprint) : new Caller.User(fingerprint);
        }
        if (!authorities.cover(version, chain, now)) return null;
        if (version.get(CallerTables.REVOKED, key) != null)
            throw new UnprovenException("The client certificate has been revoked.");
        return new Caller.User(fingerprint);
    }

    private static boolean isTrue(Version version, String setting) {
        var row = version.get(CallerTables.SETTINGS, Bytes.ofUtf8(setting));
        var value = row == null ? null : json(row.bytes());
        return value != null && value.isBoolean() && value.asBoolean();
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
