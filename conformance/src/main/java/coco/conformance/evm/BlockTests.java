package coco.conformance.evm;

import coco.conformance.CaseName;
import coco.conformance.Report;
import coco.conformance.Verdict;
import coco.evm.Hash;
import coco.evm.chain.AccessListRules;
import coco.evm.chain.Block;
import coco.evm.chain.BlockAccessList;
import coco.evm.chain.BlockRules;
import coco.evm.rlp.RlpException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Blockchain tests: blocks from a genesis on, some of which have to be refused; which block is the last one in the end, and the state
 * then. Everything is checked but seals of proof of work: headers, bodies, ommers, what execution decides.
 */
final class BlockTests implements Suite {
    private static final int ANCESTORS = 8;
    private static final int DIFFERENCES_MAX = 6;

    private final Machines machines;

    BlockTests(Machines machines) {
        this.machines = machines;
    }

    @Override
    public boolean takes(JsonNode test) {
        return test.has("blocks") && test.has("network") && test.has("genesisRLP");
    }

    @Override
    public void run(String file, String name, JsonNode test, Predicate<CaseName> wanted, Report report) {
        var one = new CaseName(file, name, test.get("network").asString(), 0);
        if (wanted.test(one)) report.take(one, run(test));
    }

    private Verdict run(JsonNode test) {
        var network = Network.of(test.get("network").asString());
        if (network == null)
            return Verdict.Failed.of(
                    "no such network is known: " + test.get("network").asString());
        try {
            return new Chain(test, network).run();
        } catch (RlpException e) {
            return Verdict.Failed.of("the genesis does not decode: " + e.getMessage());
        }
    }

    /** A block that was taken, and the state after it. */
    private record Imported(
            Block block,
            ChainWorld world,
            BigInteger work,
            @Nullable Imported parent) {}

    /** The blocks of one test. */
    private final class Chain {
        private final JsonNode test;
        private final Network network;
        private final Map<Hash, Imported> known = new HashMap<>();
        private Imported head;
        private long gas;

        Chain(JsonNode test, Network network) throws RlpException {
            this.test = test;
            this.network = network;
            var genesis = Block.decode(Values.bytes(test.get("genesisRLP")));
            var world = new ChainWorld(StateTest.world(test.get("pre")));
            var header = genesis.header();
            world.addHash(header.number(), header.hash());
            head = new Imported(genesis, world, header.difficulty().toBigInteger(), null);
            known.put(header.hash(), head);
        }

        Verdict run() {
            for (var block : test.get("blocks").values()) {
                var expected = block.path("expectException").asString("");
                var refused = !expected.isEmpty() || isInvalid(block);
                var failure = take(Values.bytes(block.get("rlp")), AccessLists.of(block));
                if (failure == null && refused) return Verdict.Failed.of("a block was taken, expected " + expected);
                if (failure == null) continue;
                if (!refused) return Verdict.Failed.of("a block was refused: " + failure.text());
                if (!expected.isEmpty() && !failure.isOneOf(expected))
                    return Verdict.Failed.of(
                            "a block was refused: %s, expected %s".formatted(failure.text(), expected));
            }
            return end();
        }

        /** The older suites give no reason: a block that has to be refused lacks its parts in JSON. */
        private static boolean isInvalid(JsonNode block) {
            return !block.has("blockHeader") && !block.has("blocknumber");
        }

        /** Why the block is refused, or null. */
        private @Nullable BlockFailure take(byte[] rlp, @Nullable BlockAccessList accesses) {
            try {
                var block = Block.decode(rlp);
                var header = block.header();
                var parent = known.get(header.parentHash());
                if (parent == null) return new BlockFailure.Orphan();
                var config = network.config(test, header.number(), header.timestamp());
                var broken = new BlockRules(config, parent.block().header()).check(block, ancestors(parent));
                if (broken != null) return new BlockFailure.Rule(broken);
                if (accesses != null) {
                    var refusal = AccessListRules.check(
                            accesses, header, block.transactions().size());
                    if (refusal != null) return new BlockFailure.AccessList(refusal);
                }
                var world = parent.world().copy();
                var failure = new BlockExecution(machines, config, world, block).run();
                if (failure != null) return failure;
                world.addHash(header.number(), header.hash());
                gas += header.gasUsed();
                add(new Imported(
                        block, world, parent.work().add(header.difficulty().toBigInteger()), parent));
                return null;
            } catch (RlpException e) {
                return new BlockFailure.Encoding(String.valueOf(e.getMessage()));
            }
        }

        /** The chain with the most work is the one; since the Merge blocks have none, and the last one taken is. */
        private void add(Imported block) {
            known.put(block.block().header().hash(), block);
            var merged = block.block().header().difficulty().isZero();
            if (merged || block.work().compareTo(head.work()) > 0) head = block;
        }

        private static List<Block> ancestors(Imported parent) {
            var blocks = new ArrayList<Block>();
            for (var one = parent; one != null && blocks.size() < ANCESTORS; one = one.parent())
                blocks.add(one.block());
            return blocks;
        }

        private Verdict end() {
            var hash = head.block().header().hash();
            var expected = Values.hash(test.get("lastblockhash"));
            if (!hash.equals(expected))
                return Verdict.Failed.of("the last block is %s, expected %s".formatted(hash, expected));
            var state = head.world().state();
            var reasons = new ArrayList<String>();
            if (test.has("postState")) reasons.addAll(state.differences(StateTest.world(test.get("postState"))));
            else if (test.has("postStateHash") && !state.root().equals(Values.hash(test.get("postStateHash"))))
                reasons.add("state root %s, expected %s"
                        .formatted(state.root(), test.get("postStateHash").asString()));
            return reasons.isEmpty()
                    ? new Verdict.Passed(gas)
                    : new Verdict.Failed(reasons.stream().limit(DIFFERENCES_MAX).toList());
        }
    }
}
