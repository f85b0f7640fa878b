/**
 * The tools that build and check the tree; no part of the product.
 *
 * <p>{@link coco.house.Stages} is what {@code ./coco test} runs: one table with every stage, its budget and its
 * command. It and {@link coco.house.Reproducible} are started from source, before anything is built, so they use
 * the JDK alone. {@link coco.house.Faults} plants the faults listed in {@code src/test/faults} of each room. The
 * tests of this room read the tree itself: the arrows between the rooms, and what must not stand in it.
 */
@org.jspecify.annotations.NullMarked
package coco.house;
