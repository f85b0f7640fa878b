package coco.bench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * One thread that owns connections and timers. Everything that a load does and notes happens in {@link #run}, on the thread that calls
 * it.
 */
public final class LoadLoop implements AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long WAIT_MILLIS_MAX = 100;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final List<Connection> connections = new ArrayList<>();
    private long timersMade;

    private record Timer(long nanos, long order, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            // nanoTime may wrap around: the difference tells.
            var difference = nanos - other.nanos;
            return difference == 0 ? Long.compare(order, other.order) : Long.signum(difference);
        }
    }

    public LoadLoop() throws IOException {
        this.selector = Selector.open();
    }

    /** A connection, open. */
    public Connection connect(Endpoint endpoint) throws IOException {
        var connection = new Connection(endpoint, selector);
        connection.open();
        connections.add(connection);
        return connection;
    }

    /** Does something at that time of {@link System#nanoTime}, or as soon after it as the loop comes to it: up to 1 ms. */
    public void at(long nanos, Runnable action) {
        timers.add(new Timer(nanos, timersMade++, action));
    }

    public void after(long nanos, Runnable action) {
        at(System.nanoTime() + nanos, action);
    }

    /** Works until {@code done} says so; it is asked after each round. */
    public void run(BooleanSupplier done) throws IOException {
        while (!done.getAsBoolean()) {
            var wait = millisToNextTimer();
            if (wait == 0) selector.selectNow(key -> ((Connection) key.attachment()).ready(buffer));
            else selector.select(key -> ((Connection) key.attachment()).ready(buffer), wait);
            runTimers();
        }
    }

    private long millisToNextTimer() {
        var next = timers.peek();
        if (next == null) return WAIT_MILLIS_MAX;
        // Rounded up: spinning for the rest of a millisecond would take the processor from what is measured.
        var left = next.nanos - System.nanoTime();
        return left <= 0 ? 0 : Math.min(WAIT_MILLIS_MAX, (left + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    private void runTimers() {
        var now = System.nanoTime();
        for (var next = timers.peek(); next != null && next.nanos - now <= 0; next = timers.peek()) {
            timers.remove();
            next.action.run();
        }
    }

    @Override
    public void close() throws IOException {
        connections.forEach(Connection::close);
        selector.close();
    }
}
