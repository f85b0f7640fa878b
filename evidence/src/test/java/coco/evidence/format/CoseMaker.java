package coco.evidence.format;

import coco.evidence.Octets;
import coco.evidence.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Makes messages for tests. */
public final class CoseMaker {
    private CoseMaker() {}

    /** A message that {@code keys} signed, untagged, whose protected header has the algorithm and {@code parameters}. */
    public static Octets sign(SignatureAlgorithm algorithm, KeyPair keys, Octets payload, Cbor.Entry... parameters) {
        var entries = new ArrayList<>(List.of(parameters));
        entries.addFirst(Cbor.Entry.of(CoseSign1.ALGORITHM, Cbor.integer(algorithm.id())));
        var header = new Cbor.Map(entries).encoded();
        try {
            var signature = algorithm.sign(keys.getPrivate(), CoseSign1.toBeSigned(header, payload));
            return message(header, Cbor.Map.of(), payload, signature).encoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Cbor message(Octets header, Cbor.Map unsigned, Octets payload, Octets signature) {
        return Cbor.Array.of(new Cbor.Bytes(header), unsigned, new Cbor.Bytes(payload), new Cbor.Bytes(signature));
    }

    public static Cbor der(X509Certificate certificate) {
        try {
            return new Cbor.Bytes(Octets.of(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Cbor.Entry chain(X509Certificate... certificates) {
        var items = new ArrayList<Cbor>();
        for (var certificate : certificates) items.add(der(certificate));
        return Cbor.Entry.of(CoseSign1.CHAIN, new Cbor.Array(items));
    }

    /** The map with another value under {@code key}; without the key where {@code value} is undefined. */
    public static Cbor.Map with(Cbor.Map map, Cbor key, Cbor value) {
        var entries = new ArrayList<Cbor.Entry>();
        for (var entry : map.entries()) {
            if (!entry.key().equals(key)) entries.add(entry);
        }
        if (!(value instanceof Cbor.Undefined)) entries.add(new Cbor.Entry(key, value));
        return new Cbor.Map(entries);
    }
}
