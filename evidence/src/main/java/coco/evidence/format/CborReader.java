package coco.evidence.format;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads one item from front to end. Owner: the call that made it. */
final class CborReader {
    /** Items within items within items. */
    static final int DEPTH_MAX = 16;

    /** Items of one document, and chunks of its strings, together. */
    static final int ITEMS_MAX = 10_000;

    private static final int BREAK = 0xff;

    /** The length of a string, array or map whose end is marked instead. */
    private static final long INDEFINITE = -1;

    private final ByteReader in;
    private final int size;
    private int items;

    CborReader(Octets bytes) throws MalformedException {
        if (bytes.size() > Evidence.SIZE_MAX) {
            throw new MalformedException(bytes.size() + " bytes of CBOR, more than " + Evidence.SIZE_MAX);
        }
        this.in = ByteReader.bigEndian(bytes);
        this.size = bytes.size();
    }

    Cbor.Prefix prefix() throws MalformedException {
        var item = item(in.u8(), 1);
        return new Cbor.Prefix(item, size - in.remaining());
    }

    private Cbor item(int initial, int depth) throws MalformedException {
        if (depth > DEPTH_MAX) throw new MalformedException("CBOR deeper than " + DEPTH_MAX);
        count();
        var major = initial >>> 5;
        if (major == 7) return simple(initial);
        var argument = argument(initial);
        var definite = (initial & 0x1f) != 31;
        return switch (major) {
            case 0 -> new Cbor.Unsigned(argument);
            case 1 -> new Cbor.Negative(argument);
            case 2 -> new Cbor.Bytes(definite ? string(argument) : chunks(2));
            case 3 -> new Cbor.Text(utf8(definite ? string(argument) : chunks(3)));
            case 4 -> new Cbor.Array(array(definite ? length(argument, 1) : INDEFINITE, depth));
            case 5 -> map(definite ? length(argument, 2) : INDEFINITE, depth);
            case 6 -> new Cbor.Tagged(argument, item(in.u8(), depth + 1));
            default -> throw new MalformedException("not a CBOR item");
        };
    }

    private static Cbor simple(int initial) throws MalformedException {
        return switch (initial & 0x1f) {
            case 20 -> new Cbor.Bool(false);
            case 21 -> new Cbor.Bool(true);
            case 22 -> new Cbor.Null();
            case 23 -> new Cbor.Undefined();
            case 25, 26, 27 -> throw new MalformedException(Reason.UNSUPPORTED, "a CBOR floating-point number");
            case 28, 29, 30 -> throw new MalformedException("a reserved CBOR item");
            case 31 -> throw new MalformedException("a CBOR break where an item is expected");
            default -> throw new MalformedException(Reason.UNSUPPORTED, "a CBOR simple value");
        };
    }

    /** The unsigned number behind the initial byte; zero for an indefinite length, which integers and tags have not. */
    private long argument(int initial) throws MalformedException {
        var information = initial & 0x1f;
        return switch (information) {
            case 24 -> in.u8();
            case 25 -> in.u16();
            case 26 -> in.u32();
            case 27 -> in.u64();
            case 28, 29, 30 -> throw new MalformedException("a reserved CBOR length");
            case 31 -> {
                var major = initial >>> 5;
                if (major < 2 || major == 6) throw new MalformedException("a CBOR number without value");
                yield 0;
            }
            default -> information;
        };
    }

    /** A count of items of which each takes {@code least} bytes or more, so that one that cannot be there is not believed. */
    private long length(long count, int least) throws MalformedException {
        if (count < 0 || count > in.remaining() / least) {
            throw new MalformedException("CBOR cut off: " + Long.toUnsignedString(count) + " items are announced");
        }
        return count;
    }

    private Octets string(long length) throws MalformedException {
        if (length < 0) throw new MalformedException("CBOR cut off in a string");
        return in.take(length);
    }

    private Octets chunks(int major) throws MalformedException {
        var joined = new ByteArrayOutputStream();
        for (var initial = in.u8(); initial != BREAK; initial = in.u8()) {
            count();
            if (initial >>> 5 != major || (initial & 0x1f) == 31) {
                throw new MalformedException("a chunk that is no CBOR string of definite length");
            }
            var chunk = string(argument(initial));
            if (major == 3) utf8(chunk); // no character is split over chunks (RFC 8949 section 3.2.3)
            joined.writeBytes(chunk.toArray());
        }
        return Octets.of(joined.toByteArray());
    }

    private static String utf8(Octets bytes) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("text that is not UTF-8", e);
        }
    }

    private List<Cbor> array(long length, int depth) throws MalformedException {
        var list = new ArrayList<Cbor>();
        while (length == INDEFINITE || list.size() < length) {
            var initial = in.u8();
            if (length == INDEFINITE && initial == BREAK) break;
            list.add(item(initial, depth + 1));
        }
        return list;
    }

    private Cbor map(long length, int depth) throws MalformedException {
        var entries = new ArrayList<Cbor.Entry>();
        var keys = new HashSet<Cbor>();
        while (length == INDEFINITE || entries.size() < length) {
            var initial = in.u8();
            if (length == INDEFINITE && initial == BREAK) break;
            var key = item(initial, depth + 1);
            if (!keys.add(key)) throw new MalformedException("a CBOR map with the same key twice");
            entries.add(new Cbor.Entry(key, item(in.u8(), depth + 1)));
        }
        return new Cbor.Map(entries);
    }

    private void count() throws MalformedException {
        if (++items > ITEMS_MAX) throw new MalformedException("more than " + ITEMS_MAX + " CBOR items");
    }
}
