package coco.ethereum.rpc;

import coco.ethereum.ledger.BlockRow;
import coco.ethereum.ledger.Chain;
import coco.spi.Ledger;
import coco.store.Version;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The committed states of the newest blocks. A version is a pointer that shares its nodes, so keeping many is cheap. */
final class History {
    private final Ledger ledger;
    private final int blocksMax;
    private final ConcurrentSkipListMap<Long, Version> versions = new ConcurrentSkipListMap<>();

    History(Ledger ledger, int blocksMax) {
        this.ledger = ledger;
        this.blocksMax = blocksMax;
    }

    /** A state and the block after which it is. */
    record State(Chain chain, BlockRow block) {}

    /** Takes note of the committed state if it is that of a block's end. */
    Version capture() {
        var version = ledger.committed().version();
        var chain = Chain.of(version);
        if (!chain.exists() || chain.progress().transactions() > 0) return version;
        var number = chain.head().number();
        if (versions.put(number, version) == null) while (versions.size() > blocksMax) versions.pollFirstEntry();
        return version;
    }

    /** The newest state as the store has it. */
    Version version() throws RpcException {
        var version = capture();
        if (!Chain.of(version).exists()) throw RpcException.server("this network has no Ethereum ledger");
        return version;
    }

    /** The newest state, for blocks, transactions and receipts of any age. */
    Chain newest() throws RpcException {
        return Chain.of(version());
    }

    @Nullable
    BlockRow block(BlockRef ref) throws RpcException {
        var chain = newest();
        return switch (ref) {
            case BlockRef.Latest _, BlockRef.Pending _ -> chain.headBlock();
            case BlockRef.ByNumber(var number) -> chain.block(number);
            case BlockRef.ByHash(var hash) -> chain.block(hash);
        };
    }

    /** The state after a block; pending is all that is committed. */
    State state(BlockRef ref) throws RpcException {
        var chain = newest();
        var head = chain.headBlock();
        if (ref instanceof BlockRef.Pending) return new State(chain, head);
        var block = block(ref);
        if (block == null) throw RpcException.server("header not found");
        var number = block.header().number();
        var version = versions.get(number);
        if (version != null) return new State(Chain.of(version), block);
        if (number == head.header().number()) return new State(chain, head);
        throw RpcException.server("the state of block %d is not available: this node keeps that of the last %d blocks"
                .formatted(number, blocksMax));
    }
}
