package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Numbers, big endian, and bytes on their way to a stream, hashed with SHA-256; both in large pieces. Owner: one thread. */
final class HashedOutput {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream to;
    private final MessageDigest digest = Digest.newSha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    HashedOutput(OutputStream to) {
        this.to = to;
    }

    void u16(int value) throws IOException {
        room(Short.BYTES).putShort((short) value);
    }

    void u32(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
    }

    void u64(long value) throws IOException {
        room(Long.BYTES).putLong(value);
    }

    /** The bytes, after their number as u32. */
    void sized(Bytes bytes) throws IOException {
        u32(bytes.size());
        bytes(bytes);
    }

    void bytes(Bytes bytes) throws IOException {
        var array = bytes.unsafeArray();
        if (array.length <= BUFFER_BYTES) {
            room(array.length).put(array);
        } else {
            flush();
            digest.update(array);
            to.write(array);
        }
    }

    /** Writes the digest of all before. */
    void end() throws IOException {
        flush();
        to.write(digest.digest());
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) flush();
        return buffer;
    }

    private void flush() throws IOException {
        digest.update(buffer.array(), 0, buffer.position());
        to.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
