package coco.evm.machine;

import coco.evm.Address;
import coco.evm.BlockContext;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.HaltReason;
import coco.evm.Hash;
import coco.evm.Tracer;
import coco.evm.U256;
import coco.evm.precompile.Precompiles;
import coco.evm.state.Account;
import coco.evm.state.Code;
import coco.evm.state.Journal;
import coco.evm.state.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs calls and creations over a journal, one at a time. Owned by one session, used by one thread at a time. */
public final class Machine {
    /** The deepest frame; the transaction's own is at 0. */
    static final int DEPTH_MAX = 1024;

    /** How a message ended. */
    public enum Exit {
        RETURNED,
        REVERTED,
        HALTED
    }

    final ChainConfig config;
    final Fork fork;
    final Journal journal;
    final Division division = new Division();
    final Gas.Storage storage;
    final Gas.Growth growth;
    final StateGas stateGas;
    final boolean metersState;
    private final boolean listsAccess;
    private final boolean logsTransfers;

    final int expByte;
    final boolean clearsEmpty;
    final boolean delegates;
    final boolean mergeDone;
    private final Precompiles precompiles;
    final BlockCache blocks;
    private final CompiledCodes compiled;
    private final ArrayList<Frame> frames = new ArrayList<>();

    private @Nullable Tracer tracer;

    BlockContext block;
    Address origin = Address.ZERO;
    U256 gasPrice = U256.ZERO;
    List<Hash> blobHashes = List.of();

    /** Whether the last call or creation opcode put a frame on top. */
    boolean entered;

    private byte[] output = Frame.NOTHING;
    private HaltReason haltReason = HaltReason.OUT_OF_GAS;
    private long gasLeft;

    /** Of the running message: what went in compiled code, and what the interpreter spent. */
    private long gasCompiled;

    private long gasInterpreted;

    public Machine(
            ChainConfig config,
            BlockContext block,
            Journal journal,
            Precompiles precompiles,
            BlockCache blocks,
            CompiledCodes compiled) {
        this.blocks = blocks;
        this.compiled = compiled;
        this.config = config;
        this.block = block;
        this.journal = journal;
        this.precompiles = precompiles;
        fork = config.fork();
        storage = Gas.Storage.of(fork);
        growth = Gas.Growth.of(fork);
        stateGas = new StateGas(fork, block.gasLimit());
        metersState = fork.isAtLeast(Fork.AMSTERDAM);
        listsAccess = fork.isAtLeast(Fork.AMSTERDAM);
        logsTransfers = fork.isAtLeast(Fork.AMSTERDAM);
        expByte = fork.isAtLeast(Fork.SPURIOUS_DRAGON) ? 50 : 10;
        clearsEmpty = fork.isAtLeast(Fork.SPURIOUS_DRAGON);
        delegates = fork.isAtLeast(Fork.PRAGUE);
        mergeDone = fork.isAtLeast(Fork.PARIS);
    }

    /** Shows every opcode from now on to the tracer. */
    public void trace(Tracer to) {
        tracer = to;
    }

    /** Sets what the next message's code sees of its transaction; its reservoir of state gas is empty. */
    public void prepare(BlockContext context, Address sender, U256 price, List<Hash> blobs) {
        stateGas.begin(0);
        block = context;
        origin = sender;
        gasPrice = price;
        blobHashes = blobs;
    }

    /** Calls the account with wei that the caller has; {@code code} is what it runs. */
    public Exit call(Account caller, Account target, Code code, U256 value, byte[] input, long gas) {
        var frame = outermost(caller.address(), target, code, value, input, gas);
        mark(frame);
        transfer(caller, target, value);
        return target.isPrecompile() ? runPrecompile(frame, target) : run(frame);
    }

    /** Calls a contract without wei for a caller whose account is not looked at, nor need be there. */
    public Exit call(Address caller, Account target, Code code, byte[] input, long gas) {
        var frame = outermost(caller, target, code, U256.ZERO, input, gas);
        mark(frame);
        journal.touch(target);
        return run(frame);
    }

    private Frame outermost(Address caller, Account target, Code code, U256 value, byte[] input, long gas) {
        var frame = frame(0);
        frame.code = code;
        frame.gas = gas;
        frame.isCreation = false;
        frame.isStatic = false;
        frame.input = input;
        frame.self = target;
        frame.caller = caller;
        Environment.pushNumber(frame.value, 0, value);
        return frame;
    }

    /** Creates a contract at the account, with wei that the creator has. */
    public Exit create(Account creator, Account account, U256 value, byte[] initCode, long gas) {
        if (journal.isOccupied(account)) {
            gasLeft = 0;
            stateGas.lose(gas);
            haltReason = HaltReason.ADDRESS_COLLISION;
            return Exit.HALTED;
        }
        var frame = frame(0);
        frame.gas = gas;
        frame.isStatic = false;
        Creations.begin(this, frame, creator, account, value, initCode);
        return run(frame);
    }

    /** The call or creation at the frame's opcode does not begin: it gives zero. The gas is the frame's from now on. */
    long refuse(Frame f, HaltReason reason, long gas) {
        Words.set(f.stack, f.top - Instructions.LIMBS, 0);
        if (tracer != null) tracer.refused(f.depth, reason);
        return gas;
    }

    /** The address that the sender's transaction of this nonce creates. */
    public static Address createdAddress(Address sender, long nonce) {
        return Creations.address(sender, nonce);
    }

    /** The account whose code a delegation stands for, or null where the code is none (EIP-7702). */
    public @Nullable Account delegate(Code code) {
        return delegates && code.isDelegation() ? Calls.delegate(this, code) : null;
    }

    /** Of the last message: what it returned or reverted with. */
    public byte[] output() {
        return output;
    }

    /** Of the last message. */
    public long gasLeft() {
        return gasLeft;
    }

    /** Gives the next message gas for new state alone (EIP-8037). */
    public void reserve(long gas) {
        stateGas.begin(gas);
    }

    /** Of the last message: what of the reservoir is left. */
    public long reservoirLeft() {
        return stateGas.reservoir();
    }

    /** Of the last message: gas for new state. */
    public long stateGasUsed() {
        return stateGas.used();
    }

    /** Of the last message: gas that is neither left nor used; see {@link StateGas}. */
    public long stateGasLost() {
        return stateGas.lost();
    }

    /** Gives gas of state back that the last message made and that does not stay. */
    public void giveBackState(long bytes) {
        stateGas.giveBackMade(bytes);
    }

    /** Of the last message, if it halted. */
    public HaltReason haltReason() {
        return haltReason;
    }

    // The frames

    private Exit run(Frame first) {
        var frame = first;
        while (true) {
            var exit = advance(frame);
            if (exit == Interpreter.ENTERED) {
                frame = frames.get(frame.depth + 1);
                continue;
            }
            exit = finish(frame, exit);
            if (frame.depth == 0) return exit(frame, exit);
            var caller = frames.get(frame.depth - 1);
            resume(caller, frame, exit);
            frame = caller;
        }
    }

    /** Runs the frame until it ends or calls, by compiled code as far as there is some. */
    private int advance(Frame frame) {
        var code = tracer == null ? compiled.find(frame.code) : null;
        if (code != null) {
            var before = frame.gas;
            var exit = code.run(frame, this);
            gasCompiled += gone(frame, exit, before);
            if (exit != CompiledCode.LEFT) return exit;
        }
        var before = frame.gas;
        var exit = Interpreter.run(frame, this);
        var gone = gone(frame, exit, before);
        gasInterpreted += gone;
        if (!frame.isCreation) compiled.interpreted(frame.code, gone);
        return exit;
    }

    private long gone(Frame frame, int exit, long before) {
        return switch (exit) {
            case Interpreter.HALTED -> before;
            case Interpreter.ENTERED -> before - frame.gas - frames.get(frame.depth + 1).gas;
            default -> before - frame.gas;
        };
    }

    private Exit exit(Frame frame, int exit) {
        compiled.ran(gasCompiled, gasInterpreted);
        gasCompiled = 0;
        gasInterpreted = 0;
        gasLeft = frame.gas;
        return switch (exit) {
            case Interpreter.RETURNED -> Exit.RETURNED;
            case Interpreter.REVERTED -> Exit.REVERTED;
            default -> Exit.HALTED;
        };
    }

    private Exit runPrecompile(Frame frame, Account target) {
        var exit = precompiled(frame, target) ? Interpreter.RETURNED : Interpreter.HALTED;
        return exit(frame, finish(frame, exit));
    }

    /** A frame to fill; the last one of its depth is over. */
    Frame frame(int depth) {
        while (frames.size() <= depth) frames.add(new Frame(this, frames.size()));
        var frame = frames.get(depth);
        frame.reset();
        return frame;
    }

    /** Remembers where to go back to if the frame fails. */
    void mark(Frame frame) {
        frame.checkpoint = journal.checkpoint();
        frame.logCount = journal.logCount();
        frame.refund = journal.refund();
        stateGas.mark(frame);
    }

    /** Deploys what a creation returned; undoes what a failed frame did. */
    private int finish(Frame frame, int exit) {
        if (exit == Interpreter.RETURNED && frame.isCreation) {
            var left = Creations.deploy(this, frame, output);
            if (left < 0) exit = halt(left);
            else frame.gas = left;
        }
        if (exit != Interpreter.RETURNED) {
            journal.revert(frame.checkpoint, frame.logCount, frame.refund);
            stateGas.undo(frame);
        }
        if (exit == Interpreter.HALTED) {
            frame.gas = 0;
            output = Frame.NOTHING;
            if (tracer != null) tracer.halted(frame.depth, haltReason);
        }
        return exit;
    }

    /** Gives the callee's result to its caller. */
    private void resume(Frame frame, Frame child, int exit) {
        frame.gas += child.gas;
        var at = frame.top - Instructions.LIMBS;
        if (child.isCreation) {
            if (exit != Interpreter.RETURNED) stateGas.giveBack(StateGas.ACCOUNT);
            frame.returnData = exit == Interpreter.REVERTED ? output : Frame.NOTHING;
            if (exit == Interpreter.RETURNED)
                Environment.pushAddress(frame.stack, at, child.self().address());
            else Words.set(frame.stack, at, 0);
            return;
        }
        frame.returnData = output;
        var size = Math.min(output.length, child.outputLength);
        if (size > 0) System.arraycopy(output, 0, frame.memory, child.outputOffset, size);
        Words.set(frame.stack, at, exit == Interpreter.RETURNED ? 1 : 0);
    }

    /** The end of a call to a precompile: the caller's gas. */
    long runPrecompile(Frame frame, Frame child, Account target, long gas) {
        var exit = finish(child, precompiled(child, target) ? Interpreter.RETURNED : Interpreter.HALTED);
        return give(frame, child, exit, gas);
    }

    /** The end of a call or creation that has no code to run: the caller's gas. */
    long finishEmpty(Frame frame, Frame child, long gas) {
        output = Frame.NOTHING;
        return give(frame, child, finish(child, Interpreter.RETURNED), gas);
    }

    private long give(Frame frame, Frame child, int exit, long gas) {
        frame.gas = gas;
        resume(frame, child, exit);
        return frame.gas;
    }

    private boolean precompiled(Frame frame, Account target) {
        var precompile = precompiles.at(target.address());
        if (precompile == null) throw new IllegalStateException("no precompile at " + target.address());
        haltReason = HaltReason.OUT_OF_GAS;
        var cost = precompile.gas(frame.input);
        if (cost < 0 || cost > frame.gas) return false;
        haltReason = HaltReason.PRECOMPILE_FAILED;
        var result = precompile.run(frame.input);
        if (result == null) return false;
        frame.gas -= cost;
        output = result;
        return true;
    }

    // For the interpreter

    int returned(byte[] data) {
        output = data;
        return Interpreter.RETURNED;
    }

    int reverted(byte[] data) {
        output = data;
        return Interpreter.REVERTED;
    }

    int halt(long halted) {
        return halt(Gas.reason(halted));
    }

    int halt(HaltReason reason) {
        haltReason = reason;
        return Interpreter.HALTED;
    }

    boolean isTraced() {
        return tracer != null;
    }

    /** Shows the opcode that the frame is about to run. */
    void show(Frame frame, int op) {
        var to = tracer;
        if (to != null) to.step(frame.depth, frame.pc, op, frame.gas, frame.stack, frame.top);
    }

    /** The gas after an opcode's static price if it may run, or else why not. */
    long admit(int op, int sp, long gas) {
        var shape = blocks.shapes[op];
        if (!Instructions.isDefined(shape)) return Gas.halted(HaltReason.INVALID_OPCODE);
        if (sp < Instructions.least(shape)) return Gas.halted(HaltReason.STACK_UNDERFLOW);
        if (sp > Instructions.greatest(shape)) return Gas.halted(HaltReason.STACK_OVERFLOW);
        return Gas.charge(gas, Instructions.gas(shape));
    }

    /** The account whose address is the word, of which the highest 96 bits mean nothing. */
    Account account(long[] s, int at) {
        return journal.account(s[at], s[at + 1], s[at + 2] & 0xffff_ffffL);
    }

    /** Since Amsterdam, the block's access list names what was looked at (EIP-7928). */
    void accessed(Account account) {
        if (listsAccess) journal.access(account);
    }

    void accessed(Slot slot) {
        if (listsAccess) journal.access(slot);
    }

    /** Moves wei, which the sender has; since Amsterdam a log tells of it (EIP-7708). */
    void transfer(Account from, Account to, U256 value) {
        journal.transfer(from, to, value);
        if (logsTransfers && from != to && !value.isZero())
            journal.log(EtherLog.transfer(from.address(), to.address(), value));
    }

    /** All that the account has is about to be gone. */
    public void burn(Account account) {
        if (logsTransfers && !account.balance().isZero())
            journal.log(EtherLog.burn(account.address(), account.balance()));
    }

    /** Since Berlin, the first access of a transaction costs more than the table says. */
    long chargeAccess(Account account, long gas) {
        return storage.warmth() && journal.warm(account) ? Gas.charge(gas, Gas.COLD_ACCOUNT - Gas.WARM) : gas;
    }
}
