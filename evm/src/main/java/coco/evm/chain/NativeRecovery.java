package coco.evm.chain;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import org.jspecify.annotations.Nullable;

/** libsecp256k1 through JNI. */
final class NativeRecovery implements SenderRecovery {
    /** Null where there is no native library for this platform. */
    static final @Nullable NativeRecovery LOADED = load();

    private final Secp256k1 library;

    private NativeRecovery(Secp256k1 library) {
        this.library = library;
    }

    private static @Nullable NativeRecovery load() {
        try {
            return new NativeRecovery(Secp256k1.get());
        } catch (LinkageError | IllegalStateException _) {
            return null;
        }
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
