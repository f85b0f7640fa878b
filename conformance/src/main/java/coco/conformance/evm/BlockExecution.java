package coco.conformance.evm;

import coco.evm.BlockContext;
import coco.evm.BlockSteps;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.Message;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Session;
import coco.evm.StateDiff;
import coco.evm.U256;
import coco.evm.chain.AccessListRules;
import coco.evm.chain.Block;
import coco.evm.chain.BlockHeader;
import coco.evm.chain.Log;
import coco.evm.chain.LogsBloom;
import coco.evm.chain.Receipt;
import coco.evm.chain.SenderRecovery;
import coco.evm.chain.TransactionRefusal;
import coco.evm.chain.TransactionRules;
import coco.evm.trie.OrderedTrie;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One block on one state: executes it and compares what that decides with the header. Used once. */
final class BlockExecution {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private final ChainConfig config;
    private final Fork fork;
    private final BlockState world;
    private final Block block;
    private final BlockHeader header;
    private final Session session;
    private final ArrayList<Receipt> receipts = new ArrayList<>();
    private final ArrayList<Log> logs = new ArrayList<>();

    /** What the transactions have paid for. */
    private long gasUsed;

    /** @param world which becomes the state after the block */
    BlockExecution(Machines machines, ChainConfig config, BlockState world, Block block) {
        this.config = config;
        this.fork = config.fork();
        this.world = world;
        this.block = block;
        header = block.header();
        session = machines.of(config).session(world, context());
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
                excess == null ? U256.ZERO : config.blobs().baseFee(excess),
                header.slotNumber() == null ? 0 : header.slotNumber());
    }

    /** What is not as the header has it, or null. */
    @Nullable
    BlockFailure run() {
        var steps = new BlockSteps(session, fork);
        steps.begin(header.parentBeaconBlockRoot(), header.parentHash()).forEach(this::apply);
        for (var i = 0; i < block.transactions().size(); i++) {
            var transaction = block.transactions().get(i);
            var refusal = TransactionRules.check(transaction, fork, config.chainId(), true);
            if (refusal != null) return new BlockFailure.Form(i, refusal);
            var sender = transaction.sender(SenderRecovery.best());
            if (sender == null) return new BlockFailure.Form(i, TransactionRefusal.INVALID_SIGNATURE);
            switch (session.transact(Message.of(transaction, sender, SenderRecovery.best()))) {
                case Result.Refused refused -> {
                    return new BlockFailure.Refused(i, refused.reason());
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
                    return new BlockFailure.Step(broken);
                }
                case BlockSteps.Requests.Found found -> {
                    found.diffs().forEach(this::apply);
                    if (!Objects.equals(requestsHash(found.requests()), header.requestsHash()))
                        return new BlockFailure.Difference("requests hash", "INVALID_REQUESTS");
                }
            }
        }
        return difference();
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
        world.apply(diff);
    }

    private @Nullable BlockFailure difference() {
        if (session.gasUsed() != header.gasUsed())
            return new BlockFailure.Difference(
                    "gas used %d, expected %d".formatted(session.gasUsed(), header.gasUsed()), "INVALID_GAS_USED");
        if (!LogsBloom.of(logs).equals(header.logsBloom()))
            return new BlockFailure.Difference("logs bloom", "INVALID_LOG_BLOOM");
        var root = OrderedTrie.root(receipts.stream().map(Receipt::encode).toList());
        if (fork.isAtLeast(Fork.BYZANTIUM) && !root.equals(header.receiptsRoot()))
            return new BlockFailure.Difference("receipts root", "INVALID_RECEIPTS_ROOT");
        if (!world.root().equals(header.stateRoot()))
            return new BlockFailure.Difference("state root", "INVALID_STATE_ROOT");
        return fork.isAtLeast(Fork.AMSTERDAM) ? accessDifference() : null;
    }

    private @Nullable BlockFailure accessDifference() {
        var accesses = session.accessList();
        if (!Objects.equals(accesses.hash(), header.blockAccessListHash()))
            return new BlockFailure.Difference("access list", "INVALID_BLOCK_ACCESS_LIST");
        return AccessListRules.isTooLong(accesses, header.gasLimit())
                ? new BlockFailure.Difference("access list too long", "BLOCK_ACCESS_LIST_GAS_LIMIT_EXCEEDED")
                : null;
    }

    private List<Session.Credit> rewards() {
        var ether = fork.isAtLeast(Fork.CONSTANTINOPLE) ? 2 : fork.isAtLeast(Fork.BYZANTIUM) ? 3 : 5;
        var reward = ETHER.multiply(BigInteger.valueOf(ether));
        var credits = new ArrayList<Session.Credit>();
        var uncles = BigInteger.valueOf(block.ommers().size());
        credits.add(new Session.Credit(
                header.beneficiary(), U256.of(reward.add(reward.multiply(uncles).shiftRight(5)))));
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
