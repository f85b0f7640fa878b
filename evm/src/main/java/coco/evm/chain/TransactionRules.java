package coco.evm.chain;

import coco.evm.Fork;
import coco.evm.U256;
import org.jspecify.annotations.Nullable;

/** What a fork asks of a transaction before any account or block is looked at. */
public final class TransactionRules {
    /** EIP-3860. */
    public static final int INIT_CODE_SIZE_MAX = 2 * 24_576;

    /** EIP-7954. */
    private static final int AMSTERDAM_INIT_CODE_SIZE_MAX = 2 * 32_768;

    /** EIP-7825: what a transaction's gas limit may be from Osaka on, and its gas beside that of new state from Amsterdam on. */
    public static final long GAS_LIMIT_CAP = 1L << 24;

    /** EIP-7594: blobs of one transaction from Osaka on. */
    public static final int BLOBS_MAX = 6;

    private TransactionRules() {}

    /**
     * The first rule that the transaction breaks, or null.
     *
     * @param gasLimitCap whether EIP-7825 holds from Osaka on; a consortium may do without
     */
    public static @Nullable TransactionRefusal check(
            Transaction transaction, Fork fork, U256 chainId, boolean gasLimitCap) {
        if (!fork.isAtLeast(since(transaction))) return TransactionRefusal.TYPE_NOT_SUPPORTED;
        var refusal = signature(transaction, fork, chainId);
        if (refusal == null) refusal = fees(transaction);
        if (refusal == null) refusal = ofType(transaction, fork);
        return refusal != null ? refusal : gas(transaction, fork, gasLimitCap);
    }

    private static Fork since(Transaction transaction) {
        return switch (transaction) {
            case Transaction.Legacy _ -> Fork.FRONTIER;
            case Transaction.AccessList _ -> Fork.BERLIN;
            case Transaction.DynamicFee _ -> Fork.LONDON;
            case Transaction.Blob _ -> Fork.CANCUN;
            case Transaction.SetCode _ -> Fork.PRAGUE;
        };
    }

    private static @Nullable TransactionRefusal signature(Transaction transaction, Fork fork, U256 chainId) {
        var ofSignature = transaction.chainId();
        if (transaction.type() == 0) {
            if (ofSignature != null && !fork.isAtLeast(Fork.SPURIOUS_DRAGON))
                return TransactionRefusal.INVALID_SIGNATURE;
            if (transaction.parity() < 0) return TransactionRefusal.INVALID_SIGNATURE;
        }
        if (ofSignature != null && !ofSignature.equals(chainId)) return TransactionRefusal.WRONG_CHAIN_ID;
        var signature = transaction.signature();
        var valid = transaction.parity() >= 0
                && signature.isInRange()
                && (signature.hasLowS() || !fork.isAtLeast(Fork.HOMESTEAD));
        return valid ? null : TransactionRefusal.INVALID_SIGNATURE;
    }

    private static @Nullable TransactionRefusal fees(Transaction transaction) {
        if (transaction.nonce() == -1) return TransactionRefusal.NONCE_TOO_HIGH;
        var fee = transaction.maxFeePerGas();
        if (transaction.maxPriorityFeePerGas().compareTo(fee) > 0) return TransactionRefusal.PRIORITY_FEE_ABOVE_MAX_FEE;
        if (fee.limb3() != 0 && transaction.gasCostMax().bitLength() > 256) return TransactionRefusal.GAS_COST_OVERFLOW;
        return null;
    }

    private static @Nullable TransactionRefusal ofType(Transaction transaction, Fork fork) {
        return switch (transaction) {
            case Transaction.Blob blob -> blobs(blob, fork);
            case Transaction.SetCode code ->
                code.authorizations().isEmpty() ? TransactionRefusal.NO_AUTHORIZATIONS : null;
            case Transaction.Legacy _, Transaction.AccessList _, Transaction.DynamicFee _ -> null;
        };
    }

    private static @Nullable TransactionRefusal blobs(Transaction.Blob blob, Fork fork) {
        if (blob.blobHashes().isEmpty()) return TransactionRefusal.NO_BLOBS;
        if (fork.isAtLeast(Fork.OSAKA) && blob.blobHashes().size() > BLOBS_MAX)
            return TransactionRefusal.TOO_MANY_BLOBS;
        for (var hash : blob.blobHashes()) if (hash.unsafeArray()[0] != 1) return TransactionRefusal.BLOB_HASH_VERSION;
        return null;
    }

    private static @Nullable TransactionRefusal gas(Transaction transaction, Fork fork, boolean gasLimitCap) {
        if (transaction.isCreation() && transaction.data().length > initCodeSizeMax(fork))
            return TransactionRefusal.INIT_CODE_TOO_LARGE;
        var needed = Math.max(IntrinsicGas.of(fork, transaction), IntrinsicGas.floor(fork, transaction));
        if (Long.compareUnsigned(transaction.gasLimit(), needed) < 0) return TransactionRefusal.INTRINSIC_GAS_TOO_LOW;
        if (!gasLimitCap || !fork.isAtLeast(Fork.OSAKA)) return null;
        if (fork.isAtLeast(Fork.AMSTERDAM))
            return needed > GAS_LIMIT_CAP ? TransactionRefusal.INTRINSIC_GAS_ABOVE_CAP : null;
        var above = Long.compareUnsigned(transaction.gasLimit(), GAS_LIMIT_CAP) > 0;
        return above ? TransactionRefusal.GAS_LIMIT_ABOVE_CAP : null;
    }

    private static int initCodeSizeMax(Fork fork) {
        if (fork.isAtLeast(Fork.AMSTERDAM)) return AMSTERDAM_INIT_CODE_SIZE_MAX;
        return fork.isAtLeast(Fork.SHANGHAI) ? INIT_CODE_SIZE_MAX : Integer.MAX_VALUE;
    }
}
