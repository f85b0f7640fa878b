package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes little-endian fields into an array that grows. Owned by the method that makes it. */
final class ByteWriter {
    private byte[] array = new byte[256];
    private int size;

    ByteWriter u8(int value) {
        ensure(1);
        array[size++] = (byte) value;
        return this;
    }

    ByteWriter i64(long value) {
        ensure(8);
        ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).putLong(size, value);
        size += 8;
        return this;
    }

    ByteWriter raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, array, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** The bytes behind their length, a u64. */
    ByteWriter sized(Bytes bytes) {
        return i64(bytes.size()).raw(bytes.unsafeArray());
    }

    ByteWriter digest(Digest digest) {
        return raw(digest.unsafeArray());
    }

    private void ensure(int more) {
        if (array.length - size < more) array = Arrays.copyOf(array, Math.max(2 * array.length, size + more));
    }

    byte[] toArray() {
        return Arrays.copyOf(array, size);
    }
}
