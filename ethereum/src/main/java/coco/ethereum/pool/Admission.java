package coco.ethereum.pool;

import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.EthereumSettings;
import coco.ethereum.chain.ChainRules;
import coco.ethereum.ledger.AccountRow;
import coco.ethereum.ledger.Chain;
import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.U256;
import coco.evm.chain.BlockHeader;
import coco.evm.chain.IntrinsicGas;
import coco.evm.chain.Transaction;
import coco.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway asks of a transaction before it takes it, at one committed state; the texts are the ones that clients know. Any
 * thread may ask.
 */
final class Admission {
    private static final int DELEGATION_SIZE = 23;

    private final Version version;
    private final EthereumSettings settings;
    private final Chain chain;
    private final ChainRules rules;
    private final BlockHeader head;
    private final ChainConfig config;

    Admission(Version version, EthereumSettings settings) {
        this.version = version;
        this.settings = settings;
        this.chain = Chain.of(version);
        this.rules = chain.rules();
        this.head = chain.headBlock().header();
        this.config = rules.at(head.number() + 1, head.timestamp());
    }

    /** Whether it is about this very state. */
    boolean isAt(Version now) {
        return version == now;
    }

    /** The account's nonce in that state. */
    long nonce(Address sender) {
        var row = chain.account(sender);
        return row == null ? 0 : row.state().nonce();
    }

    /** The first rule broken, or null. */
    @Nullable
    String refusal(RawTransaction request) {
        if (chain.hasTransaction(request.hash())) return "already known";
        var refusal = ofForm(request);
        if (refusal == null) refusal = ofGas(request.transaction());
        return refusal != null ? refusal : ofAccount(request);
    }

    private @Nullable String ofForm(RawTransaction request) {
        var transaction = request.transaction();
        var since =
                switch (transaction.type()) {
                    case 0 -> Fork.FRONTIER;
                    case 1 -> Fork.BERLIN;
                    case 2 -> Fork.LONDON;
                    case 3 -> Fork.CANCUN;
                    default -> Fork.PRAGUE;
                };
        var blobs = transaction.type() == 3 && !request.imported();
        if (!config.fork().isAtLeast(since) || blobs) return "transaction type not supported";
        if (request.raw().size() > settings.transactionBytesMax()) return oversized(request, settings);
        var chainId = transaction.chainId();
        if (chainId == null && !settings.allowUnprotected())
            return "only replay-protected (EIP-155) transactions allowed over RPC";
        if (chainId != null && !chainId.equals(rules.chainId()))
            return "invalid chain id for signer: have %s want %s".formatted(chainId, rules.chainId());
        if (!transaction.signature().hasLowS()) return "invalid transaction v, r, s values";
        if (transaction.type() == 4 && transaction.authorizations().isEmpty())
            return "set code tx must have at least one authorization tuple";
        if (transaction.maxPriorityFeePerGas().compareTo(transaction.maxFeePerGas()) > 0)
            return "max priority fee per gas higher than max fee per gas";
        return null;
    }

    private @Nullable String ofGas(Transaction transaction) {
        var gas = transaction.gasLimit();
        if (transaction.isCreation() && transaction.data().length > config.initCodeSizeMax())
            return "max initcode size exceeded: code size %d, limit %d"
                    .formatted(transaction.data().length, config.initCodeSizeMax());
        if (Long.compareUnsigned(gas, head.gasLimit()) > 0) return "exceeds block gas limit";
        if (gas > config.transactionGasMax())
            return "transaction gas limit too high (cap: %d, tx: %d)".formatted(config.transactionGasMax(), gas);
        var intrinsic = IntrinsicGas.of(config.fork(), transaction);
        if (gas < intrinsic) return "intrinsic gas too low: gas %d, minimum needed %d".formatted(gas, intrinsic);
        var floor = IntrinsicGas.floor(config.fork(), transaction);
        if (gas < floor)
            return "insufficient gas for floor data gas cost: gas %d, minimum needed %d".formatted(gas, floor);
        var baseFee = head.baseFeePerGas();
        if (!rules.settings().marketBaseFee()
                && baseFee != null
                && transaction.maxFeePerGas().compareTo(baseFee) < 0)
            return "max fee per gas less than block base fee: maxFeePerGas: %s, baseFee: %s"
                    .formatted(transaction.maxFeePerGas(), baseFee);
        return null;
    }

    private @Nullable String ofAccount(RawTransaction request) {
        var row = chain.account(request.sender());
        var account = row == null ? AccountState.EMPTY : row.state();
        var nonce = request.transaction().nonce();
        if (nonce == -1) return "nonce has max value";
        if (Long.compareUnsigned(nonce, account.nonce()) < 0)
            return "nonce too low: next nonce %s, tx nonce %s"
                    .formatted(Long.toUnsignedString(account.nonce()), Long.toUnsignedString(nonce));
        if (row != null && isContract(row)) return "sender not an eoa: address " + request.sender();
        var cost = request.transaction()
                .gasCostMax()
                .add(request.transaction().value().toBigInteger());
        if (account.balance().toBigInteger().compareTo(cost) < 0)
            return "insufficient funds for gas * price + value: balance %s, tx cost %s, overshot %s"
                    .formatted(
                            account.balance(),
                            cost,
                            cost.subtract(account.balance().toBigInteger()));
        return null;
    }

    private boolean isContract(AccountRow row) {
        var hash = row.state().codeHash();
        if (hash.equals(AccountState.NO_CODE)) return false;
        var code = chain.code(hash);
        return code.length != DELEGATION_SIZE || code[0] != (byte) 0xef || code[1] != 1;
    }

    static String oversized(RawTransaction request, EthereumSettings settings) {
        return "oversized data: transaction size %d, limit %d"
                .formatted(request.raw().size(), settings.transactionBytesMax());
    }

    /** Whether one price is at least a tenth above another: what a replacement needs. */
    static boolean isRaised(U256 from, U256 to) {
        var needed = from.toBigInteger().multiply(java.math.BigInteger.valueOf(11));
        return to.toBigInteger().multiply(java.math.BigInteger.TEN).compareTo(needed) >= 0 && to.compareTo(from) > 0;
    }
}
