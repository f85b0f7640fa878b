package coco.client.replay;

import coco.client.rpc.JsonRpc;
import coco.client.rpc.JsonRpc.Call;
import coco.client.rpc.RpcException;
import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.Overlay;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.ReplayContext;
import coco.ethereum.ReplayResult;
import coco.ethereum.replay.Replay;
import coco.ethereum.replay.ReplayException;
import coco.ethereum.replay.ReplayJson;
import coco.ledger.TxId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * A node of a network, by JSON-RPC. Transactions go in as raw submissions, some in one HTTP request; the next request follows when the
 * node has taken the one before, which keeps their order, and does not wait for any to be committed. Used by one thread.
 */
final class RpcTarget implements Replay.Target {
    /** About how many bytes of raw transactions go into one request: a node takes a body of 1 MB. */
    private static final int BATCH_BYTES_MAX = 256 << 10;

    /** Milliseconds within which a node decides about a transaction, or gives it up. */
    private static final String DECISION_MILLIS = "0x61a8";

    private final JsonRpc rpc;
    private final int batch;
    private List<Sent> sent = List.of();

    /** @param batch transactions in one HTTP request */
    RpcTarget(JsonRpc rpc, int batch) {
        this.rpc = rpc;
        this.batch = batch;
    }

    /**
     * A transaction that was committed.
     *
     * @param nanos {@link System#nanoTime} when its request was about to be sent
     */
    record Sent(long nanos, TxId txId, boolean calldata) {}

    /** The transactions of the last {@link #transact}. */
    List<Sent> sent() {
        return sent;
    }

    @Override
    public int forget() throws ReplayException, InterruptedException {
        try {
            return Integer.decode(call("coco_replayForget").asString(""));
        } catch (NumberFormatException e) {
            throw new ReplayException("coco_replayForget does not tell how many are left", e);
        }
    }

    @Override
    public void state(List<Overlay> accounts) throws ReplayException, InterruptedException {
        call("coco_replayState", ReplayJson.state(accounts));
    }

    @Override
    public void begin(ReplayContext context) throws ReplayException, InterruptedException {
        call("coco_replayBegin", ReplayJson.block(context));
    }

    @Override
    public ReplayResult end() throws ReplayException, InterruptedException {
        try {
            return ReplayJson.result(call("coco_replayEnd"));
        } catch (MalformedException e) {
            throw new ReplayException("coco_replayEnd: " + e.getMessage(), e);
        }
    }

    private JsonNode call(String method, Object... parameters) throws ReplayException, InterruptedException {
        try {
            return rpc.call(method, parameters);
        } catch (IOException | RpcException e) {
            throw new ReplayException(method + ": " + text(e), e);
        }
    }

    @Override
    public void transact(List<RawTransaction> transactions) throws ReplayException, InterruptedException {
        var committed = new ArrayList<Sent>();
        try (var waiters = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<List<Sent>>>();
            for (var group : groups(transactions)) {
                var nanos = System.nanoTime();
                for (var reply : batch(group.stream().map(RpcTarget::submission).toList())) result(reply);
                waiting.add(waiters.submit((Callable<List<Sent>>) () -> committed(group, nanos)));
            }
            for (var group : waiting) committed.addAll(group.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ReplayException refused) throw new ReplayException(text(refused), refused);
            throw new IllegalStateException(e.getCause());
        }
        sent = List.copyOf(committed);
    }

    private List<List<RawTransaction>> groups(List<RawTransaction> transactions) {
        var groups = new ArrayList<List<RawTransaction>>();
        var group = new ArrayList<RawTransaction>();
        var bytes = 0;
        for (var transaction : transactions) {
            var size = transaction.raw().size();
            if (!group.isEmpty() && (group.size() == batch || bytes + size > BATCH_BYTES_MAX)) {
                groups.add(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(transaction);
            bytes += size;
        }
        if (!group.isEmpty()) groups.add(group);
        return groups;
    }

    private static Call submission(RawTransaction transaction) {
        var method = transaction.imported() ? "coco_importTransaction" : "eth_sendRawTransaction";
        return Call.of(method, JsonRpc.hex(transaction.raw()));
    }

    /** Waits for the network's decision about each. */
    private List<Sent> committed(List<RawTransaction> group, long nanos) throws ReplayException, InterruptedException {
        var calls = group.stream()
                .map(one -> Call.of("coco_transactionStatus", one.hash().toString(), DECISION_MILLIS))
                .toList();
        var replies = batch(calls);
        var committed = new ArrayList<Sent>();
        for (var i = 0; i < group.size(); i++) {
            var transaction = group.get(i).transaction();
            committed.add(new Sent(
                    nanos,
                    txId(group.get(i), result(replies.get(i))),
                    !transaction.isCreation() && transaction.data().length > 0));
        }
        return committed;
    }

    private static TxId txId(RawTransaction transaction, JsonNode status) throws ReplayException {
        try {
            return TxId.parse(status.path("transactionId").asString(""));
        } catch (MalformedException e) {
            throw new ReplayException("transaction %s is not committed: %s".formatted(transaction.hash(), status), e);
        }
    }

    private List<JsonRpc.Reply> batch(List<Call> calls) throws ReplayException, InterruptedException {
        try {
            return rpc.batch(calls);
        } catch (IOException | RpcException e) {
            throw new ReplayException("a batch of %d calls: %s".formatted(calls.size(), text(e)), e);
        }
    }

    private static JsonNode result(JsonRpc.Reply reply) throws ReplayException {
        try {
            return reply.result();
        } catch (RpcException e) {
            throw new ReplayException(text(e), e);
        }
    }

    /** Some exceptions of the network say nothing but their name. */
    static String text(Throwable e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
