package coco.evm.chain;

import coco.evm.U256;

/**
 * A secp256k1 signature as a transaction carries it: r and s, and v, which is the parity of the point's y (0 or 1) in typed
 * transactions, and 27 + parity or 35 + parity + 2 * chain id (EIP-155) in legacy ones. Nothing is checked here.
 */
public record Signature(U256 v, U256 r, U256 s) {
    /** The order of the group. */
    public static final U256 ORDER = U256.ofHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /** The largest s that EIP-2 allows: half the order. */
    public static final U256 S_MAX = U256.ofHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    /** Stands where no one has signed yet. */
    public static final Signature NONE = new Signature(U256.ZERO, U256.ZERO, U256.ZERO);

    /** Whether r and s are in 1..order-1. */
    public boolean isInRange() {
        return !r.isZero() && !s.isZero() && r.compareTo(ORDER) < 0 && s.compareTo(ORDER) < 0;
    }

    /** Whether s is in the lower half, as EIP-2 demands from Homestead on. */
    public boolean hasLowS() {
        return s.compareTo(S_MAX) <= 0;
    }
}
