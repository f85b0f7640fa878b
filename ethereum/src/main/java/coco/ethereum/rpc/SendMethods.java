package coco.ethereum.rpc;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.EthereumSettings;
import coco.ethereum.pool.Decision;
import coco.ethereum.pool.TransactionPool;
import coco.evm.Hash;
import coco.spi.Caller;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Transactions on their way in. */
final class SendMethods {
    /** EIP-7966: not in a block in time; the data is the transaction's hash. */
    private static final int SYNC_TIMEOUT = 4;

    private static final long SYNC_MILLIS = 20_000;
    private static final long RECEIPT_POLL_MILLIS = 5;

    private final TransactionPool pool;
    private final BlockMethods blocks;
    private final EthereumSettings settings;
    private final Commits commits;
    private final Ahead ahead;

    SendMethods(TransactionPool pool, BlockMethods blocks, EthereumSettings settings, Commits commits, Ahead ahead) {
        this.ahead = ahead;
        this.pool = pool;
        this.blocks = blocks;
        this.settings = settings;
        this.commits = commits;
    }

    void register(Map<String, Method> methods) {
        methods.put("eth_sendRawTransaction", (caller, p) -> send(caller, decode(p)));
        methods.put("eth_sendRawTransactionSync", this::sendSync);
        methods.put("coco_importTransaction", (caller, p) -> send(caller, decode(p.bytes(0), true)));
        methods.put("coco_transactionStatus", (_, p) -> status(p.hash(0)));
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

    JsonNode send(Caller caller, RawTransaction transaction) throws RpcException {
        var refusal = pool.admit(caller, transaction).refusal();
        if (refusal != null) throw RpcException.server(refusal);
        return StateMethods.text(transaction.hash().toString());
    }

    private JsonNode sendSync(Caller caller, Params params) throws RpcException, InterruptedException {
        var transaction = decode(params.bytes(0), false);
        var wait = params.node(1) == null ? SYNC_MILLIS : Math.min(params.quantity(1), settings.syncMillisMax());
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
        var admitted = pool.admit(caller, transaction);
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

    private JsonNode status(Hash hash) throws RpcException {
        var receipt = blocks.receipt(hash);
        if (!receipt.isNull()) {
            var json = Json.object().put("status", "committed");
            json.set("blockNumber", receipt.get("blockNumber"));
            return json;
        }
        if (blocks.isInOpenBlock(hash))
            return Json.object().put("status", "committed").put("reason", "its block has not ended yet");
        var status = pool.status(hash);
        if (status == null) return NullNode.instance;
        return Json.object().put("status", status.state()).put("reason", status.reason());
    }
}
