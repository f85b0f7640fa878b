package coco.client.replay;

import coco.client.rpc.CommitFollower;
import coco.ethereum.replay.ReplayException;
import coco.ledger.Seqno;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * What was committed and when. A transaction counts as committed by a majority when the first node tells, and by all nodes when the last
 * one does; both are known here one round trip late.
 */
final class Figures {
    private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<URI, CommitFollower> followers;
    private final List<Block> blocks = new ArrayList<>();

    private record Block(List<RpcTarget.Sent> sent, long gas) {}

    Figures(Map<URI, CommitFollower> followers) {
        this.followers = followers;
    }

    /** Takes a block in whose transactions were committed. */
    void add(List<RpcTarget.Sent> sent, long gas) {
        blocks.add(new Block(sent, gas));
    }

    /** Waits until every node holds everything. @throws ReplayException where one does not in time */
    void awaitAllNodes() throws ReplayException {
        var last = last();
        var end = System.nanoTime() + CATCH_UP_NANOS;
        for (var follower : followers.entrySet()) {
            while (follower.getValue().nanos(last) == null) {
                if (System.nanoTime() > end)
                    throw new ReplayException(follower.getKey() + " does not hold transaction " + last + " after "
                            + TimeUnit.NANOSECONDS.toSeconds(CATCH_UP_NANOS) + " s");
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private Seqno last() {
        var last = Seqno.ZERO;
        for (var one : sent(_ -> true))
            if (one.txId().seqno().compareTo(last) > 0) last = one.txId().seqno();
        return last;
    }

    private List<RpcTarget.Sent> sent(Predicate<RpcTarget.Sent> which) {
        return blocks.stream()
                .flatMap(block -> block.sent().stream())
                .filter(which)
                .toList();
    }

    /**
     * After {@link #awaitAllNodes}.
     *
     * @param calldata whether there is a row for the transactions that carry data
     */
    void print(PrintWriter out, boolean calldata) {
        var nanos = 0L;
        var gas = 0L;
        for (var block : blocks) {
            nanos += nanos(block);
            gas += block.gas();
        }
        var seconds = nanos / NANOS_PER_SECOND;
        var all = sent(_ -> true);
        out.printf(
                "throughput: %.0f tx/s, %.1f Mgas/s, over the %.2f s in which transactions were processed;%n"
                        + "  the time in which pre-state was loaded is not counted%n",
                all.size() / seconds, gas / 1e6 / seconds, seconds);
        out.println("latency in ms, from the submission of the HTTP request:");
        out.printf("%-14s %12s  %23s  %23s%n", "", "transactions", "on a majority, p50 p99", "on all nodes, p50 p99");
        row(out, "all", all);
        if (calldata) row(out, "with calldata", sent(RpcTarget.Sent::calldata));
        out.flush();
    }

    /** From the first submission until a majority has the last transaction. */
    private long nanos(Block block) {
        var first = Long.MAX_VALUE;
        var last = Long.MIN_VALUE;
        for (var one : block.sent()) {
            first = Math.min(first, one.nanos());
            last = Math.max(last, times(one).getFirst());
        }
        return block.sent().isEmpty() ? 0 : last - first;
    }

    private void row(PrintWriter out, String name, List<RpcTarget.Sent> sent) {
        if (sent.isEmpty()) {
            out.printf("%-14s %12d%n", name, 0);
            return;
        }
        var majority = sent.stream()
                .mapToLong(one -> times(one).getFirst() - one.nanos())
                .sorted()
                .toArray();
        var all = sent.stream()
                .mapToLong(one -> times(one).getLast() - one.nanos())
                .sorted()
                .toArray();
        out.printf(
                "%-14s %12d  %11.1f %11.1f  %11.1f %11.1f%n",
                name,
                sent.size(),
                percentile(majority, 50),
                percentile(majority, 99),
                percentile(all, 50),
                percentile(all, 99));
    }

    /** When each node had told that it holds the transaction, the first one first. */
    private List<Long> times(RpcTarget.Sent sent) {
        var times = new ArrayList<Long>();
        for (var follower : followers.values()) {
            var nanos = follower.nanos(sent.txId().seqno());
            if (nanos == null) throw new IllegalStateException("a node that held the last transaction lacks " + sent);
            times.add(nanos);
        }
        times.sort(Long::compare);
        return times;
    }

    /** Milliseconds: the smallest that at least so many of a hundred do not exceed. */
    private static double percentile(long[] sorted, int percent) {
        return sorted[Math.ceilDiv(sorted.length * percent, 100) - 1] / NANOS_PER_MILLI;
    }
}
