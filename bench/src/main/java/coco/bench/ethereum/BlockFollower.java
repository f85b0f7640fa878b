package coco.bench.ethereum;

import coco.bench.http.Answer;
import coco.bench.http.Connection;
import coco.bench.http.Endpoint;
import coco.bench.http.LoadLoop;
import coco.bench.load.Latencies;
import coco.evm.Hash;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Learns of a node's blocks by asking for the next one again and again, with a pause after each answer that there is none: any client
 * can do that. What is learnt is late by at most the pause and one round trip; {@link #gaps} tells how much that is. Owner: the loop.
 */
final class BlockFollower {
    private final LoadLoop loop;
    private final Connection connection;
    private final Endpoint endpoint;
    private final long pauseNanos;
    private final Sink sink;
    private final Latencies gaps = new Latencies();
    private long next;
    private long lastAnswer = System.nanoTime();

    /** Who wants to know. */
    @FunctionalInterface
    interface Sink {
        /** @param nanos when the answer was there, in {@link System#nanoTime} */
        void block(long number, List<Hash> transactions, long nanos);
    }

    /** @param next the number of the first block wanted */
    BlockFollower(LoadLoop loop, Connection connection, Endpoint endpoint, long pauseNanos, long next, Sink sink) {
        this.loop = loop;
        this.connection = connection;
        this.endpoint = endpoint;
        this.pauseNanos = pauseNanos;
        this.next = next;
        this.sink = sink;
    }

    void start() {
        ask();
    }

    /** The number of the next block. */
    long next() {
        return next;
    }

    /** From one answer to the next. */
    Latencies gaps() {
        return gaps;
    }

    private void ask() {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBlockByNumber\",\"params\":[\"0x%x\",false]}"
                .formatted(next);
        connection.ask(endpoint.post(body.getBytes(StandardCharsets.US_ASCII)), this::answered);
    }

    private void answered(Answer answer, long nanos) {
        gaps.add(nanos - lastAnswer);
        lastAnswer = nanos;
        switch (answer) {
            case Answer.Reply reply -> {
                var block = RpcAnswers.block(reply.unsafeBody());
                if (block == null) {
                    loop.after(pauseNanos, this::ask);
                    return;
                }
                sink.block(next, block, nanos);
                next++;
                ask();
            }
            // It may come back; what it has committed is in its blocks then.
            case Answer.Broken _ -> loop.after(Math.max(pauseNanos, 100_000_000), this::ask);
        }
    }
}
