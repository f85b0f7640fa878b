/**
 * A load generator's HTTP/1.1 client: {@link coco.bench.http.LoadLoop} drives all connections, timers and notes on one thread, so
 * that nothing is shared, nothing is locked, and the client takes as little as it can of the processors it shares with what it
 * measures.
 */
@NullMarked
package coco.bench.http;

import org.jspecify.annotations.NullMarked;
