/**
 * The heart: one state machine that turns events into effects. No I/O, no clock, no thread.
 *
 * <p>{@link coco.replica.Replica} is fed by one FIFO ({@link coco.replica.Event}) and answers with {@link coco.replica.Effect}s that its
 * owner carries out in order. A leader executes submissions at the <em>head</em> ({@link coco.replica.Leadership});
 * every node, the leader
 * too, moves its <em>accepted</em> state ({@link coco.replica.LedgerState}) only when the ordered log hands over a committed batch and
 * {@link coco.replica.Judge} finds nothing wrong with it. Losing office is forgetting the head: the trees are immutable.
 *
 * <p>The rules that this package keeps are numbered in {@code docs/internals/replica.md}; comments name them as "rule 9".
 */
@org.jspecify.annotations.NullMarked
package coco.replica;
