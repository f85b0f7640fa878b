package coco.node;

import coco.crypto.AeadKey;
import coco.crypto.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Seals a stream in frames, so that neither side ever holds the whole: u32 length, then so many bytes of AES-256-GCM. The nonce
 * of a frame is its number (u32 at byte 7) and whether it is the last (byte 11), after the construction STREAM, so frames cannot
 * be left out, moved or cut off behind one another; all have the same context. The key seals one stream only.
 *
 * <p>Only {@link #end} writes the last frame: a stream that was given up does not open. Owner: one thread.
 */
final class SealedOutput extends OutputStream {
    static final int FRAME_BYTES = 1 << 20;

    private final OutputStream out;
    private final AeadKey key;
    private final Bytes context;
    private final byte[] frame = new byte[FRAME_BYTES];
    private int filled;
    private int number;

    SealedOutput(OutputStream out, AeadKey key, Bytes context) {
        this.out = out;
        this.key = key;
        this.context = context;
    }

    static byte[] nonce(int number, boolean last) {
        return ByteBuffer.allocate(AeadKey.NONCE_SIZE)
                .position(7)
                .putInt(number)
                .put((byte) (last ? 1 : 0))
                .array();
    }

    @Override
    public void write(int value) throws IOException {
        if (filled == FRAME_BYTES) seal(false);
        frame[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (var done = 0; done < length; ) {
            if (filled == FRAME_BYTES) seal(false);
            var some = Math.min(length - done, FRAME_BYTES - filled);
            System.arraycopy(bytes, from + done, frame, filled, some);
            filled += some;
            done += some;
        }
    }

    /** Writes the last frame; once, after all else. */
    void end() throws IOException {
        seal(true);
        out.flush();
    }

    private void seal(boolean last) throws IOException {
        var sealed = key.seal(nonce(number, last), Arrays.copyOf(frame, filled), context.unsafeArray());
        out.write(ByteBuffer.allocate(4).putInt(sealed.length).array());
        out.write(sealed);
        number = Math.incrementExact(number);
        filled = 0;
    }

    /** Erases what was not sealed; the stream below stays its owner's to close. */
    @Override
    public void close() {
        Arrays.fill(frame, (byte) 0);
    }
}
