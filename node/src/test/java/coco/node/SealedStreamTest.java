package coco.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.crypto.AeadKey;
import coco.crypto.Bytes;
import coco.crypto.SecretBytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedStreamTest {
    private static final Bytes CONTEXT = Bytes.ofUtf8("snapshot_7");
    private static final int FRAME = SealedOutput.FRAME_BYTES;
    private static final int SEALED_FRAME = 4 + FRAME + AeadKey.TAG_SIZE;

    private final AeadKey key = AeadKey.of(SecretBytes.wrap(new byte[AeadKey.SIZE]));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 17})
    void whatIsSealedOpens(int size) throws IOException {
        var plain = plain(size);
        assertArrayEquals(plain, open(seal(plain, true), CONTEXT));
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        var sealed = seal(plain(200), true);
        for (var i = 0; i < sealed.length * 8; i++) {
            var changed = sealed.clone();
            changed[i / 8] ^= (byte) (1 << i % 8);
            assertThrows(SealedInput.BrokenException.class, () -> open(changed, CONTEXT));
        }
    }

    @Test
    void framesCannotBeLeftOutMovedOrCutOff() throws IOException {
        var sealed = seal(plain(3 * FRAME + 5), true);
        var first = Arrays.copyOfRange(sealed, 0, SEALED_FRAME);
        var second = Arrays.copyOfRange(sealed, SEALED_FRAME, 2 * SEALED_FRAME);
        var rest = Arrays.copyOfRange(sealed, 2 * SEALED_FRAME, sealed.length);
        assertEquals(3 * FRAME + 5, open(join(first, second, rest), CONTEXT).length);
        assertThrows(SealedInput.BrokenException.class, () -> open(join(first, rest), CONTEXT));
        assertThrows(SealedInput.BrokenException.class, () -> open(join(second, first, rest), CONTEXT));
        assertThrows(SealedInput.BrokenException.class, () -> open(join(first, second), CONTEXT));
        assertThrows(SealedInput.BrokenException.class, () -> open(join(first, second, rest, rest), CONTEXT));
        for (var end : new int[] {0, 3, SEALED_FRAME - 1, sealed.length - 1}) {
            assertThrows(SealedInput.BrokenException.class, () -> open(Arrays.copyOf(sealed, end), CONTEXT));
        }
    }

    @Test
    void aStreamThatWasGivenUpDoesNotOpen() throws IOException {
        var sealed = seal(plain(2 * FRAME + 5), false);
        assertThrows(SealedInput.BrokenException.class, () -> open(sealed, CONTEXT));
    }

    @Test
    void anotherContextDoesNotOpen() throws IOException {
        var sealed = seal(plain(10), true);
        assertThrows(SealedInput.BrokenException.class, () -> open(sealed, Bytes.ofUtf8("snapshot_8")));
    }

    private static byte[] plain(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private byte[] seal(byte[] plain, boolean whole) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var sealed = new SealedOutput(out, key(), CONTEXT)) {
            sealed.write(plain);
            if (whole) sealed.end();
        }
        return out.toByteArray();
    }

    /** A key seals one stream. */
    private AeadKey key() {
        return AeadKey.of(SecretBytes.wrap(new byte[AeadKey.SIZE]));
    }

    private byte[] open(byte[] sealed, Bytes context) throws IOException {
        return new SealedInput(new BufferedInputStream(new ByteArrayInputStream(sealed)), key, context).readAllBytes();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }
}
