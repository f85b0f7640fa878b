package coco.evm;

import coco.evm.chain.IntrinsicGas;
import coco.evm.machine.Machine;
import coco.evm.machine.StateGas;
import coco.evm.state.Account;
import coco.evm.state.Code;
import coco.evm.state.Journal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** One admitted transaction: pays, runs, gives back, and reads off what has changed. Used once. */
final class Execution {
    /** EIP-7702: given back where the authority already was an account. */
    private static final long AUTHORITY_EXISTS_REFUND = IntrinsicGas.PER_AUTHORIZATION - 12_500;

    private final Fork fork;
    private final ChainConfig config;
    private final BlockContext block;
    private final Journal journal;
    private final Machine machine;
    private final Message message;
    private final Account sender;
    private final U256 price;
    private final Intrinsic intrinsic;
    private final boolean amsterdam;

    /** Gas beside that of the frames, for new state alone (EIP-8037), and how much of it came back from authorizations. */
    private long reserve;

    private long back;

    private BlockGas.Used used = new BlockGas.Used(0, 0);

    /** Set for a creation. */
    private @Nullable Address created;

    Execution(
            ChainConfig config,
            BlockContext block,
            Journal journal,
            Machine machine,
            Message message,
            Intrinsic intrinsic) {
        this.config = config;
        this.fork = config.fork();
        this.block = block;
        this.journal = journal;
        this.machine = machine;
        this.message = message;
        this.intrinsic = intrinsic;
        sender = journal.account(message.sender());
        price = price();
        amsterdam = fork.isAtLeast(Fork.AMSTERDAM);
    }

    private U256 price() {
        if (!fork.isAtLeast(Fork.LONDON)) return message.maxFee();
        var room = message.maxFee().minus(block.baseFee());
        return room.compareTo(message.maxPriorityFee()) < 0
                ? message.maxFee()
                : block.baseFee().plus(message.maxPriorityFee());
    }

    Result.Executed run() {
        machine.prepare(block, message.sender(), price, message.blobHashes());
        buyGas();
        warmUp();
        var gas = message.gasLimit() - intrinsic.sum();
        if (amsterdam) {
            // What is asked for beyond the cap.
            reserve = Math.max(0, gas - (config.transactionGasMax() - intrinsic.regular()));
            gas -= reserve;
        }
        journal.access(sender);
        var exit = message.to() == null ? create(gas) : call(message.to(), gas);
        var outcome = settle(exit, machine.gasLeft(), journal.refund());
        journal.settle();
        return new Result.Executed(outcome, journal.diff());
    }

    private void buyGas() {
        var cost = product(message.gasLimit(), price);
        var blobGas = message.blobHashes().size() * BlobSchedule.GAS_PER_BLOB;
        if (blobGas != 0) cost = cost.plus(product(blobGas, block.blobBaseFee()));
        journal.setBalance(sender, sender.balance().minus(cost));
    }

    /** Fits, for the sender has shown to have as much. */
    private static U256 product(long gas, U256 price) {
        return U256.of(BigInteger.valueOf(gas).multiply(price.toBigInteger()));
    }

    /** EIP-2929, 2930, 3651. */
    private void warmUp() {
        if (!fork.isAtLeast(Fork.BERLIN)) return;
        journal.warm(sender);
        if (fork.isAtLeast(Fork.SHANGHAI)) journal.warm(journal.account(block.coinbase()));
        for (var entry : message.accessList()) {
            var account = journal.account(entry.address());
            journal.warm(account);
            for (var key : entry.slots()) {
                var word = U256.ofBytes(key.unsafeArray());
                journal.warm(journal.slot(account, word.limb0(), word.limb1(), word.limb2(), word.limb3()));
            }
        }
    }

    private Machine.Exit create(long gas) {
        var address = Machine.createdAddress(message.sender(), sender.nonce());
        created = address;
        journal.setNonce(sender, sender.nonce() + 1);
        var account = journal.account(address);
        journal.warm(account);
        journal.access(account);
        machine.reserve(reserve);
        return machine.create(sender, account, message.value(), message.data(), gas);
    }

    private Machine.Exit call(Address to, long gas) {
        journal.setNonce(sender, sender.nonce() + 1);
        for (var authorization : message.authorizations()) authorize(authorization);
        var target = journal.account(to);
        journal.warm(target);
        journal.access(target);
        var code = journal.code(target);
        var delegate = machine.delegate(code);
        if (delegate != null) {
            journal.warm(delegate);
            journal.access(delegate);
            code = delegate.isPrecompile() ? Code.EMPTY : journal.code(delegate);
        }
        machine.reserve(reserve);
        return machine.call(sender, target, code, message.value(), message.data(), gas);
    }

    /** EIP-7702: an entry that does not hold has no effect. */
    private void authorize(Message.Authorization authorization) {
        var chainId = authorization.chainId();
        if (!chainId.isZero() && !chainId.equals(config.chainId())) return;
        if (authorization.nonce() == -1 || authorization.authority() == null) return;
        var authority = journal.account(authorization.authority());
        journal.warm(authority);
        journal.access(authority);
        if (authority.hasCode() && !journal.code(authority).isDelegation()) return;
        if (authority.nonce() != authorization.nonce()) return;
        if (authority.exists()) giveBackAuthority();
        var delegate = authorization.delegate();
        var none = delegate.equals(Address.ZERO);
        journal.setCode(authority, none ? new byte[0] : Code.delegation(delegate.unsafeArray()));
        journal.setNonce(authority, authority.nonce() + 1);
    }

    /** Not a new account after all. */
    private void giveBackAuthority() {
        if (!amsterdam) {
            journal.addRefund(AUTHORITY_EXISTS_REFUND);
            return;
        }
        var price = StateGas.price(StateGas.perByte(fork, block.gasLimit()), StateGas.ACCOUNT);
        reserve += price;
        back += price;
    }

    /** Takes the refund off, pays for the gas, and says how it went. */
    private Outcome settle(Machine.Exit exit, long gasLeft, long refundEarned) {
        if (amsterdam && exit == Machine.Exit.RETURNED) giveBackDestroyed();
        var spent = message.gasLimit() - gasLeft - machine.reservoirLeft();
        var refund = Math.min(refundEarned, spent / (fork.isAtLeast(Fork.LONDON) ? 5 : 2));
        var used = Math.max(spent - refund, intrinsic.floor());
        count(spent, used);
        journal.setBalance(sender, sender.balance().plus(product(message.gasLimit() - used, price)));
        var tip = fork.isAtLeast(Fork.LONDON) ? price.minus(block.baseFee()) : price;
        var coinbase = journal.account(block.coinbase());
        journal.access(coinbase);
        journal.setBalance(coinbase, coinbase.balance().plus(product(used, tip)));
        if (amsterdam) for (var account : journal.destroyed()) machine.burn(account);
        return switch (exit) {
            case RETURNED -> new Outcome.Success(used, refund, machine.output(), journal.logs(), created);
            case REVERTED -> new Outcome.Revert(used, machine.output());
            case HALTED -> new Outcome.Halt(used, machine.haltReason());
        };
    }

    /** What was made and destroyed does not stay (EIP-8037). */
    private void giveBackDestroyed() {
        for (var account : journal.destroyed())
            machine.giveBackState(StateGas.ACCOUNT
                    + StateGas.SLOT * journal.slotsMade(account)
                    + journal.code(account).length());
    }

    /** For the block, authorizations count as if all their accounts were new (EIP-8037). */
    private void count(long spent, long paid) {
        if (!amsterdam) {
            used = new BlockGas.Used(paid, 0);
            return;
        }
        var state = machine.stateGasUsed();
        var regular = spent + back - intrinsic.state() - state - machine.stateGasLost();
        used = new BlockGas.Used(Math.max(regular, intrinsic.floor()), intrinsic.state() + state);
    }

    /** What it adds to its block; to be asked after {@link #run}. */
    BlockGas.Used used() {
        return used;
    }
}
