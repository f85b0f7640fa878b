package coco.bench.ethereum;

import coco.bench.ethereum.SignedLoad.Batch;
import coco.bench.http.Answer;
import coco.bench.http.Connection;
import coco.bench.http.Endpoint;
import coco.bench.http.LoadLoop;
import coco.bench.load.Latencies;
import coco.bench.load.Pace;
import coco.bench.load.Probe;
import coco.evm.Hash;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one signed load at a pace, and notes for each transaction when it was due and when each node was seen to have it in a block.
 * Owner: the thread that calls {@link #run}; all of it happens there.
 */
final class LoadRun {
    private static final int OPEN_CONNECTIONS = 16;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Plan plan;
    private final SignedLoad load;
    private final LoadLoop loop;
    private final Probe probe;
    private final List<BlockFollower> followers = new ArrayList<>();
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
    private final Notes notes;
    private final int[] undecided;
    private int nextBatch;
    private int openBatches;
    private boolean sending = true;
    private long sentUntil;

    /**
     * How to run.
     *
     * @param endpoints the first gets the transactions, all are followed
     * @param ramp seconds at the pace before anything counts
     * @param seconds that count
     */
    record Plan(
            List<Endpoint> endpoints,
            Pace pace,
            double ramp,
            double seconds,
            long pollNanos,
            boolean sync,
            List<Long> pids) {
        Plan {
            endpoints = List.copyOf(endpoints);
            pids = List.copyOf(pids);
        }
    }

    /** What was noted; times are of {@link System#nanoTime}, 0 where it never came to that. */
    static final class Notes {
        final SignedLoad load;
        final long[] due;
        final long[][] seen;
        final boolean[] refused;
        final TreeMap<String, Integer> refusals = new TreeMap<>();
        final long[] firstBlocks;
        final long[] nextBlocks;
        long from;
        long to;
        boolean ranOut;
        Latencies.Summary polls = new Latencies().summary();
        Probe.Costs costs = new Probe.Costs(0, 0, 0, 0);

        Notes(SignedLoad load, int nodes) {
            this.load = load;
            due = new long[load.size()];
            seen = new long[nodes][load.size()];
            refused = new boolean[load.size()];
            firstBlocks = new long[nodes];
            nextBlocks = new long[nodes];
        }
    }

    private LoadRun(Plan plan, SignedLoad load, LoadLoop loop) throws IOException {
        this.plan = plan;
        this.load = load;
        this.loop = loop;
        this.probe = new Probe(loop, plan.endpoints(), plan.pids());
        this.notes = new Notes(load, plan.endpoints().size());
        this.undecided = new int[load.batches().size()];
        for (var batch : load.batches()) undecided[batch.index()] = batch.count();
    }

    /** @param height the newest block of the network */
    static Notes run(Plan plan, SignedLoad load, long height) throws IOException {
        try (var loop = new LoadLoop()) {
            var run = new LoadRun(plan, load, loop);
            run.follow(height + 1);
            run.go();
            return run.notes;
        }
    }

    private void follow(long next) throws IOException {
        for (var i = 0; i < plan.endpoints().size(); i++) {
            var endpoint = plan.endpoints().get(i);
            var node = i;
            notes.firstBlocks[i] = next;
            var follower = new BlockFollower(
                    loop,
                    loop.connect(endpoint),
                    endpoint,
                    plan.pollNanos(),
                    next,
                    (_, hashes, nanos) -> block(node, hashes, nanos));
            followers.add(follower);
            follower.start();
        }
    }

    private void go() throws IOException {
        var start = System.nanoTime();
        notes.from = start + (long) (plan.ramp() * 1e9);
        notes.to = notes.from + (long) (plan.seconds() * 1e9);
        sentUntil = notes.to;
        connect();
        pace(start);
        loop.run(() -> System.nanoTime() - notes.from >= 0);
        var before = probe.read();
        loop.run(() -> System.nanoTime() - notes.to >= 0 || !sending && openBatches == 0);
        var after = probe.read();
        sending = false;
        notes.to = Math.min(notes.to, System.nanoTime());
        var giveUp = System.nanoTime() + LINGER_NANOS;
        loop.run(() -> isDone() || System.nanoTime() - giveUp >= 0);
        notes.costs = after.since(before);
        notes.polls = followers.getFirst().gaps().summary();
        for (var i = 0; i < followers.size(); i++)
            notes.nextBlocks[i] = followers.get(i).next();
    }

    private void connect() throws IOException {
        var count =
                switch (plan.pace()) {
                    case Pace.Open _ -> OPEN_CONNECTIONS;
                    case Pace.Closed(var inFlight) -> Math.max(1, inFlight / load.perBatch());
                };
        for (var i = 0; i < count; i++) free.add(loop.connect(plan.endpoints().getFirst()));
    }

    private void pace(long start) {
        switch (plan.pace()) {
            case Pace.Open(var perSecond) -> due(start, load.perBatch() * 1e9 / perSecond, 0);
            case Pace.Closed _ -> {
                for (var i = free.size(); i > 0; i--) sendNext();
            }
        }
    }

    /** Open loop: the batch of that number is due. */
    private void due(long start, double gapNanos, int number) {
        loop.at(start + (long) (number * gapNanos), () -> {
            if (!sending) return;
            var batch = next(start + (long) (number * gapNanos));
            if (batch == null) return;
            waiting.add(batch);
            sendWaiting();
            due(start, gapNanos, number + 1);
        });
    }

    private void sendNext() {
        var batch = sending ? next(System.nanoTime()) : null;
        if (batch == null) return;
        waiting.add(batch);
        sendWaiting();
    }

    private @Nullable Batch next(long due) {
        if (due - sentUntil >= 0) return null;
        if (nextBatch == load.batches().size()) {
            sending = false;
            notes.ranOut = true;
            return null;
        }
        var batch = load.batches().get(nextBatch++);
        openBatches++;
        Arrays.fill(notes.due, batch.first(), batch.first() + batch.count(), due);
        return batch;
    }

    private void sendWaiting() {
        while (!waiting.isEmpty() && !free.isEmpty()) {
            var batch = waiting.remove();
            var connection = free.remove();
            connection.ask(batch.request(), (answer, nanos) -> {
                free.add(connection);
                answered(batch, answer, nanos);
                sendWaiting();
            });
        }
    }

    private void answered(Batch batch, Answer answer, long nanos) {
        switch (answer) {
            case Answer.Reply reply
            when reply.status() == 200 -> {
                for (var refused : RpcAnswers.refused(reply.unsafeBody()))
                    refuse(batch.first() + Math.max(0, refused.id()), refused.text());
                if (plan.sync()) seen(0, batch.first(), nanos);
            }
            // Whether a broken connection's batch has arrived shows in the blocks.
            case Answer.Reply reply -> refuse(batch, "HTTP status " + reply.status());
            case Answer.Broken(var reason) -> count(reason);
        }
    }

    private void refuse(Batch batch, String text) {
        for (var i = 0; i < batch.count(); i++) refuse(batch.first() + i, text);
    }

    private void refuse(int transaction, String text) {
        if (notes.refused[transaction]) return;
        notes.refused[transaction] = true;
        // Numbers differ from one to the next: count the kinds.
        count(text.replaceAll("0x[0-9a-fA-F]+|[0-9]+", "N"));
        if (notes.seen[0][transaction] == 0) decided(transaction);
    }

    private void count(String text) {
        notes.refusals.merge(text, 1, Integer::sum);
    }

    private void block(int node, List<Hash> hashes, long nanos) {
        for (var hash : hashes) {
            var transaction = load.indexes().get(hash);
            if (transaction != null) seen(node, transaction, nanos);
        }
    }

    private void seen(int node, int transaction, long nanos) {
        if (notes.seen[node][transaction] != 0) return;
        notes.seen[node][transaction] = nanos;
        if (node == 0 && !notes.refused[transaction]) decided(transaction);
    }

    private void decided(int transaction) {
        var batch = load.batchOf(transaction);
        if (--undecided[batch.index()] > 0) return;
        openBatches--;
        // A batch may be in a block before its request is answered: the next one waits for a connection then.
        if (plan.pace() instanceof Pace.Closed) sendNext();
    }

    private boolean isDone() {
        if (openBatches > 0 || !probe.isIdle()) return false;
        for (var node = 1; node < notes.seen.length; node++) {
            if (followers.get(node).next() < followers.getFirst().next()) return false;
        }
        return true;
    }
}
