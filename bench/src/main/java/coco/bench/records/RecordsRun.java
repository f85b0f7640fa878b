package coco.bench.records;

import coco.bench.http.Answer;
import coco.bench.http.Connection;
import coco.bench.http.Endpoint;
import coco.bench.http.LoadLoop;
import coco.bench.load.Latencies;
import coco.bench.load.Pace;
import coco.bench.load.Probe;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One run: requests at a pace, each on a connection of its own while it is under way. A write's answer says that it is committed. Owner:
 * the thread that calls {@link #run}; all of it happens there.
 */
final class RecordsRun {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final int OPEN_CONNECTIONS = 500;
    private static final long AGAIN_NANOS = 10_000_000;

    private final Plan plan;
    private final LoadLoop loop;
    private final SplittableRandom random;
    private final ArrayDeque<Line> free = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final Latencies writes = new Latencies();
    private final Latencies reads = new Latencies();
    private final TreeMap<String, Integer> refusals = new TreeMap<>();
    private int writesDone;
    private int readsDone;
    private int underWay;
    private int refused;
    private boolean sending = true;
    private long from;
    private long to;

    /** A connection and where it leads. */
    private record Line(Connection connection, Endpoint endpoint) {}

    /** What is asked for. */
    enum Mix {
        WRITES(0),
        READS(100),
        MIXED(90);

        private final int readPercent;

        Mix(int readPercent) {
            this.readPercent = readPercent;
        }
    }

    /**
     * How to run.
     *
     * @param endpoints connections are spread over all of them
     * @param ramp seconds at the pace before anything counts
     * @param seconds that count
     * @param keys how many records there are
     */
    record Plan(
            List<Endpoint> endpoints,
            Pace pace,
            Mix mix,
            double ramp,
            double seconds,
            int keys,
            int valueBytes,
            long seed) {
        Plan {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * One run in numbers: what was answered with success within the measured time, and the latencies of what was due in it.
     *
     * @param refused answers of any other kind
     * @param missing without an answer at the end
     */
    record Result(
            double seconds,
            int writes,
            int reads,
            Latencies.Summary write,
            Latencies.Summary read,
            int refused,
            int missing,
            Map<String, Integer> refusals,
            Probe.Costs costs) {
        Result {
            refusals = Map.copyOf(refusals);
        }

        double perSecond() {
            return (writes + reads) / seconds;
        }

        double each(double total) {
            return writes + reads == 0 ? 0 : total / (writes + reads);
        }
    }

    private RecordsRun(Plan plan, LoadLoop loop) {
        this.plan = plan;
        this.loop = loop;
        this.random = new SplittableRandom(plan.seed());
    }

    static Result run(Plan plan) throws IOException {
        try (var loop = new LoadLoop()) {
            return new RecordsRun(plan, loop).go();
        }
    }

    private Result go() throws IOException {
        connect();
        var probe = new Probe(loop, plan.endpoints(), List.of());
        var start = System.nanoTime();
        from = start + (long) (plan.ramp() * 1e9);
        to = from + (long) (plan.seconds() * 1e9);
        switch (plan.pace()) {
            case Pace.Open(var perSecond) -> due(start, 1e9 / perSecond, 0);
            case Pace.Closed _ -> {
                for (var i = free.size(); i > 0; i--) ask(System.nanoTime());
            }
        }
        loop.run(() -> System.nanoTime() - from >= 0);
        var before = probe.read();
        loop.run(() -> System.nanoTime() - to >= 0);
        var after = probe.read();
        sending = false;
        var giveUp = System.nanoTime() + LINGER_NANOS;
        loop.run(() -> underWay == 0 && waiting.isEmpty() && probe.isIdle() || System.nanoTime() - giveUp >= 0);
        return new Result(
                plan.seconds(),
                writesDone,
                readsDone,
                writes.summary(),
                reads.summary(),
                refused,
                underWay + waiting.size(),
                refusals,
                after.since(before));
    }

    private void connect() throws IOException {
        var count =
                switch (plan.pace()) {
                    case Pace.Open _ -> OPEN_CONNECTIONS;
                    case Pace.Closed(var inFlight) -> inFlight;
                };
        for (var i = 0; i < count; i++) {
            var endpoint = plan.endpoints().get(i % plan.endpoints().size());
            free.add(new Line(loop.connect(endpoint), endpoint));
        }
    }

    /** Open loop: the request of that number, and all that are due by now. */
    private void due(long start, double gapNanos, long number) {
        loop.at(start + (long) (number * gapNanos), () -> {
            var next = number;
            for (var at = start + (long) (next * gapNanos); sending && at - System.nanoTime() <= 0; ) {
                ask(at);
                at = start + (long) (++next * gapNanos);
            }
            if (sending) due(start, gapNanos, next);
        });
    }

    private void ask(long due) {
        waiting.add(due);
        while (!waiting.isEmpty() && !free.isEmpty()) send(waiting.remove(), free.remove());
    }

    private void send(long due, Line line) {
        var key = "/app/records/bench-" + random.nextInt(plan.keys());
        var isRead = random.nextInt(100) < plan.mix().readPercent;
        var request = isRead ? line.endpoint().get(key) : line.endpoint().put(key, value());
        underWay++;
        line.connection().ask(request, (answer, nanos) -> answered(line, isRead, due, answer, nanos));
    }

    private byte[] value() {
        var value = new byte[plan.valueBytes()];
        random.nextBytes(value);
        return value;
    }

    private void answered(Line line, boolean isRead, long due, Answer answer, long nanos) {
        underWay--;
        switch (answer) {
            case Answer.Reply reply when reply.status() >= 200 && reply.status() < 300 -> done(isRead, due, nanos);
            case Answer.Reply reply -> refused("status " + reply.status(), due);
            case Answer.Broken(var reason) -> refused(reason, due);
        }
        // What was refused is not asked again at once: a network that sheds load is not to be flooded.
        if (answer instanceof Answer.Reply reply && reply.status() < 300) again(line);
        else loop.after(AGAIN_NANOS, () -> again(line));
    }

    private void again(Line line) {
        free.add(line);
        if (!waiting.isEmpty()) send(waiting.remove(), free.remove());
        else if (sending && plan.pace() instanceof Pace.Closed) ask(System.nanoTime());
    }

    private void done(boolean isRead, long due, long nanos) {
        if (isMeasured(nanos)) {
            if (isRead) readsDone++;
            else writesDone++;
        }
        if (isMeasured(due)) (isRead ? reads : writes).add(nanos - due);
    }

    private void refused(String text, long due) {
        if (!isMeasured(due)) return;
        refused++;
        refusals.merge(text, 1, Integer::sum);
    }

    private boolean isMeasured(long nanos) {
        return nanos - from >= 0 && nanos - to < 0;
    }
}
