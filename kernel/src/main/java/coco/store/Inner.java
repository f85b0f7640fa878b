package coco.store;

import java.util.Arrays;

/**
 * Children, and between each two of them the key that separates them: all keys below {@code child(i)} are less than
 * {@code keys[i]}, all below {@code child(i + 1)} are not.
 */
final class Inner extends Node {
    private NodeRef[] children;

    private Inner(Owner owner, byte[][] keys, NodeRef[] children, int count) {
        super(owner, keys, count);
        this.children = children;
    }

    private Inner(Owner owner, Inner original) {
        super(owner, original);
        this.children = Arrays.copyOf(original.children, count + 1);
    }

    static Inner of(Owner owner, Node lower, byte[] separator, Node upper) {
        return new Inner(owner, new byte[][] {separator}, new NodeRef[] {lower, upper}, 1);
    }

    Node child(int index) {
        return children[index].node();
    }

    /** The index of the child that holds {@code key} if any does. */
    int childFor(byte[] key) {
        var index = search(key);
        return index < 0 ? -index - 1 : index + 1;
    }

    /** This node where it is the editor's own, else a copy. */
    Inner own(Owner editor) {
        return owner == editor ? this : new Inner(editor, this);
    }

    /** The caller owns this node. */
    void replaceChild(int index, Node child) {
        children[index] = child;
    }

    /** Puts {@code upper} behind {@code child(index)}. The caller owns this node. */
    void insert(Owner editor, int index, byte[] separator, Node upper) {
        if (children.length == count + 1) children = Arrays.copyOf(children, capacity(count, 1) + 1);
        System.arraycopy(children, index + 1, children, index + 2, count - index);
        children[index + 1] = upper;
        insertKey(editor, index, separator);
    }

    /** Takes {@code child(index + 1)} out, with the separator before it. The caller owns this node. */
    void remove(Owner editor, int index) {
        System.arraycopy(children, index + 2, children, index + 1, count - index - 1);
        removeKey(editor, index);
        Arrays.fill(children, count + 1, count + 2, null);
    }

    /** The separator in the middle goes up to the parent. */
    @Override
    Inner split(Owner editor) {
        var kept = count / 2;
        var moved = count - kept - 1;
        var upperKeys = part(keys, kept + 1, count);
        var upperChildren = part(children, kept + 1, count + 1);
        children = part(children, 0, kept + 1);
        truncateKeys(editor, kept);
        return new Inner(editor, upperKeys, upperChildren, moved);
    }

    /** A new node with the children of both; it may be too large and is to be split then. */
    static Inner join(Owner editor, Inner lower, byte[] separator, Inner upper) {
        var count = lower.count + 1 + upper.count;
        var keys = Arrays.copyOf(lower.keys, count);
        keys[lower.count] = separator;
        System.arraycopy(upper.keys, 0, keys, lower.count + 1, upper.count);
        var children = Arrays.copyOf(lower.children, count + 1);
        System.arraycopy(upper.children, 0, children, lower.count + 1, upper.count + 1);
        return new Inner(editor, keys, children, count);
    }
}
