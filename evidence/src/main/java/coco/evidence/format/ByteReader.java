package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a structure of fixed fields from front to end. No length is believed: what is not there is not read, and nothing
 * is allocated for it. Owner: who made it.
 */
public final class ByteReader {
    private final ByteBuffer in;

    private ByteReader(Octets bytes, ByteOrder order) {
        this.in = ByteBuffer.wrap(bytes.toArray()).order(order);
    }

    public static ByteReader littleEndian(Octets bytes) {
        return new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN);
    }

    public static ByteReader bigEndian(Octets bytes) {
        return new ByteReader(bytes, ByteOrder.BIG_ENDIAN);
    }

    /** 0 to 255. */
    public int u8() throws MalformedException {
        need(1);
        return in.get() & 0xff;
    }

    /** 0 to 65535. */
    public int u16() throws MalformedException {
        need(2);
        return in.getShort() & 0xffff;
    }

    /** 0 to 2^32 - 1. */
    public long u32() throws MalformedException {
        need(4);
        return in.getInt() & 0xffff_ffffL;
    }

    /** Eight bytes as they are: a number above 2^63 - 1 comes out negative. */
    public long u64() throws MalformedException {
        need(8);
        return in.getLong();
    }

    /** The next {@code size} bytes. */
    public Octets take(long size) throws MalformedException {
        need(size);
        var taken = new byte[(int) size];
        in.get(taken);
        return Octets.of(taken);
    }

    public void skip(long size) throws MalformedException {
        need(size);
        in.position(in.position() + (int) size);
    }

    public int remaining() {
        return in.remaining();
    }

    public int position() {
        return in.position();
    }

    /** Everything that is left. */
    public Octets rest() throws MalformedException {
        return take(remaining());
    }

    /** @throws MalformedException if something is left */
    public void end(String what) throws MalformedException {
        if (in.hasRemaining()) throw new MalformedException(in.remaining() + " bytes behind " + what);
    }

    private void need(long size) throws MalformedException {
        if (size < 0 || size > in.remaining()) {
            throw new MalformedException("cut off at byte " + in.position() + ": " + size + " bytes are expected, "
                    + in.remaining() + " are there");
        }
    }
}
