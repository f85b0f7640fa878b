package coco.evidence.uvm;

import coco.evidence.MalformedException;
import coco.evidence.Reason;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseSign1;
import coco.evidence.format.Json;

/**
 * What an endorsement says, in one of two forms. The older has {@code iss} and {@code feed} in its header and version and
 * measurement in a JSON payload. In the newer all but the measurement are CWT claims of the header (RFC 9597), and the
 * payload is the measurement itself: it is a SHA-384 hash, and the message a hash envelope (RFC 9995).
 */
final class UvmStatement {
    private static final int CWT_CLAIMS = 15;
    private static final int ISSUER = 1;
    private static final int SUBJECT = 2;
    private static final int PAYLOAD_HASH = 258;
    private static final int SHA_384 = -43;
    private static final int MEASUREMENT_SIZE = 48;

    private UvmStatement() {}

    static UvmClaims of(CoseSign1 message) throws MalformedException {
        var header = message.signed();
        var claims = header.find(CWT_CLAIMS);
        if (claims.isEmpty()) return ofJson(message);
        if (header.find("iss").isPresent() || header.find("feed").isPresent()) {
            throw new MalformedException("an issuer in two places");
        }
        return ofEnvelope(message, claims.get().map());
    }

    private static UvmClaims ofEnvelope(CoseSign1 message, Cbor.Map claims) throws MalformedException {
        var header = message.signed();
        if (header.find(PAYLOAD_HASH).isEmpty()) {
            throw new MalformedException(Reason.UNSUPPORTED, "CWT claims without a hash envelope");
        }
        if (header.get(PAYLOAD_HASH).number() != SHA_384) {
            throw new MalformedException(
                    Reason.UNSUPPORTED,
                    "a payload's hash " + header.get(PAYLOAD_HASH).number());
        }
        if (header.find(CoseSign1.CONTENT_TYPE).isPresent()) {
            throw new MalformedException("a hash envelope with the type of its content");
        }
        if (message.payload().size() != MEASUREMENT_SIZE) {
            throw new MalformedException("a measurement of " + message.payload().size() + " bytes");
        }
        return new UvmClaims(
                claims.get(ISSUER).text(),
                claims.get(SUBJECT).text(),
                claims.get("svn").number(0, Long.MAX_VALUE),
                message.payload());
    }

    private static UvmClaims ofJson(CoseSign1 message) throws MalformedException {
        var header = message.signed();
        var type = header.get(CoseSign1.CONTENT_TYPE).text();
        if (!type.equals("application/json")) throw new MalformedException(Reason.UNSUPPORTED, "a payload of " + type);
        var payload = Json.parseObject(message.payload());
        return new UvmClaims(
                header.get("iss").text(),
                header.get("feed").text(),
                version(payload),
                payload.hex("x-ms-sevsnpvm-launchmeasurement", MEASUREMENT_SIZE));
    }

    /** The version stands in digits in a text, and in some endorsements as a number. */
    private static long version(Json.Members payload) throws MalformedException {
        var name = "x-ms-sevsnpvm-guestsvn";
        if (!(payload.member(name) instanceof Json.Text(var text))) return payload.number(name, Integer.MAX_VALUE);
        if (!text.matches("[0-9]{1,9}")) throw new MalformedException("a version that is no number: " + text);
        return Long.parseLong(text);
    }
}
