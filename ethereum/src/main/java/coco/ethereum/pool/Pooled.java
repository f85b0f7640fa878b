package coco.ethereum.pool;

import coco.ethereum.EthereumRequest.RawTransaction;
import coco.spi.Caller;
import java.util.concurrent.CompletableFuture;

/** A transaction in the pool. Its mutable parts belong to the pool's lock. */
final class Pooled {
    final Caller caller;
    final RawTransaction request;
    final long admittedNanos;

    /** Completed once: null where the network has committed it, else the reason why it was given up. */
    final CompletableFuture<Decision> decision = new CompletableFuture<>();

    boolean submitted;
    int attempts;

    /** Not to be submitted before: {@link System#nanoTime}. */
    long notBeforeNanos;

    String reason = "not submitted yet";

    Pooled(Caller caller, RawTransaction request, long nowNanos) {
        this.caller = caller;
        this.request = request;
        this.admittedNanos = nowNanos;
        this.notBeforeNanos = nowNanos;
    }

    long nonce() {
        return request.transaction().nonce();
    }
}
