package coco.evm.conformance;

import coco.evm.BlockContext;
import coco.evm.BlockSteps;
import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.Message;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Session;
import coco.evm.StateDiff;
import coco.evm.Tier1;
import coco.evm.U256;
import coco.evm.chain.Block;
import coco.evm.chain.BlockHeader;
import coco.evm.chain.Log;
import coco.evm.chain.LogsBloom;
import coco.evm.chain.Receipt;
import coco.evm.chain.SenderRecovery;
import coco.evm.rlp.RlpException;
import coco.evm.trie.OrderedTrie;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Executes the blocks of blockchain tests and compares what execution decides: gas, receipts, logs, requests, state.
 * Header rules are not the machine's: a block that the suite refuses for its header or its encoding is passed over, one
 * that it refuses for a transaction must be refused. Any thread may use it.
 */
public final class BlockTestRunner {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private final ConcurrentHashMap<ChainConfig, Evm> machines = new ConcurrentHashMap<>();

    private final Tier1 tier1;

    public BlockTestRunner() {
        this(Tier1.OFF);
    }

    public BlockTestRunner(Tier1 tier1) {
        this.tier1 = tier1;
    }

    /** Runs the tests of one file; a case's fork is the network. */
    public void run(
            JsonNode file,
            Predicate<StateTestRunner.CaseName> wanted,
            BiConsumer<StateTestRunner.CaseName, Verdict> report) {
        for (var test : file.properties()) {
            var value = test.getValue();
            if (!value.has("blocks") || !value.has("network")) continue;
            var name = new StateTestRunner.CaseName(
                    test.getKey(), value.get("network").asString(), 0);
            if (wanted.test(name)) report.accept(name, run(value));
        }
    }

    private Verdict run(JsonNode test) {
        var network = test.get("network").asString();
        var fork = StateTest.fork(network);
        if (fork == null) return new Verdict.Skipped("network " + network + " changes its rules");
        var config = new StateTest(test).config(fork, network);
        var world = new ChainWorld(StateTest.world(test.get("pre")));
        world.addHash(0, Values.hash(test.get("genesisBlockHeader").get("hash")));
        var gas = 0L;
        for (var block : test.get("blocks").values()) {
            var expected = block.path("expectException").asString("");
            if (expected.contains("BlockException") && !executionDecides(expected)) continue;
            try {
                var decoded = Block.decode(Values.bytes(block.get("rlp")));
                var next = world.copy();
                var difference = new Import(config, next, decoded).run();
                if (!expected.isEmpty()) {
                    if (difference == null) return new Verdict.Failed(List.of("accepted, expected " + expected));
                    continue;
                }
                if (difference != null) return new Verdict.Failed(List.of(difference));
                world = next;
                world.addHash(decoded.header().number(), decoded.header().hash());
                gas += decoded.header().gasUsed();
            } catch (RlpException e) {
                if (expected.isEmpty()) return new Verdict.Failed(List.of("not decoded: " + e.getMessage()));
            }
        }
        var differences = world.state().differences(StateTest.world(test.get("postState")));
        return differences.isEmpty() ? new Verdict.Passed(gas) : new Verdict.Failed(differences);
    }

    private static boolean executionDecides(String expected) {
        return expected.contains("INVALID_REQUESTS")
                || expected.contains("INVALID_DEPOSIT_EVENT_LAYOUT")
                || expected.contains("SYSTEM_CONTRACT");
    }

    /** One block on one state. */
    private final class Import {
        private final ChainConfig config;
        private final Fork fork;
        private final ChainWorld world;
        private final Block block;
        private final BlockHeader header;
        private final Session session;
        private final ArrayList<Receipt> receipts = new ArrayList<>();
        private final ArrayList<Log> logs = new ArrayList<>();
        private long gasUsed;

        Import(ChainConfig config, ChainWorld world, Block block) {
            this.config = config;
            this.fork = config.fork();
            this.world = world;
            this.block = block;
            header = block.header();
            session = machines.computeIfAbsent(config, rules -> new Evm(rules, tier1))
                    .session(world, context());
        }

        private BlockContext context() {
            var excess = header.excessBlobGas();
            var merged = fork.isAtLeast(Fork.PARIS);
            var baseFee = header.baseFeePerGas();
            return new BlockContext(
                    header.number(),
                    header.timestamp(),
                    header.beneficiary(),
                    header.gasLimit(),
                    merged ? U256.ZERO : header.difficulty(),
                    merged ? U256.ofBytes(header.mixHash().toArray()) : U256.ZERO,
                    baseFee == null ? U256.ZERO : baseFee,
                    excess == null ? U256.ZERO : config.blobs().baseFee(excess));
        }

        /** What is not as the header has it, or null. */
        @Nullable
        String run() {
            var steps = new BlockSteps(session, fork);
            steps.begin(header.parentBeaconBlockRoot(), header.parentHash()).forEach(this::apply);
            for (var i = 0; i < block.transactions().size(); i++) {
                var transaction = block.transactions().get(i);
                var refusal = transactionRefusal(transaction);
                if (refusal != null) return refusal;
                var sender = transaction.sender(SenderRecovery.best());
                if (sender == null) return "no sender";
                switch (session.transact(Message.of(transaction, sender, SenderRecovery.best()))) {
                    case Result.Refused refused -> {
                        return "transaction " + i + " refused: "
                                + refused.reason().message();
                    }
                    case Result.Executed executed -> add(transaction.type(), executed);
                }
            }
            if (!fork.isAtLeast(Fork.PARIS)) apply(session.credit(rewards()));
            var withdrawals = block.withdrawals();
            if (withdrawals != null) apply(steps.withdraw(withdrawals));
            if (fork.isAtLeast(Fork.PRAGUE)) {
                switch (steps.requests(logs, BlockSteps.MAINNET_DEPOSITS)) {
                    case BlockSteps.Requests.Broken broken -> {
                        return broken.reason();
                    }
                    case BlockSteps.Requests.Found found -> {
                        found.diffs().forEach(this::apply);
                        if (!Objects.equals(requestsHash(found.requests()), header.requestsHash()))
                            return "requests hash";
                    }
                }
            }
            return difference();
        }

        private @Nullable String transactionRefusal(coco.evm.chain.Transaction transaction) {
            var refusal = coco.evm.chain.TransactionRules.check(transaction, fork, config.chainId(), true);
            return refusal == null ? null : refusal.toString();
        }

        private void add(int type, Result.Executed executed) {
            apply(executed.diff());
            gasUsed += executed.outcome().gasUsed();
            var success = executed.outcome() instanceof Outcome.Success;
            var emitted = executed.outcome() instanceof Outcome.Success s ? s.logs() : List.<Log>of();
            logs.addAll(emitted);
            receipts.add(Receipt.of(type, success, gasUsed, emitted));
        }

        private void apply(StateDiff diff) {
            world.state().apply(diff);
        }

        private @Nullable String difference() {
            if (gasUsed != header.gasUsed()) return "gas used %d, expected %d".formatted(gasUsed, header.gasUsed());
            if (!LogsBloom.of(logs).equals(header.logsBloom())) return "logs bloom";
            var root = OrderedTrie.root(receipts.stream().map(Receipt::encode).toList());
            if (fork.isAtLeast(Fork.BYZANTIUM) && !root.equals(header.receiptsRoot())) return "receipts root";
            return world.state().root().equals(header.stateRoot()) ? null : "state root";
        }

        private List<Session.Credit> rewards() {
            var ether = fork.isAtLeast(Fork.CONSTANTINOPLE) ? 2 : fork.isAtLeast(Fork.BYZANTIUM) ? 3 : 5;
            var reward = ETHER.multiply(BigInteger.valueOf(ether));
            var credits = new ArrayList<Session.Credit>();
            var uncles = BigInteger.valueOf(block.ommers().size());
            credits.add(new Session.Credit(
                    header.beneficiary(),
                    U256.of(reward.add(reward.multiply(uncles).shiftRight(5)))));
            for (var uncle : block.ommers()) {
                var age = BigInteger.valueOf(8 + uncle.number() - header.number());
                credits.add(new Session.Credit(
                        uncle.beneficiary(), U256.of(reward.multiply(age).shiftRight(3))));
            }
            return credits;
        }

        private static Hash requestsHash(List<byte[]> requests) {
            try {
                var all = MessageDigest.getInstance("SHA-256");
                for (var request : requests)
                    all.update(MessageDigest.getInstance("SHA-256").digest(request));
                return Hash.of(all.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
