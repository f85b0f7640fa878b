package coco.node.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** All numbers of one node. Any thread may report; what is reported is a count, a size or a time, never content. */
public final class Meters implements AutoCloseable {
    /** The names as Micrometer has them; Prometheus shows underscores for dots, and units and {@code _total} behind. */
    enum Name {
        HTTP_REQUESTS("coco.http.requests", "Requests answered, by route and status, with their time"),
        HTTP_IN_FLIGHT("coco.http.in.flight", "Requests admitted and not answered yet"),
        HTTP_CONNECTIONS("coco.http.connections", "Connections open"),
        HTTP_SHED("coco.http.shed", "Requests and connections refused to protect the node, by reason"),
        COMMITS("coco.ledger.commits", "Transactions accepted"),
        BATCH_SIZE("coco.ledger.batch.size", "Transactions in a batch"),
        COMMIT_LATENCY("coco.ledger.commit.latency", "From the receipt of a request to its answer as committed"),
        ACCEPTED("coco.ledger.accepted.seqno", "Last sequence number accepted here"),
        VOID_BATCHES("coco.ledger.void.batches", "Committed batches judged void"),
        ADMITS("coco.node.admits", "1 where this node admits transactions, 0 where its disk or heap is too full"),
        FREE_DISK("coco.node.free.disk", "Bytes free on the disk of the data folder"),
        FREE_HEAP("coco.node.free.heap", "Bytes of the heap free for what is kept"),
        LOG_SYNCS("coco.log.syncs", "How often the replicated log was made durable (fsync)"),
        LEADER("coco.node.leader", "1 where this node leads, else 0"),
        EPOCH("coco.node.epoch", "First sequence number of the epoch in force"),
        QUEUE("coco.node.queue", "Things waiting, by queue");

        private final String meter;
        private final String meaning;

        Name(String meter, String meaning) {
            this.meter = meter;
            this.meaning = meaning;
        }
    }

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final AtomicInteger inFlight = gauge(Name.HTTP_IN_FLIGHT);
    private final AtomicInteger connections = gauge(Name.HTTP_CONNECTIONS);
    private final AtomicInteger connectionsPeak = new AtomicInteger();
    private final AtomicInteger leader = gauge(Name.LEADER);
    private final AtomicInteger admits = gauge(Name.ADMITS);
    private final AtomicLong freeDisk = new AtomicLong();
    private final AtomicLong freeHeap = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong epoch = new AtomicLong();
    private final Counter commits = counter(Name.COMMITS);
    private final Counter voidBatches = counter(Name.VOID_BATCHES);
    private final DistributionSummary batchSize = DistributionSummary.builder(Name.BATCH_SIZE.meter)
            .description(Name.BATCH_SIZE.meaning)
            .serviceLevelObjectives(1, 10, 100, 1_000, 10_000)
            .register(registry);
    private final Timer commitLatency = Timer.builder(Name.COMMIT_LATENCY.meter)
            .description(Name.COMMIT_LATENCY.meaning)
            .serviceLevelObjectives(LATENCIES)
            .register(registry);

    /** Kept here: the registry itself would let go of it. */
    private volatile LongSupplier logSyncs = () -> 0;

    public Meters() {
        gauge(Name.ACCEPTED, accepted);
        gauge(Name.EPOCH, epoch);
        gauge(Name.FREE_DISK, freeDisk);
        gauge(Name.FREE_HEAP, freeHeap);
        FunctionCounter.builder(Name.LOG_SYNCS.meter, this, meters -> meters.logSyncs.getAsLong())
                .description(Name.LOG_SYNCS.meaning)
                .register(registry);
        Gauge.builder(Name.ACCEPTED.meter, accepted, AtomicLong::doubleValue)
                .description(Name.ACCEPTED.meaning)
                .register(registry);
        Gauge.builder(Name.EPOCH.meter, epoch, AtomicLong::doubleValue)
                .description(Name.EPOCH.meaning)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    /** @param route the path of the route, not of the request: that may hold names */
    public void request(String route, int status, long nanos) {
        Timer.builder(Name.HTTP_REQUESTS.meter)
                .description(Name.HTTP_REQUESTS.meaning)
                .tags("route", route, "status", Integer.toString(status))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    public void inFlight(int change) {
        inFlight.addAndGet(change);
    }

    /** @param change 1 for a connection that opens, -1 for one that closes */
    public void connections(int change) {
        var now = connections.addAndGet(change);
        connectionsPeak.accumulateAndGet(now, Math::max);
    }

    public int connectionsNow() {
        return connections.get();
    }

    public int connectionsPeak() {
        return connectionsPeak.get();
    }

    /** @param reason one of a few words; never what a client sent */
    public void shed(String reason) {
        Counter.builder(Name.HTTP_SHED.meter)
                .description(Name.HTTP_SHED.meaning)
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** A batch was accepted: how many transactions of clients it held, and the last sequence number after it. */
    public void accepted(int transactions, long seqno) {
        commits.increment(transactions);
        batchSize.record(transactions);
        accepted.set(seqno);
    }

    public void commitLatency(long nanos) {
        commitLatency.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void voidBatch() {
        voidBatches.increment();
    }

    public void leads(boolean leads) {
        leader.set(leads ? 1 : 0);
    }

    public void admits(boolean admits) {
        this.admits.set(admits ? 1 : 0);
    }

    public void freeDisk(long bytes) {
        freeDisk.set(bytes);
    }

    public void freeHeap(long bytes) {
        freeHeap.set(bytes);
    }

    /** @param first sequence number of the entry that opened the epoch */
    public void epoch(long first) {
        epoch.set(first);
    }

    /** Shows a queue's length; once for each name. */
    public void queue(String name, IntSupplier length) {
        Gauge.builder(Name.QUEUE.meter, length::getAsInt)
                .description(Name.QUEUE.meaning)
                .tag("queue", name)
                .strongReference(true)
                .register(registry);
    }

    /** Where to ask how often the log was made durable. */
    public void logSyncs(LongSupplier count) {
        logSyncs = count;
    }

    /** Everything, in Prometheus' text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private AtomicInteger gauge(Name name) {
        var value = new AtomicInteger();
        gauge(name, value);
        return value;
    }

    private void gauge(Name name, Number value) {
        Gauge.builder(name.meter, value, Number::doubleValue)
                .description(name.meaning)
                .register(registry);
    }

    private Counter counter(Name name) {
        return Counter.builder(name.meter).description(name.meaning).register(registry);
    }
}
