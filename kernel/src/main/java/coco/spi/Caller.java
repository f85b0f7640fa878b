package coco.spi;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;

/**
 * Who asks (SPEC I1, F3). Every request carries one, proven at the gateway that admitted it; a forwarded request carries it over
 * the attested peer channel.
 */
public sealed interface Caller {
    /** Nobody in particular; admitted only where the genesis says so. */
    record Anonymous() implements Caller {}

    /** A member of the consortium: SHA-256 of the certificate (DER). */
    record Member(Digest certificate) implements Caller {}

    /** A participant: SHA-256 of the certificate (DER). */
    record User(Digest certificate) implements Caller {}

    /** Somebody an organisation's identity provider vouches for with a bearer token (RFC 7519). */
    record Jwt(String issuer, String subject) implements Caller {}

    /** The holder of a token handed out to one user, for wallets that know neither certificates nor bearer tokens. */
    record Token(String user) implements Caller {}

    /** The node itself: its own administrative transactions. */
    record Node(Digest key) implements Caller {}

    /** One line that names the caller and nobody else; the form that tables and forwarded requests hold. */
    default String text() {
        return switch (this) {
            case Anonymous() -> "anonymous";
            case Member(var certificate) -> "member:" + certificate;
            case User(var certificate) -> "user:" + certificate;
            case Jwt(var issuer, var subject) -> "jwt:" + issuer.length() + ":" + issuer + ":" + subject;
            case Token(var user) -> "token:" + user;
            case Node(var key) -> "node:" + key;
        };
    }

    /** Reads what {@link #text} wrote. */
    static Caller parse(String text) throws MalformedException {
        if (text.equals("anonymous")) return new Anonymous();
        var colon = text.indexOf(':');
        if (colon < 0) throw new MalformedException("not a caller");
        var rest = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "member" -> new Member(Digest.ofHex(rest));
            case "user" -> new User(Digest.ofHex(rest));
            case "node" -> new Node(Digest.ofHex(rest));
            case "token" -> new Token(rest);
            case "jwt" -> parseJwt(rest);
            default -> throw new MalformedException("not a caller");
        };
    }

    private static Caller parseJwt(String rest) throws MalformedException {
        try {
            var colon = rest.indexOf(':');
            var length = Integer.parseInt(rest.substring(0, Math.max(colon, 0)));
            var issuer = rest.substring(colon + 1, colon + 1 + length);
            if (rest.charAt(colon + 1 + length) != ':') throw new MalformedException("not a caller");
            return new Jwt(issuer, rest.substring(colon + 2 + length));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new MalformedException("not a caller", e);
        }
    }

    /** {@link #text} as bytes: a key in tables. */
    default Bytes bytes() {
        return Bytes.ofUtf8(text());
    }
}
