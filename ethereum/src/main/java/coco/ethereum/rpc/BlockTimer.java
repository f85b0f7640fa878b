package coco.ethereum.rpc;

import coco.ethereum.EthereumProtocol;
import coco.ethereum.EthereumRequest;
import coco.ethereum.ledger.Chain;
import coco.spi.Caller;
import coco.spi.Ledger;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Asks for the end of a block that waits for nothing but time, and for empty blocks, where the consortium wants either; otherwise it
 * does nothing. Every node asks, the first one is heard. Runs on the timer's thread.
 */
final class BlockTimer {
    private static final long TICK_MILLIS_MIN = 20;
    private static final long LOOK_MILLIS = 5_000;

    private final Ledger ledger;
    private final Executor timer;

    /** What was last seen, and since when. */
    private long seenBlock = -1;

    private long sinceNanos;

    BlockTimer(Ledger ledger, Executor timer) {
        this.ledger = ledger;
        this.timer = timer;
    }

    void start() {
        later(TICK_MILLIS_MIN);
    }

    private void tick() {
        var chain = Chain.of(ledger.committed().version());
        var wait = chain.exists() ? look(chain) : LOOK_MILLIS;
        later(wait);
    }

    private void later(long millis) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, timer).execute(this::tick);
    }

    /** Returns the milliseconds until the next look. */
    private long look(Chain chain) {
        var settings = chain.rules().settings();
        var open = chain.progress().transactions() > 0;
        var after = open ? settings.blockMillisMin() : settings.emptyBlockMillis();
        var least = Math.min(
                settings.blockMillisMin() == 0 ? LOOK_MILLIS : settings.blockMillisMin(),
                settings.emptyBlockMillis() == 0 ? LOOK_MILLIS : settings.emptyBlockMillis());
        var block = 2 * chain.head().number() + (open ? 1 : 0);
        if (block != seenBlock) {
            seenBlock = block;
            sinceNanos = System.nanoTime();
        } else if (after > 0 && System.nanoTime() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(after)) {
            Thread.ofVirtual().name("ethereum-end-block").start(this::endBlock);
        }
        return Math.clamp(least / 4, TICK_MILLIS_MIN, LOOK_MILLIS);
    }

    /** Whether it was due is the leader's to say; the answer changes nothing here. */
    private void endBlock() {
        try {
            ledger.submitAndWait(
                    new Caller.Anonymous(),
                    EthereumProtocol.NAME,
                    new EthereumRequest.EndBlock(),
                    null,
                    Duration.ofMillis(LOOK_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
