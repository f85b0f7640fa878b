package coco.store;

/** A transaction wants to write more than it may. The write that would pass the limit has not been taken. */
public final class WriteSetTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long bytes;
    private final int bytesMax;

    WriteSetTooLarge(long bytes, int bytesMax) {
        super("the write set would have " + bytes + " bytes, " + bytesMax + " are allowed");
        this.bytes = bytes;
        this.bytesMax = bytesMax;
    }

    /** The size that the write set would have had, counted as {@link WriteSet#bytes} does. */
    public long bytes() {
        return bytes;
    }

    public int bytesMax() {
        return bytesMax;
    }
}
