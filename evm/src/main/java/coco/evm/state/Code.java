package coco.evm.state;

import coco.evm.Hash;
import coco.evm.hash.Keccak256;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A code ready to run: padded with zeros, which read as STOP, so that neither the program counter nor a PUSH at the end
 * needs a bounds check. Immutable but for the jump targets, which are found at the first jump (threads that race there
 * compute the same), and for the compiler's note.
 */
public final class Code {
    private static final byte[] NOTHING = {};
    public static final Code EMPTY = new Code(NOTHING, null);

    private static final int PADDING = 40;
    private static final int JUMPDEST = 0x5b;
    private static final int PUSH1 = 0x60;
    private static final int PUSH32 = 0x7f;
    private static final int DELEGATION_SIZE = 23;

    private final int length;
    private final byte[] padded;
    private final @Nullable Hash knownHash;
    private long @Nullable [] jumpTargets;
    private volatile @Nullable Note note;
    private volatile @Nullable Note plan;

    /** What a compiler or an interpreter remembers of a code; kept with the code, so that it goes when the code does. */
    public interface Note {}

    private Code(byte[] raw, @Nullable Hash hash) {
        length = raw.length;
        knownHash = hash;
        padded = Arrays.copyOf(raw, raw.length + PADDING);
    }

    public static Code of(byte[] raw) {
        return raw.length == 0 ? EMPTY : new Code(raw, null);
    }

    /** @param hash of these bytes */
    static Code of(byte[] raw, Hash hash) {
        return new Code(raw, hash);
    }

    /** The code's hash where that is known already: of one that is an account's. */
    public @Nullable Hash knownHash() {
        return knownHash;
    }

    /** EIP-7702: the code that an account has which acts by the code of {@code delegate}. */
    public static byte[] delegation(byte[] delegate) {
        var raw = new byte[DELEGATION_SIZE];
        raw[0] = (byte) 0xef;
        raw[1] = 1;
        System.arraycopy(delegate, 0, raw, 3, delegate.length);
        return raw;
    }

    /** Bytes without the padding. */
    public int length() {
        return length;
    }

    /** The code and zeros after it; only read. */
    public byte[] padded() {
        return padded;
    }

    /** A copy without the padding. */
    public byte[] toArray() {
        return Arrays.copyOf(padded, length);
    }

    /** The compiler's note. */
    public @Nullable Note note() {
        return note;
    }

    public void note(Note after) {
        note = after;
    }

    /** The interpreter's note. */
    public @Nullable Note plan() {
        return plan;
    }

    public void plan(@Nullable Note after) {
        plan = after;
    }

    public Hash hash() {
        return knownHash != null ? knownHash : Hash.unsafeWrap(Keccak256.hash(padded, 0, length));
    }

    /** Whether the code only names another account (EIP-7702), whose address starts at byte 3. */
    public boolean isDelegation() {
        return length == DELEGATION_SIZE && padded[0] == (byte) 0xef && padded[1] == 1 && padded[2] == 0;
    }

    /** Whether a jump may go there. */
    public boolean isJumpTarget(long position) {
        return position < length && (jumpTargets()[(int) position >>> 6] >>> position & 1) != 0;
    }

    /** One bit for each position that holds a JUMPDEST outside the data of a PUSH; only read. */
    public long[] jumpTargets() {
        var targets = jumpTargets;
        if (targets == null) jumpTargets = targets = findJumpTargets();
        return targets;
    }

    private long[] findJumpTargets() {
        var targets = new long[(length >>> 6) + 1];
        for (var pc = 0; pc < length; pc++) {
            var op = padded[pc] & 0xff;
            if (op == JUMPDEST) targets[pc >>> 6] |= 1L << pc;
            else if (op >= PUSH1 && op <= PUSH32) pc += op - PUSH1 + 1;
        }
        return targets;
    }
}
