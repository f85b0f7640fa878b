/**
 * The ports of the kernel: what it asks of the world, each narrow enough to have a strict fake beside the real one.
 *
 * <p>{@link coco.spi.OrderedLog} orders batches and makes them durable on a majority. It is used from the thread that
 * owns the replica, and answers by events, never by callbacks into it. {@link coco.spi.LedgerProtocol} is what a ledger on top has to be.
 */
@org.jspecify.annotations.NullMarked
package coco.spi;
