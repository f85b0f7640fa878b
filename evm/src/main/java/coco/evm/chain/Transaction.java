package coco.evm.chain;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpWriter;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of one of the five types. Only its shape is certain; see {@link TransactionRules} for what a fork asks of it.
 *
 * <p>Nonce and gas limit are unsigned 64-bit numbers. {@code data} is not copied: who makes a transaction gives the array
 * up, who reads it leaves it as it is.
 */
@SuppressWarnings("ArrayRecordComponent") // calldata is read in place; transactions are told apart by their hash
public sealed interface Transaction {
    /** Type 0, with a chain id (EIP-155) or without. */
    record Legacy(
            long nonce,
            U256 gasPrice,
            long gasLimit,
            @Nullable Address to,
            U256 value,
            byte[] data,
            Signature signature)
            implements Transaction {
        @Override
        public int type() {
            return 0;
        }

        @Override
        public U256 maxFeePerGas() {
            return gasPrice;
        }

        @Override
        public U256 maxPriorityFeePerGas() {
            return gasPrice;
        }

        /** Null where the signature is for no chain in particular: v is 27 or 28, or no EIP-155 value at all. */
        @Override
        public @Nullable U256 chainId() {
            var v = signature.v();
            if (v.compareTo(U256.of(35)) < 0) return null;
            return U256.of(v.minus(U256.of(35)).toBigInteger().shiftRight(1));
        }

        @Override
        public int parity() {
            var v = signature.v();
            if (v.compareTo(U256.of(35)) >= 0) return (int) (v.limb0() + 1 & 1);
            return v.equals(U256.of(27)) ? 0 : v.equals(U256.of(28)) ? 1 : -1;
        }
    }

    /** Type 1 (EIP-2930). */
    record AccessList(
            U256 chainId,
            long nonce,
            U256 gasPrice,
            long gasLimit,
            @Nullable Address to,
            U256 value,
            byte[] data,
            List<AccessEntry> accessList,
            Signature signature)
            implements Transaction {
        public AccessList {
            accessList = List.copyOf(accessList);
        }

        @Override
        public int type() {
            return 1;
        }

        @Override
        public U256 maxFeePerGas() {
            return gasPrice;
        }

        @Override
        public U256 maxPriorityFeePerGas() {
            return gasPrice;
        }
    }

    /** Type 2 (EIP-1559). */
    record DynamicFee(
            U256 chainId,
            long nonce,
            U256 maxPriorityFeePerGas,
            U256 maxFeePerGas,
            long gasLimit,
            @Nullable Address to,
            U256 value,
            byte[] data,
            List<AccessEntry> accessList,
            Signature signature)
            implements Transaction {
        public DynamicFee {
            accessList = List.copyOf(accessList);
        }

        @Override
        public int type() {
            return 2;
        }
    }

    /** Type 3 (EIP-4844), without its blobs. */
    record Blob(
            U256 chainId,
            long nonce,
            U256 maxPriorityFeePerGas,
            U256 maxFeePerGas,
            long gasLimit,
            Address to,
            U256 value,
            byte[] data,
            List<AccessEntry> accessList,
            U256 maxFeePerBlobGas,
            List<Hash> blobHashes,
            Signature signature)
            implements Transaction {
        public Blob {
            accessList = List.copyOf(accessList);
            blobHashes = List.copyOf(blobHashes);
        }

        @Override
        public int type() {
            return 3;
        }
    }

    /** Type 4 (EIP-7702). */
    record SetCode(
            U256 chainId,
            long nonce,
            U256 maxPriorityFeePerGas,
            U256 maxFeePerGas,
            long gasLimit,
            Address to,
            U256 value,
            byte[] data,
            List<AccessEntry> accessList,
            List<Authorization> authorizations,
            Signature signature)
            implements Transaction {
        public SetCode {
            accessList = List.copyOf(accessList);
            authorizations = List.copyOf(authorizations);
        }

        @Override
        public int type() {
            return 4;
        }
    }

    /** The EIP-2718 type: 0 to 4. */
    int type();

    /** Null: signed for any chain. */
    @Nullable
    U256 chainId();

    long nonce();

    long gasLimit();

    /** Null: {@link #data} is the code that makes a contract. */
    @Nullable
    Address to();

    /** In wei. */
    U256 value();

    byte[] data();

    Signature signature();

    /** Wei per gas at most, tip included; types 0 and 1 have one price. */
    U256 maxFeePerGas();

    /** Wei per gas that the block's beneficiary gets at most. */
    U256 maxPriorityFeePerGas();

    default List<AccessEntry> accessList() {
        return List.of();
    }

    /** Wei per blob gas at most; zero for types other than 3. */
    default U256 maxFeePerBlobGas() {
        return U256.ZERO;
    }

    /** Versioned hashes of the blobs; empty for types other than 3. */
    default List<Hash> blobHashes() {
        return List.of();
    }

    /** Empty for types other than 4. */
    default List<Authorization> authorizations() {
        return List.of();
    }

    /** The parity of the signature's point: 0 or 1; -1 where v stands for neither. */
    default int parity() {
        var v = signature().v();
        return v.isZero() ? 0 : v.equals(U256.ONE) ? 1 : -1;
    }

    default boolean isCreation() {
        return to() == null;
    }

    /** Wei per gas that the sender pays in a block of this base fee, which is not above {@link #maxFeePerGas}. */
    default U256 effectiveGasPrice(U256 baseFee) {
        var room = maxFeePerGas().minus(baseFee);
        return room.compareTo(maxPriorityFeePerGas()) < 0 ? maxFeePerGas() : baseFee.plus(maxPriorityFeePerGas());
    }

    /**
     * Reads the canonical form: a list for type 0, the type's byte and a list for the others.
     *
     * @throws RlpException for anything else, an unknown type included
     */
    static Transaction decode(byte[] bytes) throws RlpException {
        return TransactionCodec.decode(bytes);
    }

    /** The canonical form. */
    default byte[] encode() {
        return TransactionCodec.encode(this);
    }

    /** The hash of the canonical form: computed at each call. */
    default Hash hash() {
        return Hash.unsafeWrap(Keccak256.hash(encode()));
    }

    /** What the sender signs: 32 bytes. */
    default byte[] signingHash() {
        return TransactionCodec.signingHash(this, chainId());
    }

    /** The sender, or null where the signature is none; fork rules are not asked. */
    default @Nullable Address sender(SenderRecovery recovery) {
        var parity = parity();
        if (parity < 0 || !signature().isInRange()) return null;
        return recovery.signer(signingHash(), signature().r(), signature().s(), parity);
    }

    /** The address of what it creates when {@code sender} has signed it (Yellow Paper 7); null for a call. */
    default @Nullable Address created(Address sender) {
        if (!isCreation()) return null;
        var list = new RlpWriter(32).begin().address(sender).integer(nonce()).end();
        return Address.of(Keccak256.hash(list.toArray()), 12);
    }

    /** The same transaction with another signature. */
    default Transaction withSignature(Signature other) {
        return switch (this) {
            case Legacy t -> new Legacy(t.nonce, t.gasPrice, t.gasLimit, t.to, t.value, t.data, other);
            case AccessList t ->
                new AccessList(t.chainId, t.nonce, t.gasPrice, t.gasLimit, t.to, t.value, t.data, t.accessList, other);
            case DynamicFee t ->
                new DynamicFee(
                        t.chainId,
                        t.nonce,
                        t.maxPriorityFeePerGas,
                        t.maxFeePerGas,
                        t.gasLimit,
                        t.to,
                        t.value,
                        t.data,
                        t.accessList,
                        other);
            case Blob t ->
                new Blob(
                        t.chainId,
                        t.nonce,
                        t.maxPriorityFeePerGas,
                        t.maxFeePerGas,
                        t.gasLimit,
                        t.to,
                        t.value,
                        t.data,
                        t.accessList,
                        t.maxFeePerBlobGas,
                        t.blobHashes,
                        other);
            case SetCode t ->
                new SetCode(
                        t.chainId,
                        t.nonce,
                        t.maxPriorityFeePerGas,
                        t.maxFeePerGas,
                        t.gasLimit,
                        t.to,
                        t.value,
                        t.data,
                        t.accessList,
                        t.authorizations,
                        other);
        };
    }

    /** The most that gas may cost: gas limit times {@link #maxFeePerGas}, of any size. */
    default BigInteger gasCostMax() {
        return U256.of(gasLimit()).toBigInteger().multiply(maxFeePerGas().toBigInteger());
    }
}
