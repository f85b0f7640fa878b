package coco.evm.rlp;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import java.util.Arrays;

/**
 * Appends items to a growing array. A list is opened with {@link #begin} and closed with {@link #end}, which puts the
 * list's head before its items. A writer belongs to the thread that made it.
 */
public final class RlpWriter {
    private byte[] buffer;
    private int length;
    private int[] starts = new int[4];
    private int open;

    public RlpWriter() {
        this(256);
    }

    /** @param capacity bytes to begin with */
    public RlpWriter(int capacity) {
        this.buffer = new byte[capacity];
    }

    /** Opens a list. */
    public RlpWriter begin() {
        if (open == starts.length) starts = Arrays.copyOf(starts, 2 * open);
        starts[open++] = length;
        return this;
    }

    /** Closes the list opened last. */
    public RlpWriter end() {
        if (open == 0) throw new IllegalStateException("no list is open");
        var start = starts[--open];
        var size = length - start;
        var head = headSize(size);
        ensure(head);
        System.arraycopy(buffer, start, buffer, start + head, size);
        length = start;
        head(0xc0, size);
        length += size;
        return this;
    }

    public RlpWriter bytes(byte[] string) {
        return bytes(string, 0, string.length);
    }

    public RlpWriter bytes(byte[] string, int offset, int size) {
        ensure(size + 5);
        if (size != 1 || string[offset] < 0) head(0x80, size);
        System.arraycopy(string, offset, buffer, length, size);
        length += size;
        return this;
    }

    /** An integer; the argument is unsigned. */
    public RlpWriter integer(long unsigned) {
        ensure(9);
        if (unsigned > 0 && unsigned < 0x80) {
            buffer[length++] = (byte) unsigned;
            return this;
        }
        var size = 8 - Long.numberOfLeadingZeros(unsigned) / 8;
        buffer[length++] = (byte) (0x80 + size);
        for (var i = size - 1; i >= 0; i--) buffer[length++] = (byte) (unsigned >>> 8 * i);
        return this;
    }

    public RlpWriter integer(U256 value) {
        if ((value.limb3() | value.limb2() | value.limb1()) == 0) return integer(value.limb0());
        var bytes = value.toBytes();
        var start = 0;
        while (bytes[start] == 0) start++;
        return bytes(bytes, start, bytes.length - start);
    }

    public RlpWriter address(Address address) {
        return bytes(address.unsafeArray());
    }

    public RlpWriter hash(Hash hash) {
        return bytes(hash.unsafeArray());
    }

    /** An empty string. */
    public RlpWriter empty() {
        ensure(1);
        buffer[length++] = (byte) 0x80;
        return this;
    }

    /** An item that is encoded already, or any bytes that belong here. */
    public RlpWriter raw(byte[] encoded) {
        ensure(encoded.length);
        System.arraycopy(encoded, 0, buffer, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /** What was written, as a new array; all lists must be closed. */
    public byte[] toArray() {
        if (open != 0) throw new IllegalStateException("a list is open");
        return Arrays.copyOf(buffer, length);
    }

    private static int headSize(int size) {
        return size <= 55 ? 1 : 1 + lengthSize(size);
    }

    private static int lengthSize(int size) {
        return 4 - Integer.numberOfLeadingZeros(size) / 8;
    }

    private void head(int base, int size) {
        if (size <= 55) {
            buffer[length++] = (byte) (base + size);
            return;
        }
        var lengthSize = lengthSize(size);
        buffer[length++] = (byte) (base + 55 + lengthSize);
        for (var i = lengthSize - 1; i >= 0; i--) buffer[length++] = (byte) (size >>> 8 * i);
    }

    private void ensure(int more) {
        if (buffer.length - length < more) buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
    }
}
