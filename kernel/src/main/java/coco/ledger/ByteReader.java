package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads little-endian fields from untrusted bytes; a field that does not fit is a {@link MalformedException}. */
final class ByteReader {
    private final byte[] array;
    private final ByteBuffer in;

    ByteReader(byte[] array, int from, int to) {
        this.array = array;
        this.in = ByteBuffer.wrap(array, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isAtEnd() {
        return !in.hasRemaining();
    }

    int u8() throws MalformedException {
        need(1);
        return in.get() & 0xff;
    }

    long i64() throws MalformedException {
        need(8);
        return in.getLong();
    }

    /** A count of things of which each takes at least {@code sizeMin} bytes. */
    int count(int sizeMin) throws MalformedException {
        var count = i64();
        if (count < 0 || count > in.remaining() / sizeMin) throw new MalformedException("a count is too large");
        return (int) count;
    }

    /** Bytes behind their length, a u64. */
    Bytes sized() throws MalformedException {
        var size = count(1);
        var from = in.position();
        in.position(from + size);
        return Bytes.of(array, from, from + size);
    }

    String sizedText() throws MalformedException {
        var bytes = sized();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.unsafeArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("a name is not UTF-8", e);
        }
    }

    Digest digest() throws MalformedException {
        need(Digest.SIZE);
        var digest = new byte[Digest.SIZE];
        in.get(digest);
        return Digest.of(digest);
    }

    private void need(int size) throws MalformedException {
        if (in.remaining() < size) throw new MalformedException("the bytes end early");
    }
}
