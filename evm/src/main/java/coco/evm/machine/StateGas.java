package coco.evm.machine;

import coco.evm.Fork;
import java.math.BigInteger;

/**
 * The gas of new state (EIP-8037): a price for each byte by which the state grows, charged to a reservoir of its own first and to the
 * frame's gas once that is empty. Owned by its {@link Machine}. Before {@link Fork#AMSTERDAM} a byte costs nothing here.
 *
 * <p>Where a frame fails, what it paid for new state is in the reservoir again, wherever it came from. But what it got back meanwhile,
 * for a slot that it made and cleared or a creation that failed in it, is taken from the reservoir once more: that much the sender pays
 * and no dimension of the block's gas counts ({@link #lost}). So the tests of version bal@v5.7.0 have it; later drafts do not.
 */
public final class StateGas {
    /** Bytes that an account, a slot and a delegation add. */
    public static final int ACCOUNT = 112;

    public static final int SLOT = 32;
    public static final int DELEGATION = 23;

    /** What the state is to grow by in a year of blocks that are half full. */
    private static final BigInteger GROWTH_PER_YEAR = BigInteger.valueOf(100L << 30);

    private static final BigInteger BLOCKS_PER_YEAR = BigInteger.valueOf(2_628_000);

    /** The price keeps so many bits, counted with the offset on top: it moves in steps, not with every block. */
    private static final int BITS = 5;

    private static final long OFFSET = 9578;

    private final long perByte;
    private long reservoir;
    private long used;
    private long givenBack;
    private long lost;

    StateGas(Fork fork, long blockGasLimit) {
        perByte = perByte(fork, blockGasLimit);
    }

    /** Gas for each new byte of state in a block of this limit; zero before {@link Fork#AMSTERDAM}. */
    public static long perByte(Fork fork, long blockGasLimit) {
        if (!fork.isAtLeast(Fork.AMSTERDAM)) return 0;
        var twice = GROWTH_PER_YEAR.shiftLeft(1);
        var target = BigInteger.valueOf(blockGasLimit).multiply(BLOCKS_PER_YEAR);
        var exact = target.add(twice).subtract(BigInteger.ONE).divide(twice).longValueExact() + OFFSET;
        var dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(exact) - BITS);
        return Math.max(1, (exact >> dropped << dropped) - OFFSET);
    }

    /** The price of so many bytes; no more than {@link Long#MAX_VALUE}. */
    public static long price(long perByte, long bytes) {
        return Math.multiplyHigh(perByte, bytes) == 0 && perByte * bytes >= 0 ? perByte * bytes : Long.MAX_VALUE;
    }

    /** Opens the next message. */
    void begin(long gas) {
        reservoir = gas;
        used = 0;
        givenBack = 0;
        lost = 0;
    }

    /** Pays for bytes: the frame's gas left, or a halt, which leaves everything as it is. */
    long charge(long gas, long bytes) {
        var price = price(perByte, bytes);
        var spilt = Math.max(0, price - reservoir);
        if (spilt > gas) return Gas.OUT;
        reservoir -= price - spilt;
        used += price;
        return gas - spilt;
    }

    /** Bytes that were paid for and are not there after all. */
    void giveBack(long bytes) {
        var price = price(perByte, bytes);
        reservoir += price;
        used -= price;
        givenBack += price;
    }

    /** The same at the message's end, of what it made; what was paid before it began stays paid. */
    void giveBackMade(long bytes) {
        var price = Math.clamp(used, 0, price(perByte, bytes));
        reservoir += price;
        used -= price;
    }

    /** What a creation's message had, at an address where it cannot be. */
    void lose(long gas) {
        lost += gas;
    }

    /** Remembers where to go back to if the frame fails. */
    void mark(Frame frame) {
        frame.stateGasUsed = used;
        frame.stateGasGivenBack = givenBack;
    }

    /** The frame has failed, and with it what it added. */
    void undo(Frame frame) {
        var sum = reservoir + used;
        reservoir += Math.max(0, used - frame.stateGasUsed);
        // The message's own frame has nobody to take it from.
        if (frame.depth > 0) reservoir = Math.max(0, reservoir - (givenBack - frame.stateGasGivenBack));
        used = frame.stateGasUsed;
        givenBack = frame.stateGasGivenBack;
        lost += sum - reservoir - used;
    }

    long reservoir() {
        return reservoir;
    }

    /** Gas of the message that is neither left nor used. */
    long lost() {
        return lost;
    }

    /** By the message so far. */
    long used() {
        return used;
    }
}
