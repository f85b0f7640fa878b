/**
 * The Ethereum virtual machine. An {@link coco.evm.Evm} knows the rules of a chain; a {@link coco.evm.Session} executes
 * the transactions of one block in order over a {@link coco.evm.WorldView}, and each gives an {@link coco.evm.Outcome}
 * and a {@link coco.evm.StateDiff}: reads go in, one write set comes out, and nothing else is touched.
 */
@org.jspecify.annotations.NullMarked
package coco.evm;
