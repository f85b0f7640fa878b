package coco.evidence.ratls;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.Cbor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Claims that Interoperable RA-TLS ties to evidence. Any others in the buffer are not looked at, as that specification has it.
 *
 * @param keyHash of the key, with its algorithm; none in the formats from before there were claims
 * @param nonce of whoever asked for the evidence; none where it was not asked for
 */
public record CustomClaims(Optional<KeyHash> keyHash, Optional<Octets> nonce) {
    static final CustomClaims NONE = new CustomClaims(Optional.empty(), Optional.empty());

    private static final String KEY_HASH = "pubkey-hash";
    private static final String NONCE = "nonce";

    /** A hash of a key's SubjectPublicKeyInfo in DER. */
    public record KeyHash(Hash algorithm, Octets value) {}

    static CustomClaims parse(Octets buffer) throws MalformedException {
        var claims = Cbor.parse(buffer).map();
        var entry = Cbor.parse(claims.get(KEY_HASH).bytes()).items();
        if (entry.size() != 2) throw new MalformedException("a hash of " + entry.size() + " parts");
        var algorithm = algorithm(entry.get(0).number());
        var value = entry.get(1).bytes(algorithm.size(), algorithm.size());
        var nonce = claims.find(NONCE);
        return new CustomClaims(
                Optional.of(new KeyHash(algorithm, value)),
                nonce.isEmpty() ? Optional.empty() : Optional.of(nonce.get().bytes()));
    }

    /** By its number in the registry of named information. */
    private static Hash algorithm(long id) throws MalformedException {
        if (id == 1) return Hash.SHA_256;
        if (id == 7) return Hash.SHA_384;
        if (id == 8) return Hash.SHA_512;
        throw new MalformedException(Reason.UNSUPPORTED, "hash algorithm " + id);
    }

    /** Whether the key is the one they are about; where they name none, the evidence itself has to. */
    boolean isAbout(Octets keyInfo) {
        return keyHash.isEmpty()
                || keyInfo.hash(keyHash.get().algorithm()).equals(keyHash.get().value());
    }

    static Octets encoded(Octets keyInfo, Optional<Octets> nonce) {
        var hash = Cbor.Array.of(Cbor.integer(1), new Cbor.Bytes(keyInfo.hash(Hash.SHA_256)));
        var entries = new ArrayList<>(List.of(Cbor.Entry.of(KEY_HASH, new Cbor.Bytes(hash.encoded()))));
        nonce.ifPresent(value -> entries.add(Cbor.Entry.of(NONCE, new Cbor.Bytes(value))));
        return new Cbor.Map(entries).encoded();
    }
}
