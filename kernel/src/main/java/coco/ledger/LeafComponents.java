package coco.ledger;

import coco.crypto.Digest;
import java.util.Optional;

/**
 * What a leaf of the tree is made of, as a receipt reveals it.
 *
 * @param evidence text {@code ce:view.seqno:nonce}, known to nobody before the entry is committed
 */
public record LeafComponents(Digest writeSet, String evidence, Digest claims) {
    public LeafComponents {
        if (evidence.isEmpty() || evidence.length() > CommitEvidence.SIZE_MAX)
            throw new IllegalArgumentException("the evidence has 1 to 1024 characters");
    }

    /** @param evidence whose digest the entry holds */
    public static LeafComponents of(Entry entry, String evidence) {
        if (!entry.evidence().equals(Optional.of(CommitEvidence.digest(evidence))))
            throw new IllegalArgumentException("the evidence is not that of the entry");
        return new LeafComponents(
                entry.writeSetDigest(), evidence, entry.claims().orElse(Digest.ZERO));
    }

    public Digest leaf() {
        return Entry.leaf(writeSet, Optional.of(CommitEvidence.digest(evidence)), Optional.of(claims));
    }
}
