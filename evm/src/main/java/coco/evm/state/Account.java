package coco.evm.state;

import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import org.jspecify.annotations.Nullable;

/** An account that a transaction has met. Owned by the {@link Journal}, which alone changes it. */
public final class Account {
    final Address address;

    /** The address as a number: limbs ascend from the least significant, the last has 32 bits. */
    public final long a0;

    public final long a1;
    public final long a2;

    final boolean precompile;
    final SlotMap slots = new SlotMap();

    boolean loaded;
    boolean exists;
    long nonce;
    U256 balance = U256.ZERO;
    Hash codeHash = AccountState.NO_CODE;

    @Nullable
    Code code;

    /** Set once the account was removed or made anew: its slots in the view mean nothing any more. */
    boolean viewStorageVoid;

    /** Values when the transaction began. */
    boolean oldExists;

    long oldNonce;
    U256 oldBalance = U256.ZERO;
    Hash oldCodeHash = AccountState.NO_CODE;

    /** The transactions in which the account was met, accessed (EIP-2929), touched (EIP-161), made and destroyed. */
    int epoch;

    int warmEpoch;
    int touchedEpoch;
    int createdEpoch;
    int destroyedEpoch;

    /** The transaction that has looked at the account (EIP-7928): more than to make it warm. */
    int accessedEpoch;

    Account(Address address, long a0, long a1, long a2, boolean precompile) {
        this.address = address;
        this.a0 = a0;
        this.a1 = a1;
        this.a2 = a2;
        this.precompile = precompile;
    }

    public Address address() {
        return address;
    }

    public boolean exists() {
        return exists;
    }

    public long nonce() {
        return nonce;
    }

    public U256 balance() {
        return balance;
    }

    public Hash codeHash() {
        return codeHash;
    }

    public boolean isPrecompile() {
        return precompile;
    }

    public boolean hasCode() {
        return !codeHash.equals(AccountState.NO_CODE);
    }

    /** In the sense of EIP-161. */
    public boolean isEmpty() {
        return nonce == 0 && balance.isZero() && !hasCode();
    }

    boolean changed() {
        return exists != oldExists || nonce != oldNonce || !balance.equals(oldBalance) || !codeHash.equals(oldCodeHash);
    }

    AccountState state() {
        return new AccountState(nonce, balance, codeHash);
    }
}
