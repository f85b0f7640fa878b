package coco.evm.chain;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import org.jspecify.annotations.Nullable;

/** libsecp256k1 through JNI; it signs too. */
final class NativeRecovery implements SenderRecovery {
    /** Null where there is no native library for this platform, or none is wanted. */
    static final @Nullable NativeRecovery LOADED = load();

    private final Secp256k1 library;

    private NativeRecovery(Secp256k1 library) {
        this.library = library;
    }

    private static @Nullable NativeRecovery load() {
        if ("off".equals(System.getProperty(SWITCH))) return null;
        try {
            return new NativeRecovery(Secp256k1.get());
        } catch (LinkageError | IllegalStateException _) {
            return null;
        }
    }

    /** r and s, 32 bytes each: deterministic (RFC 6979), s in the lower half. */
    byte[] sign(byte[] hash, byte[] key) {
        return library.sign(hash, key, null);
    }

    @Override
    public byte @Nullable [] publicKey(byte[] hash, byte[] rs, int parity) {
        try {
            return library.ecdsaRecover(rs, hash, parity);
        } catch (Secp256k1Exception _) {
            return null;
        }
    }
}
