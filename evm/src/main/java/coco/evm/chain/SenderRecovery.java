package coco.evm.chain;

import coco.evm.Address;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import org.jspecify.annotations.Nullable;

/** Finds the secp256k1 key that made a signature. Implementations may be called from any thread. */
public sealed interface SenderRecovery permits NativeRecovery, PureRecovery {
    /** The system property that, being {@code off} before this class is used first, keeps native libraries from being loaded. */
    String SWITCH = "coco.evm.native";

    /** The native library where it loads and {@link #SWITCH} lets it, otherwise pure Java, which is some five times slower. */
    static SenderRecovery best() {
        return NativeRecovery.LOADED != null ? NativeRecovery.LOADED : PureRecovery.INSTANCE;
    }

    /** Pure Java, on every platform. */
    static SenderRecovery pure() {
        return PureRecovery.INSTANCE;
    }

    /**
     * The public key as 65 bytes (04, x, y), or null where the signature belongs to no key.
     *
     * @param hash the 32 bytes that were signed
     * @param rs r and s, 32 bytes each
     * @param parity of the y of the point r: 0 or 1
     */
    byte @Nullable [] publicKey(byte[] hash, byte[] rs, int parity);

    /** The signer's address, or null where the signature belongs to no key; s may be in the upper half. */
    default @Nullable Address signer(byte[] hash, U256 r, U256 s, int parity) {
        var rs = new byte[64];
        System.arraycopy(r.toBytes(), 0, rs, 0, 32);
        System.arraycopy(s.toBytes(), 0, rs, 32, 32);
        var key = publicKey(hash, rs, parity);
        return key == null ? null : addressOf(key);
    }

    /** The last 20 bytes of the hash of the key without its first byte. */
    static Address addressOf(byte[] publicKey) {
        return Address.of(Keccak256.hash(publicKey, 1, 64), 12);
    }
}
