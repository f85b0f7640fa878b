package coco.evm;

import coco.evm.chain.BlockAccessList;
import coco.evm.machine.BlockCache;
import coco.evm.machine.CompiledCodes;
import coco.evm.machine.Machine;
import coco.evm.precompile.Precompiles;
import coco.evm.state.AccessRecorder;
import coco.evm.state.CodeCache;
import coco.evm.state.Journal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of one block in their order, each on the state that the ones before have left. Belongs to one thread at a
 * time; to undo a session, drop it.
 */
public final class Session {
    /** Who calls when the protocol does, and with how much gas. */
    private static final Address SYSTEM = Address.ofHex("0xfffffffffffffffffffffffffffffffffffffffe");

    private static final long SYSTEM_GAS = 30_000_000;

    private final ChainConfig config;
    private final BlockContext block;
    private final Journal journal;
    private final Machine machine;
    private final BlockGas gas;
    private int blobsLeft;

    /** From {@link Fork#AMSTERDAM} on. */
    private final @Nullable AccessRecorder accesses;

    private long transactions;

    /** Whether what comes is behind the last transaction. */
    private boolean ended;

    Session(
            ChainConfig config,
            Precompiles precompiles,
            CodeCache codes,
            BlockCache blocks,
            CompiledCodes compiled,
            WorldView view,
            BlockContext block) {

        this.config = config;
        this.block = block;
        journal = new Journal(view, codes, config.fork(), address -> precompiles.at(address) != null);
        machine = new Machine(config, block, journal, precompiles, blocks, compiled);
        gas = new BlockGas(config, block.gasLimit());
        accesses = config.fork().isAtLeast(Fork.AMSTERDAM) ? new AccessRecorder() : null;
        blobsLeft = config.blobs().max();
    }

    /** Executes a transaction by all rules, or refuses it, which leaves no trace. */
    public Result transact(Message message) {
        journal.begin();
        var intrinsic = Intrinsic.of(config.fork(), block, message);
        var refusal = new Admission(config, block, journal, message, intrinsic).refusal(gas, blobsLeft);
        if (refusal != null) return new Result.Refused(refusal);
        var execution = new Execution(config, block, journal, machine, message, intrinsic);
        var executed = execution.run();
        gas.add(execution.used());
        blobsLeft -= message.blobHashes().size();
        transactions++;
        if (accesses != null) accesses.add(transactions, journal);
        return executed;
    }

    /**
     * Gas of all transactions so far as a header has it: what they paid for, and from {@link Fork#AMSTERDAM} on what they used, in the
     * dimension of which they used more (EIP-7778, EIP-8037).
     */
    public long gasUsed() {
        return gas.used();
    }

    /** Of everything so far but {@link #call} (EIP-7928); before {@link Fork#AMSTERDAM} it is empty. */
    public BlockAccessList accessList() {
        return accesses == null ? BlockAccessList.EMPTY : accesses.list();
    }

    /** What comes is at the block's end. */
    void end() {
        ended = true;
    }

    private void recordStep() {
        if (accesses != null) accesses.add(ended ? transactions + 1 : transactions, journal);
    }

    /**
     * Executes a message as eth_call does: neither nonce, sender's code nor the block's gas is looked at, and a message
     * that offers no fee is not asked for one, nor does its code see a base fee. It must still afford its value, its
     * intrinsic gas and the fee that it does offer. What it changes stays in the session.
     */
    public Result call(Message message) {
        journal.begin();
        var context = message.maxFee().isZero() ? withoutBaseFee() : block;
        var intrinsic = Intrinsic.of(config.fork(), context, message);
        var refusal = new Admission(config, context, journal, message, intrinsic).refusalOfCall();
        if (refusal != null) return new Result.Refused(refusal);
        return new Execution(config, context, journal, machine, message, intrinsic).run();
    }

    /**
     * Calls a contract on behalf of the protocol (EIP-4788 and its like): no fee, no nonce, gas beside the block's.
     *
     * @return null where the address has no code
     */
    public Result.@Nullable Executed callAsSystem(Address contract, byte[] input) {
        journal.begin();
        var target = journal.account(contract);
        journal.access(target);
        if (!target.hasCode()) {
            recordStep();
            return null;
        }
        machine.prepare(block, SYSTEM, U256.ZERO, List.of());
        var exit = machine.call(SYSTEM, target, journal.code(target), input, SYSTEM_GAS);
        journal.settle();
        recordStep();
        var used = SYSTEM_GAS - machine.gasLeft();
        var outcome =
                switch (exit) {
                    case RETURNED -> new Outcome.Success(used, 0, machine.output(), journal.logs(), null);
                    case REVERTED -> new Outcome.Revert(used, machine.output());
                    case HALTED -> new Outcome.Halt(used, machine.haltReason());
                };
        return new Result.Executed(outcome, journal.diff());
    }

    /** Wei that comes from outside the state: a withdrawal, a miner's reward. An empty account does not stay (EIP-161). */
    public record Credit(Address to, U256 wei) {}

    public StateDiff credit(List<Credit> credits) {
        journal.begin();
        for (var credit : credits) {
            var account = journal.account(credit.to);
            journal.access(account);
            journal.setBalance(account, account.balance().plus(credit.wei));
        }
        journal.settle();
        recordStep();
        return journal.diff();
    }

    /** Shows every opcode of the messages to come. */
    public void trace(Tracer tracer) {
        machine.trace(tracer);
    }

    private BlockContext withoutBaseFee() {
        return new BlockContext(
                block.number(),
                block.timestamp(),
                block.coinbase(),
                block.gasLimit(),
                block.difficulty(),
                block.prevRandao(),
                U256.ZERO,
                block.blobBaseFee(),
                block.slotNumber());
    }
}
