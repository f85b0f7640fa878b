package coco.ethereum.rpc;

import coco.evm.U256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reason that Solidity puts into revert data: {@code Error(string)} or {@code Panic(uint256)}. */
final class Reverts {
    private static final int SELECTOR = 4;
    private static final int ERROR = 0x08c379a0;
    private static final int PANIC = 0x4e487b71;

    /** Solidity's documentation, "Panic via assert and Error via require"; worded as clients know them. */
    private static final Map<Integer, String> PANICS = Map.of(
            0x00, "generic panic",
            0x01, "assert(false)",
            0x11, "arithmetic underflow or overflow",
            0x12, "division or modulo by zero",
            0x21, "enum overflow",
            0x22, "invalid encoded storage byte array accessed",
            0x31, "out-of-bounds array access; popping on an empty array",
            0x32, "out-of-bounds access of an array or bytesN",
            0x41, "out of memory",
            0x51, "uninitialized function");

    private Reverts() {}

    static RpcException exception(byte[] output) {
        var reason = reason(output);
        var text = reason == null ? "execution reverted" : "execution reverted: " + reason;
        return new RpcException(RpcException.REVERTED, text, Json.data(output));
    }

    private static @Nullable String reason(byte[] output) {
        if (output.length < SELECTOR + 32) return null;
        var selector = U256.ofBytes(Arrays.copyOf(output, SELECTOR)).limb0();
        if (selector == ERROR) return text(output);
        if (selector != PANIC) return null;
        var code = word(output, 0);
        var known = code.fitsLong() && code.limb0() < 0x100 ? PANICS.get((int) code.limb0()) : null;
        return known != null ? known : "unknown panic code: " + Json.quantity(code);
    }

    private static @Nullable String text(byte[] output) {
        var offset = word(output, 0);
        if (!offset.equals(U256.of(32)) || output.length < SELECTOR + 64) return null;
        var length = word(output, 32);
        if (!length.fitsLong() || length.limb0() > output.length - SELECTOR - 64) return null;
        return new String(output, SELECTOR + 64, (int) length.limb0(), StandardCharsets.UTF_8);
    }

    private static U256 word(byte[] output, int at) {
        return U256.ofBytes(Arrays.copyOfRange(output, SELECTOR + at, SELECTOR + at + 32));
    }
}
