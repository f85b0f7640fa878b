package coco.evm.precompile;

import java.util.Arrays;

/** Input as precompiles read it: endless zeros follow its last byte. */
final class Words {
    private Words() {}

    /** {@code size} bytes from {@code offset} on. */
    static byte[] slice(byte[] input, int offset, int size) {
        if (offset >= input.length) return new byte[size];
        return Arrays.copyOf(Arrays.copyOfRange(input, offset, Math.min(input.length, offset + size)), size);
    }

    /** How many 32-byte words the input begins. */
    static long count(byte[] input) {
        return (input.length + 31L) / 32;
    }

    /** Whether all bytes of a range are zero. */
    static boolean zero(byte[] input, int from, int to) {
        for (var i = from; i < to; i++) if (input[i] != 0) return false;
        return true;
    }
}
