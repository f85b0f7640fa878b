package coco.store;

/**
 * What a tree holds in the place of a node. {@link #node} is the only way from a reference to its node, so a kind of
 * reference that reads and verifies a page of a file fits in here and nowhere else.
 */
abstract sealed class NodeRef permits Node {
    abstract Node node();
}
