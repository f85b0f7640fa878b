package coco.store;

/**
 * The right to edit nodes in place. A node made under an owner belongs to it until the editor takes a new owner; from
 * then on nobody has the old one, and the node never changes again.
 */
final class Owner {}
