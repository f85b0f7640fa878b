package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A message with one signature (RFC 9052 section 4.2), tagged or not, whose payload is inside.
 *
 * @param protectedHeader as it was received: the signature is over these bytes
 * @param signed the parameters in the protected header
 * @param unsigned the parameters in the unprotected header, which anybody may have changed
 * @param algorithm the one that the protected header names
 */
public record CoseSign1(
        Octets protectedHeader,
        Cbor.Map signed,
        Cbor.Map unsigned,
        SignatureAlgorithm algorithm,
        Octets payload,
        Octets signature) {
    /** The tag of a message where it is tagged. */
    public static final long TAG = 18;

    /** Header parameters of RFC 9052 section 3.1 and RFC 9360. */
    public static final int ALGORITHM = 1;

    public static final int CRITICAL = 2;
    public static final int CONTENT_TYPE = 3;
    public static final int CHAIN = 33;
    public static final int CERTIFICATE_HASH = 34;

    private static final int CERTIFICATES_MAX = 8;

    /** @throws MalformedException for anything else, and where a parameter is critical: none is understood here */
    public static CoseSign1 parse(Octets message) throws MalformedException {
        return of(Cbor.parse(message), Set.of());
    }

    /** @param understood critical parameters that the caller looks at */
    public static CoseSign1 parse(Octets message, Set<Cbor> understood) throws MalformedException {
        return of(Cbor.parse(message), understood);
    }

    /** @param understood critical parameters that the caller looks at */
    public static CoseSign1 of(Cbor message, Set<Cbor> understood) throws MalformedException {
        var parts = (message instanceof Cbor.Tagged(var tag, var content) && tag == TAG ? content : message).items();
        if (parts.size() != 4) throw new MalformedException("a COSE_Sign1 of " + parts.size() + " parts");
        var header = parts.get(0).bytes();
        var signed = header.isEmpty() ? Cbor.Map.of() : Cbor.parse(header).map();
        var unsigned = parts.get(1).map();
        for (var entry : signed.entries()) {
            if (unsigned.find(entry.key()).isPresent()) {
                throw new MalformedException("a COSE parameter in both headers");
            }
        }
        checkCritical(signed, unsigned, understood);
        if (parts.get(2) instanceof Cbor.Null) {
            throw new MalformedException(Reason.UNSUPPORTED, "a COSE_Sign1 without its payload");
        }
        return new CoseSign1(
                header,
                signed,
                unsigned,
                SignatureAlgorithm.of(signed.get(ALGORITHM).number()),
                parts.get(2).bytes(),
                parts.get(3).bytes());
    }

    private static void checkCritical(Cbor.Map signed, Cbor.Map unsigned, Set<Cbor> understood)
            throws MalformedException {
        if (unsigned.find(CRITICAL).isPresent())
            throw new MalformedException("critical parameters that are not signed");
        var critical = signed.find(CRITICAL);
        if (critical.isEmpty()) return;
        var labels = critical.get().items();
        if (labels.isEmpty()) throw new MalformedException("an empty list of critical parameters");
        for (var label : labels) {
            if (signed.find(label).isEmpty()) throw new MalformedException("a critical parameter that is not there");
            if (!understood.contains(label)) throw new MalformedException(Reason.UNSUPPORTED, "critical " + label);
        }
    }

    /** The certificates of the protected header, the signer's first; none where there are none. */
    public List<X509Certificate> chain() throws MalformedException {
        var found = signed.find(CHAIN);
        if (found.isEmpty()) return List.of();
        if (found.get() instanceof Cbor.Bytes(var only)) return List.of(X509.ofDer(only));
        var items = found.get().items();
        if (items.size() > CERTIFICATES_MAX) throw new MalformedException(items.size() + " certificates");
        var chain = new ArrayList<X509Certificate>();
        for (var item : items) chain.add(X509.ofDer(item.bytes()));
        return List.copyOf(chain);
    }

    /** Whether {@code key} signed this, by the algorithm that the protected header names. */
    public boolean isSignedBy(PublicKey key) {
        return algorithm.verifies(key, toBeSigned(protectedHeader, payload), signature);
    }

    /** What is signed: the Sig_structure (RFC 9052 section 4.4) without external data. */
    public static Octets toBeSigned(Octets protectedHeader, Octets payload) {
        return Cbor.Array.of(
                        new Cbor.Text("Signature1"),
                        new Cbor.Bytes(protectedHeader),
                        new Cbor.Bytes(Octets.EMPTY),
                        new Cbor.Bytes(payload))
                .encoded();
    }
}
