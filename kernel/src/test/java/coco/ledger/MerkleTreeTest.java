package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    private static final int SIZE = 70;

    private static Digest leaf(long index) {
        return index == 0 ? Digest.ZERO : Digest.sha256(Bytes.ofLong(index));
    }

    /** The definition: level by level, an odd node goes up unchanged. */
    private static Digest naiveRoot(long size) {
        var level = new ArrayList<Digest>();
        for (var i = 0L; i < size; i++) level.add(leaf(i));
        while (level.size() > 1) {
            var above = new ArrayList<Digest>();
            for (var i = 0; i < level.size(); i += 2)
                above.add(i + 1 < level.size() ? Digest.sha256(level.get(i), level.get(i + 1)) : level.get(i));
            level = above;
        }
        return level.getFirst();
    }

    private static List<MerkleTree> trees() {
        var trees = new ArrayList<>(List.of(MerkleTree.EMPTY));
        for (var i = 1L; i < SIZE; i++) trees.add(trees.getLast().append(leaf(i)));
        return trees;
    }

    @Test
    void rootsAreThoseOfTheDefinition() {
        var size = 0L;
        for (var tree : trees()) {
            assertEquals(++size, tree.size());
            assertEquals(naiveRoot(size), tree.root());
        }
    }

    @Test
    void everyProofLeadsToTheRootAndNoOtherLeafDoes() {
        for (var tree : trees()) {
            for (var i = 0L; i < tree.size(); i++) {
                var proof = tree.proof(i).orElseThrow();
                assertEquals(tree.root(), proof.root(leaf(i)));
                assertNotEquals(tree.root(), proof.root(leaf(i + 1)));
                assertEquals(leaf(i), tree.leaf(i).orElseThrow());
            }
        }
    }

    @Test
    void anOldTreeStaysWhatItWas() {
        var before = trees().get(20);
        var root = before.root();
        var first = before.append(leaf(90));
        var second = before.append(leaf(91));
        assertEquals(root, before.root());
        assertNotEquals(first.root(), second.root());
        assertEquals(
                first.root(), first.proof(20).orElseThrow().root(before.leaf(20).orElseThrow()));
    }

    @Test
    void forgottenLeavesHaveNoProofAndChangeNoRoot() {
        for (var tree : trees()) {
            for (var from = 0L; from <= tree.size(); from++) {
                var pruned = tree.retainingFrom(from);
                assertEquals(tree.root(), pruned.root());
                assertEquals(
                        tree.append(leaf(99)).root(), pruned.append(leaf(99)).root());
                for (var i = 0L; i < tree.size(); i++)
                    assertEquals(i >= from ? tree.proof(i) : java.util.Optional.empty(), pruned.proof(i));
            }
        }
    }

    @Test
    void aTreeSurvivesItsValue() throws MalformedException {
        for (var tree : trees()) {
            for (var from = 0L; from <= tree.size(); from++) {
                var value = tree.serialize(from);
                assertEquals(value, tree.retainingFrom(from).serialize(from));
                var read = MerkleTree.deserialize(value);
                assertEquals(tree, read);
                assertEquals(from, read.retainedFrom());
                assertEquals(value, read.serialize(from));
                assertEquals(tree.append(leaf(99)).root(), read.append(leaf(99)).root());
                for (var i = from; i < tree.size(); i++) assertEquals(tree.proof(i), read.proof(i));
            }
        }
    }

    @Test
    void valuesAreReadStrictlyOrNotAtAll() {
        var random = new Random(4);
        var accepted = 0;
        for (var tree : trees()) {
            var value = tree.serialize(tree.size() / 2);
            for (var round = 0; round < 1000; round++) {
                var mutated = Bytes.of(Mutations.of(value.toArray(), random));
                try {
                    var read = MerkleTree.deserialize(mutated);
                    assertEquals(mutated, read.serialize(read.retainedFrom()));
                    accepted++;
                } catch (MalformedException e) {
                    assertTrue(String.valueOf(e.getMessage()).contains("tree"));
                }
            }
        }
        assertTrue(accepted > 0, "changed digests are other trees");
    }

    @Test
    void thereIsNoLeafOutside() {
        assertThrows(IllegalArgumentException.class, () -> MerkleTree.EMPTY.proof(1));
        assertThrows(IllegalArgumentException.class, () -> MerkleTree.EMPTY.proof(-1));
        var pruned = trees().get(9).retainingFrom(5);
        assertThrows(IllegalArgumentException.class, () -> pruned.serialize(4));
    }
}
