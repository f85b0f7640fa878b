package coco.evm.chain;

import coco.evm.BlobSchedule;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpWriter;
import coco.evm.trie.OrderedTrie;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a block has to be before it is executed: that it follows its parent, and that its body is what its header commits to. Seals of
 * proof of work are not looked at.
 */
public final class BlockRules {
    private static final int EXTRA_DATA_MAX = 32;
    private static final int GAS_LIMIT_STEPS = 1024;
    private static final long GAS_LIMIT_MIN = 5_000;
    private static final int ELASTICITY = 2;
    private static final BigInteger BASE_FEE_STEPS = BigInteger.valueOf(8);
    private static final U256 BASE_FEE_FIRST = U256.of(1_000_000_000);

    /** EIP-7934: 10 MiB less a margin of 2 MiB. */
    private static final int SIZE_MAX = 8 << 20;

    /** EIP-7918: what blobs cost at least, in gas of execution. */
    private static final BigInteger BLOB_BASE_COST = BigInteger.valueOf(1 << 13);

    private static final int OMMERS_MAX = 2;
    private static final int OMMER_GENERATIONS = 6;

    private final ChainConfig config;
    private final Fork fork;
    private final BlockHeader parent;

    /** @param config at the block that is to be checked */
    public BlockRules(ChainConfig config, BlockHeader parent) {
        this.config = config;
        this.fork = config.fork();
        this.parent = parent;
    }

    /**
     * The first rule that the block breaks, or null.
     *
     * @param ancestors the blocks before it, the parent first, as many as are known; ommers are looked for beside the first six
     */
    public @Nullable BlockRefusal check(Block block, List<Block> ancestors) {
        var refusal = header(block.header());
        if (refusal == null) refusal = body(block);
        return refusal != null ? refusal : ommers(block, ancestors);
    }

    /** The same of a header alone. */
    public @Nullable BlockRefusal header(BlockHeader header) {
        var refusal = order(header);
        if (refusal == null) refusal = fields(header);
        if (refusal == null) refusal = gas(header);
        if (refusal == null) refusal = work(header);
        return refusal != null ? refusal : blobs(header);
    }

    private @Nullable BlockRefusal order(BlockHeader header) {
        if (header.number() != parent.number() + 1 || !header.parentHash().equals(parent.hash()))
            return BlockRefusal.NOT_THE_NEXT;
        if (Long.compareUnsigned(header.timestamp(), parent.timestamp()) <= 0) return BlockRefusal.TIMESTAMP_TOO_OLD;
        return header.extraData().length > EXTRA_DATA_MAX ? BlockRefusal.EXTRA_DATA_TOO_LONG : null;
    }

    private @Nullable BlockRefusal fields(BlockHeader header) {
        var complete = has(header.baseFeePerGas(), Fork.LONDON)
                && has(header.withdrawalsRoot(), Fork.SHANGHAI)
                && has(header.blobGasUsed(), Fork.CANCUN)
                && has(header.excessBlobGas(), Fork.CANCUN)
                && has(header.parentBeaconBlockRoot(), Fork.CANCUN)
                && has(header.requestsHash(), Fork.PRAGUE)
                && has(header.blockAccessListHash(), Fork.AMSTERDAM)
                && has(header.slotNumber(), Fork.AMSTERDAM);
        return complete ? null : BlockRefusal.FIELDS;
    }

    private boolean has(@Nullable Object field, Fork since) {
        return (field != null) == fork.isAtLeast(since);
    }

    private @Nullable BlockRefusal gas(BlockHeader header) {
        var before = isFirstOfLondon() ? parent.gasLimit() * ELASTICITY : parent.gasLimit();
        if (header.gasLimit() < GAS_LIMIT_MIN || Math.abs(header.gasLimit() - before) >= before / GAS_LIMIT_STEPS)
            return BlockRefusal.GAS_LIMIT;
        if (header.gasUsed() > header.gasLimit()) return BlockRefusal.GAS_USED_ABOVE_LIMIT;
        var fee = header.baseFeePerGas();
        return fee == null || fee.equals(baseFee()) ? null : BlockRefusal.BASE_FEE;
    }

    private boolean isFirstOfLondon() {
        return fork.isAtLeast(Fork.LONDON) && parent.baseFeePerGas() == null;
    }

    /** EIP-1559, from the parent's fee and how full it was. */
    private U256 baseFee() {
        var before = parent.baseFeePerGas();
        if (before == null) return BASE_FEE_FIRST;
        var target = parent.gasLimit() / ELASTICITY;
        var off = parent.gasUsed() - target;
        var fee = before.toBigInteger();
        var step = fee.multiply(BigInteger.valueOf(Math.abs(off)))
                .divide(BigInteger.valueOf(target))
                .divide(BASE_FEE_STEPS);
        if (off > 0) return U256.of(fee.add(step.max(BigInteger.ONE)));
        return U256.of(fee.subtract(step).max(BigInteger.ZERO));
    }

    private @Nullable BlockRefusal work(BlockHeader header) {
        if (!fork.isAtLeast(Fork.PARIS))
            return header.difficulty().equals(Difficulty.of(fork, parent, header.timestamp()))
                    ? null
                    : BlockRefusal.DIFFICULTY;
        if (!header.difficulty().isZero()) return BlockRefusal.DIFFICULTY;
        return header.nonce() == 0 ? null : BlockRefusal.NONCE;
    }

    private @Nullable BlockRefusal blobs(BlockHeader header) {
        var excess = header.excessBlobGas();
        var used = header.blobGasUsed();
        if (excess == null || used == null) return null;
        if (excess != excessBlobGas()) return BlockRefusal.EXCESS_BLOB_GAS;
        return used > config.blobs().max() * BlobSchedule.GAS_PER_BLOB ? BlockRefusal.TOO_MANY_BLOBS : null;
    }

    /** EIP-4844; from Osaka on it does not fall while blobs cost less than execution (EIP-7918). */
    private long excessBlobGas() {
        var before = parent.excessBlobGas() == null ? 0 : parent.excessBlobGas();
        var used = parent.blobGasUsed() == null ? 0 : parent.blobGasUsed();
        var schedule = config.blobs();
        var target = schedule.target() * BlobSchedule.GAS_PER_BLOB;
        if (before + used < target) return 0;
        if (fork.isAtLeast(Fork.OSAKA) && isBelowReserve(before))
            return before + used * (schedule.max() - schedule.target()) / schedule.max();
        return before + used - target;
    }

    private boolean isBelowReserve(long excess) {
        var fee = parent.baseFeePerGas();
        if (fee == null) return false;
        var blob =
                config.blobs().baseFee(excess).toBigInteger().multiply(BigInteger.valueOf(BlobSchedule.GAS_PER_BLOB));
        return BLOB_BASE_COST.multiply(fee.toBigInteger()).compareTo(blob) > 0;
    }

    private @Nullable BlockRefusal body(Block block) {
        var header = block.header();
        if (fork.isAtLeast(Fork.OSAKA) && block.encode().length > SIZE_MAX) return BlockRefusal.SIZE;
        var transactions =
                block.transactions().stream().map(Transaction::encode).toList();
        if (!OrderedTrie.root(transactions).equals(header.transactionsRoot())) return BlockRefusal.TRANSACTIONS_ROOT;
        if (!Objects.equals(withdrawalsRoot(block), header.withdrawalsRoot())) return BlockRefusal.WITHDRAWALS_ROOT;
        if (!ommersHash(block).equals(header.ommersHash())) return BlockRefusal.OMMERS_HASH;
        var used = header.blobGasUsed();
        return used == null || used == blobGas(block) ? null : BlockRefusal.BLOB_GAS_USED;
    }

    private static long blobGas(Block block) {
        var blobs = 0L;
        for (var transaction : block.transactions())
            if (transaction instanceof Transaction.Blob blob)
                blobs += blob.blobHashes().size();
        return blobs * BlobSchedule.GAS_PER_BLOB;
    }

    private static @Nullable Hash withdrawalsRoot(Block block) {
        var withdrawals = block.withdrawals();
        return withdrawals == null
                ? null
                : OrderedTrie.root(withdrawals.stream().map(Withdrawal::encode).toList());
    }

    private static Hash ommersHash(Block block) {
        var writer = new RlpWriter(1024).begin();
        for (var ommer : block.ommers()) ommer.write(writer);
        return Hash.unsafeWrap(Keccak256.hash(writer.end().toArray()));
    }

    /** Yellow paper, 11.1: siblings of one of the six blocks before, which no block has named so far. */
    private @Nullable BlockRefusal ommers(Block block, List<Block> ancestors) {
        if (block.ommers().isEmpty()) return null;
        if (fork.isAtLeast(Fork.PARIS) || block.ommers().size() > OMMERS_MAX) return BlockRefusal.OMMERS;
        var named = new HashSet<Hash>();
        var line = new HashSet<Hash>();
        line.add(block.header().hash());
        for (var ancestor : ancestors.subList(0, Math.min(OMMER_GENERATIONS + 1, ancestors.size()))) {
            line.add(ancestor.header().hash());
            for (var ommer : ancestor.ommers()) named.add(ommer.hash());
        }
        for (var ommer : block.ommers()) {
            var hash = ommer.hash();
            if (line.contains(hash) || !named.add(hash) || !isBeside(ommer, ancestors)) return BlockRefusal.OMMERS;
        }
        return null;
    }

    /** The parent of an ommer is an ancestor but the nearest, and its header is one that might have followed. */
    private boolean isBeside(BlockHeader ommer, List<Block> ancestors) {
        for (var i = 1; i < Math.min(OMMER_GENERATIONS + 1, ancestors.size()); i++) {
            var ancestor = ancestors.get(i).header();
            if (ommer.parentHash().equals(ancestor.hash()))
                return new BlockRules(config, ancestor).header(ommer) == null;
        }
        return false;
    }
}
