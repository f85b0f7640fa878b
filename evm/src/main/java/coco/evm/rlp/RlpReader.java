package coco.evm.rlp;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import java.util.Arrays;

/**
 * Reads items one after another from one list or from the top level of an encoding.
 *
 * <p>Only canonical encodings pass: shortest length forms, a byte below 0x80 as itself, nothing beyond the enclosing
 * list. Integers have no leading zeros. A reader belongs to the thread that made it; the array must not change meanwhile.
 */
public final class RlpReader {
    /** Lists inside lists; nothing in Ethereum comes near. */
    public static final int DEPTH_MAX = 1024;

    private final byte[] data;
    private final int end;
    private final int depth;
    private int position;

    /** The item at {@link #position}, as {@link #head} found it. */
    private int payload;

    private int next;
    private boolean list;

    private RlpReader(byte[] data, int start, int end, int depth) {
        this.data = data;
        this.position = start;
        this.end = end;
        this.depth = depth;
    }

    /** A reader at the start of {@code data}. */
    public static RlpReader of(byte[] data) {
        return new RlpReader(data, 0, data.length, 0);
    }

    /** A reader over a range of {@code data}. */
    public static RlpReader of(byte[] data, int start, int end) {
        return new RlpReader(data, start, end, 0);
    }

    /**
     * Checks that {@code data} is exactly one canonical item, all the way down.
     *
     * @throws RlpException where it is not
     */
    public static void check(byte[] data) throws RlpException {
        var reader = of(data);
        reader.skip();
        reader.finish();
    }

    public boolean hasNext() {
        return position < end;
    }

    /** @throws RlpException where items are left */
    public void finish() throws RlpException {
        if (position != end) throw new RlpException("unexpected item or bytes at the end");
    }

    /** Whether the next item is a list. */
    public boolean nextIsList() throws RlpException {
        head();
        return list;
    }

    /** Enters the next item, which must be a list, and steps over it here. */
    public RlpReader list() throws RlpException {
        head();
        if (!list) throw new RlpException("a list was expected, a string found");
        if (depth == DEPTH_MAX) throw new RlpException("lists nested deeper than " + DEPTH_MAX);
        var inner = new RlpReader(data, payload, next, depth + 1);
        position = next;
        return inner;
    }

    /** How many items the rest of this list has; reads their heads only. */
    public int count() throws RlpException {
        var ahead = new RlpReader(data, position, end, depth);
        var count = 0;
        for (; ahead.hasNext(); count++) {
            ahead.head();
            ahead.position = ahead.next;
        }
        return count;
    }

    /** A byte string of any length, copied. */
    public byte[] bytes() throws RlpException {
        string();
        return take();
    }

    /** A byte string of exactly {@code size} bytes. */
    public byte[] bytes(int size) throws RlpException {
        string();
        if (next - payload != size) throw new RlpException("%d bytes expected, not %d".formatted(size, next - payload));
        return take();
    }

    public Address address() throws RlpException {
        return Address.of(bytes(Address.SIZE));
    }

    public Hash hash() throws RlpException {
        return Hash.unsafeWrap(bytes(Hash.SIZE));
    }

    /** An integer below 2^256. */
    public U256 u256() throws RlpException {
        integer(32);
        return U256.ofBytes(take());
    }

    /** An integer below 2^64, as unsigned long. */
    public long unsignedLong() throws RlpException {
        integer(8);
        var value = 0L;
        for (var i = payload; i < next; i++) value = value << 8 | (data[i] & 0xff);
        position = next;
        return value;
    }

    /** An integer below 2^63. */
    public long nonNegativeLong() throws RlpException {
        var value = unsignedLong();
        if (value < 0) throw new RlpException("integer of 64 bits");
        return value;
    }

    /** The next item with its head, as it is encoded; not looked into. */
    public byte[] raw() throws RlpException {
        head();
        var item = Arrays.copyOfRange(data, position, next);
        position = next;
        return item;
    }

    /** Steps over the next item, checking it all the way down. */
    public void skip() throws RlpException {
        head();
        if (!list) {
            position = next;
            return;
        }
        var inner = list();
        while (inner.hasNext()) inner.skip();
    }

    private byte[] take() {
        var bytes = Arrays.copyOfRange(data, payload, next);
        position = next;
        return bytes;
    }

    private void string() throws RlpException {
        head();
        if (list) throw new RlpException("a string was expected, a list found");
    }

    private void integer(int sizeMax) throws RlpException {
        string();
        if (next - payload > sizeMax) throw new RlpException("integer of more than %d bytes".formatted(sizeMax));
        if (next > payload && data[payload] == 0) throw new RlpException("integer with leading zeros");
    }

    private void head() throws RlpException {
        if (position >= end) throw new RlpException("an item is missing");
        var first = data[position] & 0xff;
        list = first >= 0xc0;
        if (first < 0x80) {
            payload = position;
            next = position + 1;
            return;
        }
        var code = first - (list ? 0xc0 : 0x80);
        if (code <= 55) {
            payload = position + 1;
            bound(code);
            if (!list && code == 1 && data[payload] >= 0) throw new RlpException("a single small byte with a head");
            return;
        }
        var lengthSize = code - 55;
        payload = position + 1 + lengthSize;
        if (payload > end) throw new RlpException("a length is cut off");
        if (data[position + 1] == 0) throw new RlpException("a length with leading zeros");
        var length = 0L;
        for (var i = position + 1; i < payload; i++) {
            if (length > Integer.MAX_VALUE) throw new RlpException("an item longer than the input");
            length = length << 8 | (data[i] & 0xff);
        }
        if (length <= 55) throw new RlpException("a long head for a short item");
        bound(length);
    }

    private void bound(long length) throws RlpException {
        if (length > end - payload) throw new RlpException("an item longer than what encloses it");
        next = payload + (int) length;
    }
}
