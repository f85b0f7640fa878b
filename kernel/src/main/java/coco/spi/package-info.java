/**
 * The ports of the kernel: what it asks of the world, each narrow enough to have a strict fake beside the real one.
 *
 * <p>{@link coco.spi.OrderedLog} orders batches and makes them durable on a majority; {@link coco.spi.Storage} keeps a
 * node's own files. Both are used from the thread that owns the replica, and answer by events or values, never by
 * callbacks into it.
 */
@org.jspecify.annotations.NullMarked
package coco.spi;
