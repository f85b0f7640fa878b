package coco.ethereum.rpc;

import coco.ethereum.ledger.BlockRow;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.TransactionRow;
import coco.ethereum.pool.TransactionPool;
import coco.evm.Hash;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Blocks, transactions and receipts: of any age, and only what is committed and in a block that has ended. */
final class BlockMethods {
    private final History history;
    private final TransactionPool pool;

    BlockMethods(History history, TransactionPool pool) {
        this.history = history;
        this.pool = pool;
    }

    void register(Map<String, Method> methods) {
        methods.put("eth_getBlockByNumber", (_, p) -> block(number(p), p));
        methods.put("eth_getBlockByHash", (_, p) -> block(new BlockRef.ByHash(p.hash(0)), p));
        methods.put("eth_getBlockTransactionCountByNumber", (_, p) -> count(number(p)));
        methods.put("eth_getBlockTransactionCountByHash", (_, p) -> count(new BlockRef.ByHash(p.hash(0))));
        methods.put("eth_getUncleCountByBlockNumber", (_, p) -> uncles(number(p)));
        methods.put("eth_getUncleCountByBlockHash", (_, p) -> uncles(new BlockRef.ByHash(p.hash(0))));
        methods.put("eth_getUncleByBlockNumberAndIndex", (_, _) -> NullNode.instance);
        methods.put("eth_getUncleByBlockHashAndIndex", (_, _) -> NullNode.instance);
        methods.put("eth_getBlockReceipts", (_, p) -> receipts(BlockRef.parse(0, p.must(0))));
        methods.put("eth_getTransactionByHash", (_, p) -> transaction(p.hash(0)));
        methods.put("eth_getTransactionReceipt", (_, p) -> receipt(p.hash(0)));
        methods.put("eth_getTransactionByBlockNumberAndIndex", (_, p) -> transaction(number(p), p.quantity(1)));
        methods.put(
                "eth_getTransactionByBlockHashAndIndex",
                (_, p) -> transaction(new BlockRef.ByHash(p.hash(0)), p.quantity(1)));
        methods.put("eth_getRawTransactionByHash", (_, p) -> raw(p.hash(0)));
    }

    private static BlockRef number(Params params) throws RpcException {
        return BlockRef.parse(0, params.must(0));
    }

    private JsonNode block(BlockRef ref, Params params) throws RpcException {
        var full = params.flag(1, false);
        var block = history.block(ref);
        return block == null ? NullNode.instance : Render.block(block, history.newest(), full);
    }

    private JsonNode count(BlockRef ref) throws RpcException {
        var block = history.block(ref);
        return block == null ? NullNode.instance : StateMethods.text(Json.quantity(block.transactions()));
    }

    private JsonNode uncles(BlockRef ref) throws RpcException {
        return history.block(ref) == null ? NullNode.instance : StateMethods.text("0x0");
    }

    private JsonNode receipts(BlockRef ref) throws RpcException {
        var block = history.block(ref);
        if (block == null) return NullNode.instance;
        var chain = history.newest();
        var array = Json.array();
        for (var receipt : chain.receipts(block.header().number())) {
            var row = chain.transaction(receipt.hash());
            if (row != null) array.add(Render.receipt(receipt, row, block, chain.rules()));
        }
        return array;
    }

    private JsonNode transaction(Hash hash) throws RpcException {
        var chain = history.newest();
        var row = chain.transaction(hash);
        var block = row == null ? null : chain.block(row.number());
        if (row != null && block != null) return Render.transaction(row, hash, block);
        if (row != null) return Render.pending(row, hash);
        var pending = pool.find(hash);
        return pending == null ? NullNode.instance : Render.pending(pending);
    }

    private JsonNode transaction(BlockRef ref, long index) throws RpcException {
        var block = history.block(ref);
        if (block == null || index > Integer.MAX_VALUE) return NullNode.instance;
        var chain = history.newest();
        var receipt = chain.receipt(block.header().number(), (int) index);
        var row = receipt == null ? null : chain.transaction(receipt.hash());
        return row == null || receipt == null ? NullNode.instance : Render.transaction(row, receipt.hash(), block);
    }

    JsonNode receipt(Hash hash) throws RpcException {
        var chain = history.newest();
        var row = chain.transaction(hash);
        var block = row == null ? null : chain.block(row.number());
        return row == null || block == null ? NullNode.instance : receipt(chain, row, block);
    }

    /** Whether the transaction is committed, but its block is still being built. */
    boolean isInOpenBlock(Hash hash) throws RpcException {
        var chain = history.newest();
        var row = chain.transaction(hash);
        return row != null && chain.block(row.number()) == null;
    }

    private static JsonNode receipt(Chain chain, TransactionRow row, BlockRow block) {
        var receipt = chain.receipt(row.number(), row.index());
        if (receipt == null)
            throw new IllegalStateException("a transaction without a receipt in block " + row.number());
        return Render.receipt(receipt, row, block, chain.rules());
    }

    private JsonNode raw(Hash hash) throws RpcException {
        var row = history.newest().transaction(hash);
        if (row != null) return StateMethods.text(Json.data(row.raw().unsafeArray()));
        var pending = pool.find(hash);
        return pending == null
                ? NullNode.instance
                : StateMethods.text(Json.data(pending.raw().unsafeArray()));
    }
}
