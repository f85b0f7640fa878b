package coco.evm;

import coco.evm.state.Journal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The rules that a transaction must keep to enter a block. */
final class Admission {
    private static final int BLOB_HASH_VERSION = 1;

    private final ChainConfig config;
    private final Fork fork;
    private final BlockContext block;
    private final Journal journal;
    private final Message message;
    private final Intrinsic intrinsic;

    Admission(ChainConfig config, BlockContext block, Journal journal, Message message, Intrinsic intrinsic) {
        this.config = config;
        this.fork = config.fork();
        this.block = block;
        this.journal = journal;
        this.message = message;
        this.intrinsic = intrinsic;
    }

    /** The first rule broken, or null. */
    @Nullable
    Invalid refusal(BlockGas gas, int blobsLeft) {
        var refusal = ofType();
        // Before sender and fees, as the executable specification has it: what is refused for both is told this.
        if (refusal == null) refusal = gas.refusal(message, intrinsic);
        if (refusal == null) refusal = ofSender();
        if (refusal == null) refusal = ofFees();
        if (refusal == null) refusal = ofBlobs(blobsLeft);
        if (refusal == null) refusal = ofGasLimit();
        if (refusal == null) refusal = ofFunds();
        return refusal != null ? refusal : ofData();
    }

    /** The same for a simulated call. */
    @Nullable
    Invalid refusalOfCall() {
        var refusal = ofType();
        if (refusal == null && !message.maxFee().isZero()) refusal = ofFees();
        if (refusal == null) refusal = ofFunds();
        return refusal != null ? refusal : ofData();
    }

    private @Nullable Invalid ofType() {
        var since =
                switch (message.type()) {
                    case Message.LEGACY -> Fork.FRONTIER;
                    case Message.ACCESS_LIST -> Fork.BERLIN;
                    case Message.DYNAMIC_FEE -> Fork.LONDON;
                    case Message.BLOB -> Fork.CANCUN;
                    default -> Fork.PRAGUE;
                };
        if (!fork.isAtLeast(since) || message.type() > Message.SET_CODE)
            return new Invalid.TypeNotSupported(message.type(), fork);
        if (message.type() == Message.SET_CODE) {
            if (message.to() == null) return new Invalid.SetCodeCreation();
            if (message.authorizations().isEmpty()) return new Invalid.AuthorizationsMissing();
        }
        return null;
    }

    private @Nullable Invalid ofSender() {
        var sender = journal.account(message.sender());
        var order = Long.compareUnsigned(message.nonce(), sender.nonce());
        if (order < 0) return new Invalid.NonceTooLow(message.sender(), message.nonce(), sender.nonce());
        if (order > 0) return new Invalid.NonceTooHigh(message.sender(), message.nonce(), sender.nonce());
        if (message.nonce() == -1) return new Invalid.NonceAtMaximum(message.sender());
        var delegated = fork.isAtLeast(Fork.PRAGUE) && journal.code(sender).isDelegation();
        if (sender.hasCode() && !delegated)
            return new Invalid.SenderNotExternallyOwned(message.sender(), sender.codeHash());
        return null;
    }

    private @Nullable Invalid ofFees() {
        if (!fork.isAtLeast(Fork.LONDON)) return null;
        if (message.maxPriorityFee().compareTo(message.maxFee()) > 0)
            return new Invalid.TipAboveFeeCap(message.maxPriorityFee(), message.maxFee());
        if (message.maxFee().compareTo(block.baseFee()) < 0)
            return new Invalid.FeeCapBelowBaseFee(message.maxFee(), block.baseFee());
        return null;
    }

    private @Nullable Invalid ofBlobs(int blobsLeft) {
        if (message.type() != Message.BLOB) return null;
        var blobs = message.blobHashes();
        if (message.to() == null) return new Invalid.BlobCreation();
        if (blobs.isEmpty()) return new Invalid.BlobsMissing();
        for (var i = 0; i < blobs.size(); i++)
            if (blobs.get(i).unsafeArray()[0] != BLOB_HASH_VERSION) return new Invalid.BlobHashVersion(i);
        var max = Math.min(blobsLeft, config.blobs().maxPerTransaction());
        if (blobs.size() > max) return new Invalid.TooManyBlobs(blobs.size(), max);
        if (message.maxBlobFee().compareTo(block.blobBaseFee()) < 0)
            return new Invalid.BlobFeeCapTooLow(message.maxBlobFee(), block.blobBaseFee());
        return null;
    }

    private @Nullable Invalid ofGasLimit() {
        var max = config.transactionGasMax();
        if (fork.isAtLeast(Fork.AMSTERDAM)) {
            var needed = Math.max(intrinsic.regular(), intrinsic.floor());
            return needed > max ? new Invalid.IntrinsicGasTooHigh(needed, max) : null;
        }
        return Long.compareUnsigned(message.gasLimit(), max) > 0
                ? new Invalid.GasLimitTooHigh(message.gasLimit(), max)
                : null;
    }

    private @Nullable Invalid ofFunds() {
        var needed = U256.of(message.gasLimit())
                .toBigInteger()
                .multiply(message.maxFee().toBigInteger());
        needed = needed.add(message.value().toBigInteger());
        var blobGas = BigInteger.valueOf(message.blobHashes().size() * BlobSchedule.GAS_PER_BLOB);
        needed = needed.add(blobGas.multiply(message.maxBlobFee().toBigInteger()));
        var balance = journal.account(message.sender()).balance();
        if (balance.toBigInteger().compareTo(needed) >= 0) return null;
        return new Invalid.InsufficientFunds(message.sender(), balance, needed.toString());
    }

    private @Nullable Invalid ofData() {
        var creation = message.to() == null;
        if (creation && message.data().length > config.initCodeSizeMax())
            return new Invalid.InitCodeTooLarge(message.data().length, config.initCodeSizeMax());
        if (Long.compareUnsigned(message.gasLimit(), intrinsic.sum()) < 0)
            return new Invalid.IntrinsicGasTooLow(message.gasLimit(), intrinsic.sum());
        if (Long.compareUnsigned(message.gasLimit(), intrinsic.floor()) < 0)
            return new Invalid.FloorGasTooLow(message.gasLimit(), intrinsic.floor());
        return null;
    }
}
