package coco.raft;

import coco.spi.LogEvent;
import java.util.function.Consumer;

/** The mouth of the FIFO: one event at a time, one {@link LogEvent.Failed} at most, none after {@link #shut}. */
final class Outlet {
    private final Consumer<LogEvent> sink;
    private boolean open = true;
    private boolean failed;

    /** @param sink enqueues and never blocks: it is called under Ratis's locks */
    Outlet(Consumer<LogEvent> sink) {
        this.sink = sink;
    }

    synchronized void post(LogEvent event) {
        if (open) sink.accept(event);
    }

    /** Whether this was the first failure, and so was reported. */
    synchronized boolean fail(String reason) {
        if (!open || failed) return false;
        failed = true;
        sink.accept(new LogEvent.Failed(reason));
        return true;
    }

    synchronized void shut() {
        open = false;
    }
}
