/**
 * {@code ./coco bench}: load on a network over its own sockets. {@link coco.bench.load.Main} has the commands; the other types are what
 * the loads share: pace, latencies, what processes cost, and how results are shown.
 */
@NullMarked
package coco.bench.load;

import org.jspecify.annotations.NullMarked;
