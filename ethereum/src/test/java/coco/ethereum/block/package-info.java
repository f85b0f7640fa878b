/** Tests of how blocks come to be. */
@org.jspecify.annotations.NullMarked
package coco.ethereum.block;
