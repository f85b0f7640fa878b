package coco.ledger;

/** One leadership; 0 is before the first. At most 31 bits, since it is a part of each entry's AES-GCM nonce. */
public record View(long value) implements Comparable<View> {
    public static final long MAX = 0x7fffffffL;

    public View {
        if (value < 0 || value > MAX) throw new IllegalArgumentException("a view has 31 bits: " + value);
    }

    @Override
    public int compareTo(View other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
