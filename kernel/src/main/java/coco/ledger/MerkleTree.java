package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree over the ledger: SHA-256 without prefixes, an odd node goes up unchanged. Leaf 0 is 32 zero bytes, so
 * that a leaf's index is its entry's seqno.
 *
 * <p>Immutable: an old tree stays what it was while newer ones share its nodes, and rolling back is forgetting a
 * reference. It is held as its peaks, the perfect subtrees of falling size that make it up; their number is that of the
 * one bits in the size. Nodes before {@link #retainedFrom} are known by their digests alone.
 */
public final class MerkleTree {
    /** The tree of a ledger before its first entry: leaf 0. */
    public static final MerkleTree EMPTY = new MerkleTree(0, 0, null).append(Digest.ZERO);

    private static final int HEADER_SIZE = 16;

    /** A perfect subtree with 2^level leaves; without children where it is a leaf or no longer retained. */
    private record Node(
            Digest digest,
            int level,
            @Nullable Node left,
            @Nullable Node right) {
        static Node leaf(Digest digest) {
            return new Node(digest, 0, null, null);
        }

        static Node join(Node left, Node right) {
            return new Node(Digest.sha256(left.digest, right.digest), left.level + 1, left, right);
        }

        long leaves() {
            return 1L << level;
        }

        Node pruned() {
            return new Node(digest, level, null, null);
        }
    }

    /** The peaks from the last, smallest one to the first. */
    private record Peak(Node node, @Nullable Peak before) {}

    private final long size;
    private final long retainedFrom;
    private final @Nullable Peak last;

    private MerkleTree(long size, long retainedFrom, @Nullable Peak last) {
        this.size = size;
        this.retainedFrom = retainedFrom;
        this.last = last;
    }

    /** The number of leaves; the next leaf's index. */
    public long size() {
        return size;
    }

    /** The first leaf that still has a proof. */
    public long retainedFrom() {
        return retainedFrom;
    }

    /** This tree and one more leaf; constant time on average, logarithmic at worst. */
    public MerkleTree append(Digest leaf) {
        var node = Node.leaf(leaf);
        var before = last;
        while (before != null && before.node.level == node.level) {
            node = Node.join(before.node, node);
            before = before.before;
        }
        return new MerkleTree(size + 1, retainedFrom, new Peak(node, before));
    }

    public Digest root() {
        var peak = last;
        if (peak == null) throw new IllegalStateException("a tree has leaf 0");
        var root = peak.node.digest;
        for (peak = peak.before; peak != null; peak = peak.before) root = Digest.sha256(peak.node.digest, root);
        return root;
    }

    /**
     * The way from leaf {@code index} up to {@link #root}; none if the leaf is before {@link #retainedFrom}.
     *
     * @throws IllegalArgumentException if there is no such leaf
     */
    public Optional<MerkleProof> proof(long index) {
        checkIndex(index);
        if (index < retainedFrom) return Optional.empty();
        var steps = new ArrayList<MerkleProof.Step>();
        @Nullable Digest right = null;
        var end = size;
        for (var peak = last; peak != null; peak = peak.before) {
            var begin = end - peak.node.leaves();
            if (index >= begin) {
                descend(peak.node, index - begin, steps);
                if (right != null) steps.add(new MerkleProof.Step(false, right));
                for (var left = peak.before; left != null; left = left.before)
                    steps.add(new MerkleProof.Step(true, left.node.digest));
                return Optional.of(new MerkleProof(steps));
            }
            right = right == null ? peak.node.digest : Digest.sha256(peak.node.digest, right);
            end = begin;
        }
        throw new IllegalStateException("every leaf is below a peak");
    }

    /** The digest of leaf {@code index}; none if it is before {@link #retainedFrom}. */
    public Optional<Digest> leaf(long index) {
        checkIndex(index);
        if (index < retainedFrom) return Optional.empty();
        var end = size;
        for (var peak = last; peak != null; peak = peak.before) {
            var begin = end - peak.node.leaves();
            if (index >= begin) return Optional.of(descend(peak.node, index - begin, new ArrayList<>()));
            end = begin;
        }
        throw new IllegalStateException("every leaf is below a peak");
    }

    /** Adds the siblings on the way to leaf {@code index} of {@code node}, lowest first; returns the leaf. */
    private static Digest descend(Node node, long index, List<MerkleProof.Step> steps) {
        if (node.level == 0) return node.digest;
        var left = node.left;
        var right = node.right;
        if (left == null || right == null) throw new IllegalStateException("a retained leaf has no path");
        var half = left.leaves();
        if (index < half) {
            var leaf = descend(left, index, steps);
            steps.add(new MerkleProof.Step(false, right.digest));
            return leaf;
        }
        var leaf = descend(right, index - half, steps);
        steps.add(new MerkleProof.Step(true, left.digest));
        return leaf;
    }

    private void checkIndex(long index) {
        if (index < 0 || index >= size) throw new IllegalArgumentException("the tree has no leaf " + index);
    }

    /** The same tree without the leaves before {@code from}: what memory is given back for. */
    public MerkleTree retainingFrom(long from) {
        if (from <= retainedFrom) return this;
        if (from > size) throw new IllegalArgumentException("the tree has no leaf " + from);
        return new MerkleTree(size, from, prune(last, size, from));
    }

    private static @Nullable Peak prune(@Nullable Peak peak, long end, long from) {
        if (peak == null) return null;
        var begin = end - peak.node.leaves();
        return new Peak(prune(peak.node, begin, from), prune(peak.before, begin, from));
    }

    private static Node prune(Node node, long begin, long from) {
        if (begin + node.leaves() <= from) return node.pruned();
        var left = node.left;
        var right = node.right;
        if (begin >= from || left == null || right == null) return node;
        return new Node(node.digest, node.level, prune(left, begin, from), prune(right, begin + left.leaves(), from));
    }

    /**
     * The value of {@code public:ccf.internal.tree}: count of leaves from {@code from} on and count of those before (u64,
     * big endian), the leaves, then the digests of the perfect subtrees before them, smallest first.
     *
     * @throws IllegalArgumentException if {@code from} is before {@link #retainedFrom}
     */
    public Bytes serialize(long from) {
        if (from < retainedFrom || from > size) throw new IllegalArgumentException("no leaves are known from " + from);
        var digests = new ArrayList<Digest>();
        addLeaves(last, size, from, digests);
        for (var peak = frontierPeaks(from); peak != null; peak = peak.before) digests.add(peak.node.digest);
        var out = ByteBuffer.allocate(HEADER_SIZE + Digest.SIZE * digests.size());
        out.putLong(size - from).putLong(from);
        for (var digest : digests) out.put(digest.unsafeArray());
        return Bytes.unsafeWrap(out.array());
    }

    private static void addLeaves(@Nullable Peak peak, long end, long from, List<Digest> digests) {
        if (peak == null || end <= from) return;
        var begin = end - peak.node.leaves();
        addLeaves(peak.before, begin, from, digests);
        addLeaves(peak.node, begin, from, digests);
    }

    private static void addLeaves(Node node, long begin, long from, List<Digest> digests) {
        if (begin + node.leaves() <= from) return;
        if (node.level == 0) {
            digests.add(node.digest);
            return;
        }
        var left = node.left;
        var right = node.right;
        if (left == null || right == null) throw new IllegalStateException("a retained leaf has no path");
        addLeaves(left, begin, from, digests);
        addLeaves(right, begin + left.leaves(), from, digests);
    }

    /** What a snapshot keeps of the tree: all that is needed to append and to compute roots, no leaves. */
    public Bytes frontier() {
        return serialize(size);
    }

    /** The peaks of the tree when it had {@code leaves} leaves. */
    private @Nullable Peak frontierPeaks(long leaves) {
        @Nullable Peak peaks = null;
        var ordered = new ArrayList<Node>();
        for (var peak = last; peak != null; peak = peak.before) ordered.addFirst(peak.node);
        var begin = 0L;
        for (var node : ordered) {
            peaks = addWhole(node, begin, leaves, peaks);
            begin += node.leaves();
        }
        return peaks;
    }

    /** Adds the greatest subtrees of {@code node} that end at or before {@code leaves}. */
    private static @Nullable Peak addWhole(Node node, long begin, long leaves, @Nullable Peak peaks) {
        if (begin >= leaves) return peaks;
        if (begin + node.leaves() <= leaves) return new Peak(node.pruned(), peaks);
        var left = node.left;
        var right = node.right;
        if (left == null || right == null) throw new IllegalStateException("a retained leaf has no path");
        return addWhole(right, begin + left.leaves(), leaves, addWhole(left, begin, leaves, peaks));
    }

    /** Reads what {@link #serialize} wrote. */
    public static MerkleTree deserialize(Bytes bytes) throws MalformedException {
        if (bytes.size() < HEADER_SIZE) throw new MalformedException("the tree's header is cut off");
        var in = ByteBuffer.wrap(bytes.unsafeArray()).asReadOnlyBuffer();
        var count = in.getLong();
        var before = in.getLong();
        if (count < 0 || before < 0 || count > bytes.size() || before >= 1L << 62 || count + before == 0)
            throw new MalformedException("the tree's counts are out of range");
        if (in.remaining() != (count + Long.bitCount(before)) * Digest.SIZE)
            throw new MalformedException("the tree's size does not fit its counts");
        var leaves = new ArrayList<Digest>();
        for (var i = 0L; i < count; i++) leaves.add(next(in));
        var nodes = new ArrayList<Node>();
        for (var bits = before; bits != 0; bits &= bits - 1)
            nodes.add(new Node(next(in), Long.numberOfTrailingZeros(bits), null, null));
        @Nullable Peak peaks = null;
        for (var node : nodes.reversed()) peaks = new Peak(node, peaks);
        var tree = new MerkleTree(before, before, peaks);
        for (var leaf : leaves) tree = tree.append(leaf);
        return tree;
    }

    private static Digest next(ByteBuffer in) throws MalformedException {
        var digest = new byte[Digest.SIZE];
        in.get(digest);
        return Digest.of(digest);
    }

    /** Same size and root. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MerkleTree tree && size == tree.size && root().equals(tree.root());
    }

    @Override
    public int hashCode() {
        return root().hashCode();
    }

    @Override
    public String toString() {
        return "MerkleTree(" + size + " leaves, root " + root() + ")";
    }
}
