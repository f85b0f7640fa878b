package coco.evm;

import coco.evm.chain.AccessEntry;
import coco.evm.chain.SenderRecovery;
import coco.evm.chain.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction with its signatures already resolved: the sender is known, authorizations name their authority.
 *
 * @param type 0 legacy, 1 access list, 2 dynamic fee, 3 blob, 4 set code (EIP-2718)
 * @param nonce unsigned 64 bits
 * @param to null: create a contract
 * @param maxFee wei per gas; the gas price of types 0 and 1
 * @param maxPriorityFee wei per gas; the gas price of types 0 and 1
 * @param value in wei
 * @param data call data or init code; not written to
 * @param maxBlobFee wei per blob gas
 * @param blobHashes versioned hashes (EIP-4844)
 * @param authorizations EIP-7702
 */
@SuppressWarnings("ArrayRecordComponent") // call data is read in place; messages are not compared
public record Message(
        int type,
        Address sender,
        long nonce,
        long gasLimit,
        U256 maxFee,
        U256 maxPriorityFee,
        @Nullable Address to,
        U256 value,
        byte[] data,
        List<AccessEntry> accessList,
        U256 maxBlobFee,
        List<Hash> blobHashes,
        List<Authorization> authorizations) {
    public static final int LEGACY = 0;
    public static final int ACCESS_LIST = 1;
    public static final int DYNAMIC_FEE = 2;
    public static final int BLOB = 3;
    public static final int SET_CODE = 4;

    /**
     * A consent to act by another account's code (EIP-7702).
     *
     * @param chainId zero: any chain
     * @param delegate zero: none any more
     * @param nonce unsigned 64 bits
     * @param authority who signed; null where the signature is not valid, so that the entry has no effect
     */
    public record Authorization(
            U256 chainId,
            Address delegate,
            long nonce,
            @Nullable Address authority) {}

    /** A signed transaction of this sender; {@code recovery} finds who signed its authorizations. */
    public static Message of(Transaction transaction, Address sender, SenderRecovery recovery) {
        return new Message(
                transaction.type(),
                sender,
                transaction.nonce(),
                transaction.gasLimit(),
                transaction.maxFeePerGas(),
                transaction.maxPriorityFeePerGas(),
                transaction.to(),
                transaction.value(),
                transaction.data(),
                transaction.accessList(),
                transaction.maxFeePerBlobGas(),
                transaction.blobHashes(),
                transaction.authorizations().stream()
                        .map(a -> new Authorization(a.chainId(), a.address(), a.nonce(), a.authority(recovery)))
                        .toList());
    }

    /** A message of type 2 without fees, lists or a nonce, for {@link Session#call}. */
    public static Message call(Address sender, @Nullable Address to, long gasLimit, U256 value, byte[] data) {
        return new Message(
                DYNAMIC_FEE,
                sender,
                0,
                gasLimit,
                U256.ZERO,
                U256.ZERO,
                to,
                value,
                data,
                List.of(),
                U256.ZERO,
                List.of(),
                List.of());
    }
}
