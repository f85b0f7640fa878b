package coco.records;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.spi.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the protocol can be asked to do.
 *
 * <p>Encoding, big endian: u8 kind (1 put, 2 delete), u16 size of the key, the key in UTF-8, and for a put the value, which
 * reaches to the end. One request has one encoding.
 */
public sealed interface RecordsRequest extends Request {
    /** Bytes of UTF-8 in the longest key. */
    int KEY_BYTES_MAX = 512;

    String key();

    /** Sets a record, whether it is there or not. */
    record Put(String key, Bytes value) implements RecordsRequest {
        public Put {
            requireKey(key);
        }
    }

    /** Takes a record away; refused where it is not there. */
    record Delete(String key) implements RecordsRequest {
        public Delete {
            requireKey(key);
        }
    }

    /** For names from outside: 1 to {@value #KEY_BYTES_MAX} bytes of UTF-8, no surrogate alone, no control characters. */
    static boolean isKey(String key) {
        return !key.isEmpty()
                && key.length() <= KEY_BYTES_MAX
                && key.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(key)
                && keyBytes(key).size() <= KEY_BYTES_MAX;
    }

    /** The key as the store orders it. */
    static Bytes keyBytes(String key) {
        return Bytes.ofUtf8(key);
    }

    @Override
    default Bytes encode() {
        return switch (this) {
            case Put(var key, var value) -> encode(1, key, value);
            case Delete(var key) -> encode(2, key, Bytes.EMPTY);
        };
    }

    /** What a receipt for this request proves: SHA-256 of {@link #encode}. A client computes it from what it sent. */
    default Digest claims() {
        return Digest.sha256(encode());
    }

    /** @throws MalformedException for anything that {@link #encode} would not write */
    static RecordsRequest decode(Bytes bytes) throws MalformedException {
        if (bytes.size() < 3) throw new MalformedException("a request has three bytes at least");
        var keyEnd = 3 + ((bytes.at(1) & 0xff) << 8 | bytes.at(2) & 0xff);
        if (keyEnd > bytes.size()) throw new MalformedException("the key passes the end of the request");
        var keyBytes = bytes.slice(3, keyEnd);
        var key = keyBytes.toUtf8();
        if (!isKey(key) || !keyBytes(key).equals(keyBytes)) throw new MalformedException("not the key of a record");
        return switch (bytes.at(0)) {
            case 1 -> new Put(key, bytes.slice(keyEnd, bytes.size()));
            case 2 -> {
                if (keyEnd != bytes.size()) throw new MalformedException("bytes behind the key");
                yield new Delete(key);
            }
            default -> throw new MalformedException("no request of the kind " + bytes.at(0));
        };
    }

    private static Bytes encode(int kind, String key, Bytes value) {
        var name = keyBytes(key);
        var out = ByteBuffer.allocate(3 + name.size() + value.size());
        out.put((byte) kind)
                .putShort((short) name.size())
                .put(name.unsafeArray())
                .put(value.unsafeArray());
        return Bytes.unsafeWrap(out.array());
    }

    private static void requireKey(String key) {
        if (!isKey(key)) throw new IllegalArgumentException("not the key of a record");
    }
}
