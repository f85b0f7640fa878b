package coco.ethereum.rpc;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.EthereumSettings;
import coco.ethereum.pool.Admitted;
import coco.ethereum.pool.Decision;
import coco.ethereum.pool.ReplayLane;
import coco.ethereum.pool.TransactionPool;
import coco.evm.Hash;
import coco.spi.Caller;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Transactions on their way in. */
final class SendMethods {
    /** EIP-7966: not in a block in time; the data is the transaction's hash. */
    private static final int SYNC_TIMEOUT = 4;

    private static final long SYNC_MILLIS = 20_000;
    private static final long RECEIPT_POLL_MILLIS = 5;

    private final History history;
    private final TransactionPool pool;
    private final ReplayLane lane;
    private final BlockMethods blocks;
    private final EthereumSettings settings;
    private final Commits commits;
    private final Ahead ahead;

    SendMethods(
            History history,
            TransactionPool pool,
            ReplayLane lane,
            BlockMethods blocks,
            EthereumSettings settings,
            Commits commits,
            Ahead ahead) {
        this.history = history;
        this.pool = pool;
        this.lane = lane;
        this.ahead = ahead;
        this.blocks = blocks;
        this.settings = settings;
        this.commits = commits;
    }

    void register(Map<String, Method> methods) {
        methods.put("eth_sendRawTransaction", (caller, p) -> send(caller, decode(p)));
        methods.put("eth_sendRawTransactionSync", this::sendSync);
        methods.put("coco_importTransaction", this::importTransaction);
        methods.put("coco_transactionStatus", (_, p) -> status(p));
    }

    private RawTransaction decode(Params params) throws RpcException {
        var known = ahead.take(params.must(0).asString(""));
        return known != null ? known : decode(params.bytes(0), false);
    }

    static RawTransaction decode(byte[] raw, boolean imported) throws RpcException {
        if (raw.length == 0) throw RpcException.server("typed transaction too short");
        try {
            return RawTransaction.of(Bytes.unsafeWrap(raw), imported);
        } catch (MalformedException e) {
            throw RpcException.server(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode importTransaction(Caller caller, Params params) throws RpcException, InterruptedException {
        ReplayMethods.mustBeDev("coco_importTransaction", history.newest());
        return send(caller, decode(params.bytes(0), true));
    }

    JsonNode send(Caller caller, RawTransaction transaction) throws RpcException, InterruptedException {
        var refusal = admit(caller, transaction).refusal();
        if (refusal != null) throw RpcException.server(refusal);
        return StateMethods.text(transaction.hash().toString());
    }

    /** While a replay is open, all transactions are its. */
    private Admitted admit(Caller caller, RawTransaction transaction) throws InterruptedException {
        var replayed = lane.openBlock();
        return replayed > 0 ? lane.admit(caller, transaction, replayed) : pool.admit(caller, transaction);
    }

    private JsonNode sendSync(Caller caller, Params params) throws RpcException, InterruptedException {
        var transaction = decode(params.bytes(0), false);
        var wait = params.node(1) == null ? SYNC_MILLIS : Math.min(params.quantity(1), settings.syncMillisMax());
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
        var admitted = admit(caller, transaction);
        if (admitted.refusal() != null) throw RpcException.server(admitted.refusal());
        try {
            var decision = admitted.decision().get(wait, TimeUnit.MILLISECONDS);
            if (decision instanceof Decision.GivenUp(var reason)) throw RpcException.server(reason);
        } catch (TimeoutException e) {
            throw timeout(transaction.hash());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a decision is a value", e);
        }
        return receipt(transaction.hash(), end);
    }

    /** The receipt, as soon as the block has ended and this node has it. */
    private JsonNode receipt(Hash hash, long endNanos) throws RpcException, InterruptedException {
        while (true) {
            var seen = commits.count();
            var receipt = blocks.receipt(hash);
            if (!receipt.isNull()) return receipt;
            var left = endNanos - System.nanoTime();
            if (left <= 0) throw timeout(hash);
            commits.await(seen, Math.min(left, TimeUnit.MILLISECONDS.toNanos(20 * RECEIPT_POLL_MILLIS)));
        }
    }

    private static RpcException timeout(Hash hash) {
        return new RpcException(SYNC_TIMEOUT, "the transaction was taken but is not in a block yet", hash.toString());
    }

    /** Where a transaction is; waits for the decision about one on its way if it is asked to. */
    private JsonNode status(Params params) throws RpcException, InterruptedException {
        params.atMost(2);
        var hash = params.hash(0);
        var wait = params.node(1) == null ? 0 : Math.min(params.quantity(1), settings.syncMillisMax());
        var decision = decision(hash, wait);
        if (decision instanceof Decision.GivenUp(var reason))
            return Json.object().put("status", "given up").put("reason", reason);
        var status = status(hash);
        if (decision instanceof Decision.Committed(var txId) && txId != null)
            return (status == null ? Json.object() : status)
                    .put("status", "committed")
                    .put("transactionId", txId.toString());
        return status == null ? NullNode.instance : status;
    }

    private @Nullable Decision decision(Hash hash, long waitMillis) throws InterruptedException {
        var decision = lane.decision(hash);
        if (decision == null) decision = pool.decision(hash);
        if (decision == null) return null;
        try {
            return decision.get(waitMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a decision is a value", e);
        }
    }

    private @Nullable ObjectNode status(Hash hash) throws RpcException {
        var receipt = blocks.receipt(hash);
        if (!receipt.isNull()) {
            var json = Json.object().put("status", "committed");
            json.set("blockNumber", receipt.get("blockNumber"));
            return json;
        }
        if (blocks.isInOpenBlock(hash))
            return Json.object().put("status", "committed").put("reason", "its block has not ended yet");
        var status = pool.status(hash);
        return status == null
                ? null
                : Json.object().put("status", status.state()).put("reason", status.reason());
    }
}
