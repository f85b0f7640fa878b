package coco.node.http;

import coco.crypto.Bytes;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bearer token as it was sent: a JSON Web Token (RFC 7519) in the compact form of a signature (RFC 7515), taken apart and not
 * proven.
 *
 * @param signed what the signature is over
 */
record Jwt(String algorithm, String keyId, JsonNode claims, Bytes signed, Bytes signature) {
    private static final int CHARS_MAX = 8 << 10;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static Jwt parse(String token) throws UnprovenException {
        if (token.length() > CHARS_MAX) throw new UnprovenException("The bearer token is too long.");
        var parts = token.split("\\.", -1);
        if (parts.length != 3) throw new UnprovenException("The bearer token is not of three parts.");
        var header = json(parts[0]);
        if (header.has("crit")) throw new UnprovenException("The bearer token asks for what is not known here.");
        var signed = Bytes.ofUtf8(parts[0] + "." + parts[1]);
        return new Jwt(
                text(header, "alg"), text(header, "kid"), json(parts[1]), signed, Bytes.unsafeWrap(base64(parts[2])));
    }

    String claim(String name) throws UnprovenException {
        return text(claims, name);
    }

    /** A time in seconds since 1970 as milliseconds. */
    long timeMillis(String name) throws UnprovenException {
        var value = claims.get(name);
        if (value == null || !value.isNumber()) throw new UnprovenException("The bearer token has no " + name + ".");
        var seconds = value.asDouble();
        if (!(seconds >= 0 && seconds < 1e12))
            throw new UnprovenException("The bearer token's " + name + " is no time.");
        return (long) (seconds * 1_000);
    }

    boolean isFor(String audience) {
        var value = claims.get("aud");
        if (value == null) return false;
        if (value.isString()) return value.asString().equals(audience);
        for (var one : value) if (one.isString() && one.asString().equals(audience)) return true;
        return false;
    }

    private static String text(JsonNode object, String name) throws UnprovenException {
        var value = object.get(name);
        if (value == null || !value.isString() || value.asString().isEmpty())
            throw new UnprovenException("The bearer token has no " + name + ".");
        return value.asString();
    }

    private static JsonNode json(String part) throws UnprovenException {
        try {
            var node = JSON.readTree(base64(part));
            if (node.isObject()) return node;
        } catch (JacksonException e) {
            throw new UnprovenException("A part of the bearer token is not JSON.", e);
        }
        throw new UnprovenException("A part of the bearer token is not an object.");
    }

    private static byte[] base64(String part) throws UnprovenException {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw new UnprovenException("A part of the bearer token is not base64url.", e);
        }
    }
}
