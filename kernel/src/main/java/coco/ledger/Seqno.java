package coco.ledger;

/** A place in the ledger: 1 is the genesis entry, 0 is before it. */
public record Seqno(long value) implements Comparable<Seqno> {
    public static final Seqno ZERO = new Seqno(0);

    public Seqno {
        if (value < 0) throw new IllegalArgumentException("a sequence number is never negative: " + value);
    }

    public Seqno next() {
        return new Seqno(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(Seqno other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
