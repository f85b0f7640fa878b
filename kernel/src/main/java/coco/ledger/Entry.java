package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the ledger: its bytes and what is in clear in them. Private tables stay sealed until a {@link Sealer}
 * opens them.
 *
 * @param bytes the whole entry with its 8-byte header
 * @param claims digest of the application's claims; none in old types, {@link Digest#ZERO} where nothing is claimed
 * @param evidence SHA-256 of the commit evidence; none in old types
 * @param dependency a seqno that old versions of CCF noted; 0 since
 * @param maps changes of public tables
 * @param body where the pieces that sealing needs lie in {@code bytes}
 */
public record Entry(
        Bytes bytes,
        TxId txId,
        Cut cut,
        EntryType type,
        Optional<Digest> claims,
        Optional<Digest> evidence,
        long dependency,
        List<MapWrites> maps,
        Body body) {
    /**
     * Where the public domain ends and the sealed private domain begins.
     *
     * @param publicEnd offset in the entry; the public domain begins at {@link EntryCodec#PUBLIC_BEGIN}
     */
    public record Body(int publicEnd) {}

    public Entry {
        maps = List.copyOf(maps);
    }

    /** SHA-256 of the whole entry. */
    public Digest writeSetDigest() {
        return Digest.sha256(bytes);
    }

    /** What the entry is in the Merkle tree. */
    public Digest leaf() {
        return leaf(writeSetDigest(), evidence, claims);
    }

    static Digest leaf(Digest writeSet, Optional<Digest> evidence, Optional<Digest> claims) {
        if (evidence.isEmpty() && claims.isEmpty()) return writeSet;
        return Digest.sha256(writeSet.unsafeArray(), bytesOf(evidence), bytesOf(claims));
    }

    private static byte[] bytesOf(Optional<Digest> digest) {
        return digest.map(Digest::unsafeArray).orElseGet(() -> new byte[0]);
    }

    /** Whether anything in it is sealed. */
    public boolean hasPrivate() {
        return body.publicEnd < bytes.size();
    }

    /** The changes of one public table, if there are any. */
    public Optional<MapWrites> map(String table) {
        return maps.stream().filter(map -> map.table().equals(table)).findFirst();
    }

    /** The value written into the single row of {@code table}, if there is one. */
    public Optional<Bytes> onlyRow(String table) {
        return map(table).flatMap(MapWrites::onlyRow);
    }

    @Override
    public String toString() {
        return "Entry(" + txId + ", " + bytes.size() + " bytes)";
    }
}
