/**
 * The state while transactions run. A {@link coco.evm.state.Journal} loads accounts and slots from the view once, keeps
 * them as mutable objects, and writes down how to undo each change; a checkpoint is a position in that log.
 *
 * <p>Warmth, original values and transient storage belong to one transaction: they are stamped with the transaction's
 * epoch, so that beginning the next one is a counter's increment.
 */
@org.jspecify.annotations.NullMarked
package coco.evm.state;
