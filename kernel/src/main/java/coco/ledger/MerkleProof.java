package coco.ledger;

import coco.crypto.Digest;
import java.util.List;

/** The siblings on the way from a leaf up to the root, lowest first. */
public record MerkleProof(List<Step> steps) {
    /** Steps of the longest proof that is read: enough for every tree of 2^62 leaves. */
    public static final int STEPS_MAX = 62;

    /** A sibling, and whether it stands to the left of what is hashed with it. */
    public record Step(boolean left, Digest sibling) {}

    public MerkleProof {
        steps = List.copyOf(steps);
    }

    /** The root of the tree in which {@code leaf} stands at the lower end of this proof. */
    public Digest root(Digest leaf) {
        var digest = leaf;
        for (var step : steps)
            digest = step.left ? Digest.sha256(step.sibling, digest) : Digest.sha256(digest, step.sibling);
        return digest;
    }
}
