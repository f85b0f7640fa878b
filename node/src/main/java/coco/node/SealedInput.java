package coco.node;

import coco.crypto.AeadKey;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Opens what {@link SealedOutput} has sealed, frame by frame; gives no byte that was not authenticated. The stream below
 * supports marks. Owner: one thread.
 */
final class SealedInput extends InputStream {
    /** The stream is not what was sealed, or not all of it. */
    static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1;

        BrokenException(String message) {
            super(message);
        }
    }

    private static final int SEALED_MAX = SealedOutput.FRAME_BYTES + AeadKey.TAG_SIZE;

    private final InputStream in;
    private final AeadKey key;
    private final Bytes context;
    private byte[] frame = {};
    private int at;
    private int number;
    private boolean ended;

    SealedInput(InputStream in, AeadKey key, Bytes context) {
        this.in = in;
        this.key = key;
        this.context = context;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : frame[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) return 0;
        if (isAtEnd()) return -1;
        var some = Math.min(length, frame.length - at);
        System.arraycopy(frame, at, into, from, some);
        at += some;
        return some;
    }

    private boolean isAtEnd() throws IOException {
        while (at == frame.length) {
            if (ended) return true;
            open();
        }
        return false;
    }

    private void open() throws IOException {
        var header = in.readNBytes(4);
        if (header.length < 4) throw new BrokenException("the sealed stream is cut off");
        var size = ByteBuffer.wrap(header).getInt();
        if (size < AeadKey.TAG_SIZE || size > SEALED_MAX) throw new BrokenException("no frame of a sealed stream");
        var sealed = in.readNBytes(size);
        if (sealed.length < size) throw new BrokenException("the sealed stream is cut off");
        in.mark(1);
        ended = in.read() < 0;
        if (!ended) in.reset();
        try {
            frame = key.open(SealedOutput.nonce(number, ended), sealed, context.unsafeArray());
        } catch (AuthenticationFailedException e) {
            throw new BrokenException("frame " + number + " of the sealed stream does not open");
        }
        number = Math.incrementExact(number);
        at = 0;
    }
}
