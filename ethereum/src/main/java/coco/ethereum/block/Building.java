package coco.ethereum.block;

import coco.crypto.Bytes;
import coco.ethereum.chain.ChainRules;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.OpenBlock;
import coco.ethereum.ledger.Progress;
import coco.ethereum.ledger.StoredWorld;
import coco.evm.Address;
import coco.evm.BlobSchedule;
import coco.evm.BlockContext;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.Session;
import coco.evm.U256;
import coco.evm.chain.LogsBloom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The open block with an EVM session at work on it. All of it can be had again from the tables. Belongs to one run. */
final class Building {
    final OpenBlock open;
    final Bytes openBytes;
    final ChainConfig config;
    final StoredWorld world;
    final Session session;

    Progress progress;

    /** The block's transactions in order; only as many as this run has seen from the start. */
    final List<Item> items = new ArrayList<>();

    /** What ending the block takes of a transaction. */
    @SuppressWarnings("ArrayRecordComponent") // read in place; items are not compared
    record Item(Bytes raw, byte[] receipt, LogsBloom bloom, Set<Address> emitters) {}

    Building(OpenBlock open, Progress progress, Chain chain, ChainRules rules, Engines engines) {
        this.open = open;
        this.openBytes = open.encode();
        this.progress = progress;
        var replay = open.replay();
        config = replay == null
                ? rules.at(open.number(), open.timestamp())
                : rules.of(new coco.ethereum.chain.ForkSchedule.Point(replay.fork(), replay.blobs()));
        world = replay == null
                ? StoredWorld.of(chain)
                : new StoredWorld(
                        chain,
                        number -> Objects.requireNonNullElse(replay.ancestors().get(number), Hash.ZERO));
        session = engines.of(config)
                .session(world, replay == null ? context(open, config, rules, chain) : replay.block());
    }

    private static BlockContext context(OpenBlock open, ChainConfig config, ChainRules rules, Chain chain) {
        var merged = config.fork().isAtLeast(Fork.PARIS);
        return new BlockContext(
                open.number(),
                open.timestamp(),
                rules.settings().coinbase(),
                open.gasLimit(),
                merged ? U256.ZERO : chain.headBlock().header().difficulty(),
                merged ? U256.ofBytes(open.prevRandao().unsafeArray()) : U256.ZERO,
                open.baseFee(),
                config.fork().isAtLeast(Fork.CANCUN) ? config.blobs().baseFee(open.excessBlobGas()) : U256.ZERO);
    }

    /** Whether the tables say what this says. */
    boolean isAt(Bytes otherOpen, Progress otherProgress) {
        return openBytes.equals(otherOpen) && progress.equals(otherProgress);
    }

    /** Whether a transaction of this size still goes in. */
    boolean hasRoom(long gas, int blobs) {
        return Long.compareUnsigned(gas, open.gasLimit() - progress.gasUsed()) <= 0
                && blobs * BlobSchedule.GAS_PER_BLOB + progress.blobGasUsed()
                        <= config.blobs().max() * BlobSchedule.GAS_PER_BLOB;
    }
}
