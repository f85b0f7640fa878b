package coco.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A light load: each writer puts one new record after the other, each under a submission id of its own, at one node after
 * the other, and remembers what it was told. What is in doubt is asked again under the same id until it is decided.
 * Thread-safe.
 */
final class Writers implements AutoCloseable {
    /** What became of a write. */
    enum Told {
        COMMITTED,
        /** Every attempt was said not to have been executed. */
        NOT_EXECUTED,
        /** Whether it is there was never said. */
        IN_DOUBT
    }

    private static final Duration ATTEMPT = Duration.ofSeconds(6);
    private static final Duration PAUSE = Duration.ofMillis(80);
    private static final int ATTEMPTS_MAX = 60;

    private final Cluster cluster;
    private final String prefix;
    private final SortedMap<String, Told> told = new ConcurrentSkipListMap<>();
    private final SortedMap<String, String> transactions = new ConcurrentSkipListMap<>();
    private final Map<String, String> oddities = new ConcurrentSkipListMap<>();
    private final AtomicInteger committed = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    Writers(Cluster cluster, String prefix, int writers) {
        this.cluster = cluster;
        this.prefix = prefix;
        for (var i = 0; i < writers; i++) {
            var writer = i;
            threads.add(Thread.ofPlatform().daemon().name("writer" + i).start(() -> write(writer)));
        }
    }

    /** The value of a record that a writer makes. */
    static String value(String key) {
        return "value of " + key;
    }

    int committed() {
        return committed.get();
    }

    /** Waits until so many more writes are committed. */
    void awaitMore(int count) throws IOException, InterruptedException {
        var goal = committed() + count;
        Until.holds(count + " more writes", Until.LONG, () -> committed() >= goal, this::toString);
    }

    /** Ends the load; each writer decides what it has begun. */
    SortedMap<String, Told> finish() throws InterruptedException {
        ended = true;
        for (var thread : threads) {
            thread.join(Until.LONG);
            if (thread.isAlive()) throw new AssertionError(thread.getName() + " does not come to an end");
        }
        return new TreeMap<>(told);
    }

    /** The transaction of each record that was committed. */
    Map<String, String> transactions() {
        return new TreeMap<>(transactions);
    }

    /** Answers that no write of a new record may get; empty if all is well. */
    Map<String, String> oddities() {
        return new TreeMap<>(oddities);
    }

    private void write(int writer) {
        try {
            for (var i = 0; !ended; i++) {
                var key = "%s-%d-%05d".formatted(prefix, writer, i);
                told.put(key, Told.IN_DOUBT);
                told.put(key, decide(key, writer + i));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            oddities.put("writer " + writer, "interrupted");
        }
    }

    private Told decide(String key, int start) throws InterruptedException {
        var inDoubt = false;
        for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var nodes = cluster.nodes();
            var node = nodes.get((start + attempt) % nodes.size());
            try {
                var reply = cluster.api(node).put(key, value(key).getBytes(StandardCharsets.UTF_8), key, ATTEMPT);
                if (reply.isOk()) {
                    // 204 would say that the record was there: then the write was executed twice.
                    if (reply.status() != 201) oddities.put(key, "status " + reply.status());
                    transactions.put(key, reply.txId());
                    committed.incrementAndGet();
                    return Told.COMMITTED;
                }
                switch (reply.error()) {
                    case "TransactionReplicationFailed", "TransactionInvalid", "NodeDiskFull" -> {
                        if (!inDoubt) return Told.NOT_EXECUTED;
                    }
                    case "NodeCannotHandleRequest" -> {
                        // It is about to stop, and has taken nothing; another is asked.
                    }
                    case "TransactionPendingOrUnknown", "RequestTimeout" -> inDoubt = true;
                    default -> oddities.put(key, reply.status() + " " + reply.text());
                }
            } catch (java.net.ConnectException e) {
                // Nobody listens: it was not even asked.
                if (ended && !inDoubt) return Told.NOT_EXECUTED;
            } catch (IOException e) {
                // The request may have got through.
                inDoubt = true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return inDoubt ? Told.IN_DOUBT : Told.NOT_EXECUTED;
    }

    @Override
    public void close() {
        ended = true;
        threads.forEach(Thread::interrupt);
    }

    @Override
    public String toString() {
        return committed + " committed of " + told.size() + ", " + oddities;
    }
}
