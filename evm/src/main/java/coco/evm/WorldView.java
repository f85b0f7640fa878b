package coco.evm;

import org.jspecify.annotations.Nullable;

/**
 * The state that transactions start from: five reads in. What a transaction changes comes out as a {@link StateDiff}.
 *
 * <p>Each value is asked for at most once per {@link Session}. Values handed out are never written to by the machine.
 */
public interface WorldView {
    /** The account, or null where the state has none. */
    @Nullable
    AccountState account(Address address);

    /** The code with this Keccak-256; only asked for hashes that an account names. */
    byte[] code(Hash codeHash);

    /** The value of a storage slot; zero where it was never written. */
    U256 storage(Address address, U256 key);

    /** Whether any slot of the account is not zero: a contract is never created over old storage (EIP-7610). */
    boolean hasStorage(Address address);

    /** The hash of one of the 256 blocks before the current one. */
    Hash blockHash(long number);
}
