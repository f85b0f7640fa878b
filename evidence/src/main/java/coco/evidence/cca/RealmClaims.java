package coco.evidence.cca;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.Cbor;
import coco.evidence.format.EcKeys;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * What the realm management monitor says of the realm (Realm Management Monitor specification, section A7.2.3.1).
 *
 * @param profile empty in tokens from before there were profiles
 * @param challenge what the realm asked to be bound to: 64 bytes
 * @param personalization what the host gave when it made the realm: 64 bytes
 * @param hashAlgorithm of the measurements
 * @param key the realm's attestation key as it is hashed: without a profile a point of 97 bytes, with one a COSE_Key
 * @param keyHashAlgorithm of the hash of the key, which the platform's token has
 * @param initial measurement of the realm when it was made: 32, 48 or 64 bytes
 * @param extensible four measurements that the realm itself extends
 */
public record RealmClaims(
        String profile,
        Octets challenge,
        Octets personalization,
        String hashAlgorithm,
        Octets key,
        String keyHashAlgorithm,
        Octets initial,
        List<Octets> extensible) {
    private static final String PROFILE = "tag:arm.com,2023:realm#1.0.0";

    private static final int POINT_SIZE = 97;
    private static final int COSE_KEY_SIZE_MAX = 256;

    public RealmClaims {
        extensible = List.copyOf(extensible);
    }

    static RealmClaims of(Cbor.Map claims) throws MalformedException {
        var profile = claims.find(265).isEmpty() ? "" : claims.get(265).text();
        if (!profile.isEmpty() && !profile.equals(PROFILE)) {
            throw new MalformedException(Reason.UNKNOWN_VERSION, "the realm's profile " + profile);
        }
        var measurements = claims.get(44239).items();
        if (measurements.size() != 4) {
            throw new MalformedException(measurements.size() + " extensible measurements");
        }
        var extensible = new ArrayList<Octets>();
        for (var measurement : measurements) extensible.add(PlatformClaims.digest(measurement));
        return new RealmClaims(
                profile,
                claims.get(10).bytes(64, 64),
                claims.get(44235).bytes(64, 64),
                claims.get(44236).text(),
                profile.isEmpty()
                        ? claims.get(44237).bytes(POINT_SIZE, POINT_SIZE)
                        : claims.get(44237).bytes(1, COSE_KEY_SIZE_MAX),
                claims.get(44240).text(),
                PlatformClaims.digest(claims.get(44238)),
                extensible);
    }

    /** @throws MalformedException where the bytes are no key on the curve */
    PublicKey publicKey() throws MalformedException {
        return profile.isEmpty()
                ? EcKeys.ofPoint("secp384r1", key)
                : EcKeys.ofCoseKey(Cbor.parse(key).map());
    }

    /** What the platform's challenge has to be. */
    Octets keyHash() throws MalformedException {
        var algorithm =
                switch (keyHashAlgorithm) {
                    case "sha-256" -> Hash.SHA_256;
                    case "sha-384" -> Hash.SHA_384;
                    case "sha-512" -> Hash.SHA_512;
                    default ->
                        throw new MalformedException(
                                Reason.UNSUPPORTED, "the hash " + keyHashAlgorithm + " of the realm's key");
                };
        return key.hash(algorithm);
    }
}
