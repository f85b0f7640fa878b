package coco.evm;

/**
 * An account without its storage.
 *
 * @param nonce transactions sent (contracts: created), unsigned 64 bits
 * @param balance in wei
 * @param codeHash Keccak-256 of the code, {@link #NO_CODE} where it has none
 */
public record AccountState(long nonce, U256 balance, Hash codeHash) {
    /** Keccak-256 of no bytes. */
    public static final Hash NO_CODE = Hash.ofHex("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

    /** What a missing account reads as. */
    public static final AccountState EMPTY = new AccountState(0, U256.ZERO, NO_CODE);

    /** Empty in the sense of EIP-161: neither nonce, balance nor code. */
    public boolean isEmpty() {
        return nonce == 0 && balance.isZero() && codeHash.equals(NO_CODE);
    }
}
