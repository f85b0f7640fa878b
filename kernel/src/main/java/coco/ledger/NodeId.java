package coco.ledger;

import coco.crypto.Digest;
import coco.crypto.MalformedException;

/**
 * A validating node: SHA-256 of its public key (SubjectPublicKeyInfo, DER), written as 64 hex digits. A node key is never used
 * for a second node, so the id is unique for ever.
 */
public record NodeId(Digest key) implements Comparable<NodeId> {
    public static NodeId parse(String hex) throws MalformedException {
        return new NodeId(Digest.ofHex(hex));
    }

    /** The first eight digits: enough for people who read logs. */
    public String brief() {
        return key.toHex().substring(0, 8);
    }

    @Override
    public int compareTo(NodeId other) {
        return key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return key.toHex();
    }
}
