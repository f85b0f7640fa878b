package coco.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A signed CBOR message, tag 18 (RFC 9052 section 4.2), with ES256, ES384 or ES512.
 *
 * <p>The protected header is verified as the bytes that came, never as bytes encoded anew.
 *
 * @param protectedBytes the encoded protected header
 * @param protectedHeader what {@code protectedBytes} say
 * @param payload none where it is detached
 * @param signature r and s, raw
 */
public record CoseSign1(
        Bytes protectedBytes,
        Cbor.Dict protectedHeader,
        Cbor.Dict unprotectedHeader,
        Optional<Bytes> payload,
        Bytes signature) {
    public static final long TAG = 18;
    public static final long HEADER_ALGORITHM = 1;
    public static final long HEADER_CRITICAL = 2;
    public static final long HEADER_KEY_ID = 4;

    /** @throws MalformedException unless the bytes are one tagged message in strict form */
    public static CoseSign1 decode(Bytes bytes) throws MalformedException {
        if (Cbor.decode(bytes) instanceof Cbor.Tagged(var tag, Cbor.Array(var items))
                && tag == TAG
                && items.size() == 4
                && items.get(0) instanceof Cbor.Blob(var protectedBytes)
                && items.get(1) instanceof Cbor.Dict unprotected
                && items.get(3) instanceof Cbor.Blob(var signature)) {
            return new CoseSign1(
                    protectedBytes, header(protectedBytes), unprotected, payloadOf(items.get(2)), signature);
        }
        throw new MalformedException("not a COSE_Sign1 message");
    }

    private static Cbor.Dict header(Bytes bytes) throws MalformedException {
        if (bytes.isEmpty()) return Cbor.Dict.EMPTY;
        if (!(Cbor.decode(bytes) instanceof Cbor.Dict header))
            throw new MalformedException("the protected header is not a map");
        if (header.get(HEADER_CRITICAL).isPresent())
            throw new MalformedException("the protected header asks for something unknown");
        return header;
    }

    private static Optional<Bytes> payloadOf(Cbor item) throws MalformedException {
        return switch (item) {
            case Cbor.Blob(var payload) -> Optional.of(payload);
            case Cbor.Null() -> Optional.empty();
            default -> throw new MalformedException("the payload is not a byte string");
        };
    }

    /** Signs with the payload inside. The algorithm goes first into the header. */
    public static CoseSign1 sign(SigningKey key, Cbor.Dict header, Bytes payload) {
        return sign(key, header, payload, Optional.of(payload));
    }

    /** Signs a payload that travels elsewhere. The algorithm goes first into the header. */
    public static CoseSign1 signDetached(SigningKey key, Cbor.Dict header, Bytes payload) {
        return sign(key, header, payload, Optional.empty());
    }

    private static CoseSign1 sign(SigningKey key, Cbor.Dict header, Bytes payload, Optional<Bytes> carried) {
        var complete =
                Cbor.Dict.EMPTY.with(HEADER_ALGORITHM, new Cbor.Int(key.curve().coseAlgorithm()));
        for (var entry : header.entries().entrySet()) complete = complete.with(entry.getKey(), entry.getValue());
        var protectedBytes = Cbor.encode(complete);
        var signature = Bytes.unsafeWrap(key.signMessage(toBeSigned(protectedBytes, payload)));
        return new CoseSign1(protectedBytes, complete, Cbor.Dict.EMPTY, carried, signature);
    }

    public Bytes encode() {
        var items = new ArrayList<Cbor>();
        items.add(new Cbor.Blob(protectedBytes));
        items.add(unprotectedHeader);
        items.add(payload.<Cbor>map(Cbor.Blob::new).orElseGet(Cbor.Null::new));
        items.add(new Cbor.Blob(signature));
        return Cbor.encode(new Cbor.Tagged(TAG, new Cbor.Array(items)));
    }

    /** The same message with another unprotected header, which the signature does not cover. */
    public CoseSign1 withUnprotected(Cbor.Dict header) {
        return new CoseSign1(protectedBytes, protectedHeader, header, payload, signature);
    }

    /** Whether {@code key} signed the payload inside; no if there is none. */
    public boolean verify(VerifyingKey key) {
        return payload.isPresent() && verifyOver(key, payload.get());
    }

    /** Whether {@code key} signed {@code detached}; no if the message has a payload of its own. */
    public boolean verifyDetached(VerifyingKey key, Bytes detached) {
        return payload.isEmpty() && verifyOver(key, detached);
    }

    private boolean verifyOver(VerifyingKey key, Bytes content) {
        var algorithm = new Cbor.Int(key.curve().coseAlgorithm());
        return protectedHeader.get(HEADER_ALGORITHM).filter(algorithm::equals).isPresent()
                && key.verifyMessage(toBeSigned(protectedBytes, content), signature.unsafeArray());
    }

    /** The key id in the protected header, which CCF fills with the ASCII of a hex digest. */
    public Optional<String> keyId() {
        return protectedHeader
                .get(HEADER_KEY_ID)
                .map(id -> id instanceof Cbor.Blob(var bytes) ? new String(bytes.unsafeArray(), US_ASCII) : "");
    }

    private static byte[] toBeSigned(Bytes protectedBytes, Bytes payload) {
        return Cbor.encode(new Cbor.Array(List.of(
                        new Cbor.Text("Signature1"),
                        new Cbor.Blob(protectedBytes),
                        new Cbor.Blob(Bytes.EMPTY),
                        new Cbor.Blob(payload))))
                .toArray();
    }
}
