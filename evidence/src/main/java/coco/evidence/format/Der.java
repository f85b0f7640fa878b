package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One DER value (X.690): tag and content. Lengths are definite and in their shortest form.
 *
 * @param tag the tag byte; tags above 30 are refused
 */
public record Der(int tag, Octets content) {
    public static final int INTEGER = 0x02;
    public static final int OCTET_STRING = 0x04;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int ENUMERATED = 0x0a;
    public static final int BOOLEAN = 0x01;
    public static final int UTF8_STRING = 0x0c;
    public static final int IA5_STRING = 0x16;
    public static final int SEQUENCE = 0x30;

    /** Values in the longest sequence that is read. */
    private static final int ITEMS_MAX = 1_000;

    /** @throws MalformedException unless the bytes are one value and nothing else */
    public static Der parse(Octets bytes) throws MalformedException {
        var in = ByteReader.bigEndian(bytes);
        var value = read(in);
        in.end("a DER value");
        return value;
    }

    static Der read(ByteReader in) throws MalformedException {
        var tag = in.u8();
        if ((tag & 0x1f) == 0x1f) throw new MalformedException("a DER tag above 30");
        return new Der(tag, in.take(length(in)));
    }

    private static long length(ByteReader in) throws MalformedException {
        var first = in.u8();
        if (first < 0x80) return first;
        var count = first & 0x7f;
        if (count == 0 || count > 3) throw new MalformedException("a DER length of " + count + " bytes");
        var length = 0L;
        for (var i = 0; i < count; i++) length = length << 8 | in.u8();
        if (length < 0x80 || length >>> 8 * (count - 1) == 0) {
            throw new MalformedException("a DER length that is not in its shortest form");
        }
        return length;
    }

    /** The values of a sequence. */
    public List<Der> items() throws MalformedException {
        expect(SEQUENCE);
        var in = ByteReader.bigEndian(content);
        var items = new ArrayList<Der>();
        while (in.remaining() > 0) {
            if (items.size() == ITEMS_MAX) throw new MalformedException("a sequence of more than " + ITEMS_MAX);
            items.add(read(in));
        }
        return List.copyOf(items);
    }

    /** The values of a sequence that has {@code count}. */
    public List<Der> items(int count) throws MalformedException {
        var items = items();
        if (items.size() != count) throw new MalformedException("a sequence of " + items.size() + ", not " + count);
        return items;
    }

    public Octets octetString() throws MalformedException {
        expect(OCTET_STRING);
        return content;
    }

    /** An integer of 0 to 2^31 - 1. */
    public int smallInteger() throws MalformedException {
        if (tag != ENUMERATED) expect(INTEGER);
        if (content.isEmpty() || content.size() > 5) throw new MalformedException("an integer out of range");
        if (content.size() > 1 && (content.at(0) == 0 && content.at(1) < 0x80)) {
            throw new MalformedException("an integer that is not in its shortest form");
        }
        var value = new BigInteger(content.toArray());
        if (value.signum() < 0 || value.bitLength() > 31) throw new MalformedException("an integer out of range");
        return value.intValue();
    }

    /** Text of printable ASCII characters. */
    public String ia5String() throws MalformedException {
        expect(IA5_STRING);
        for (var i = 0; i < content.size(); i++) {
            if (content.at(i) < 0x20 || content.at(i) > 0x7e)
                throw new MalformedException("text that cannot be printed");
        }
        return new String(content.toArray(), StandardCharsets.US_ASCII);
    }

    /** An object identifier in dots. */
    public String objectIdentifier() throws MalformedException {
        expect(OBJECT_IDENTIFIER);
        var text = new StringBuilder();
        var arc = 0L;
        for (var i = 0; i < content.size(); i++) {
            var b = content.at(i);
            if (arc == 0 && b == 0x80) throw new MalformedException("an arc that is not in its shortest form");
            if (arc >>> 48 != 0) throw new MalformedException("an arc out of range");
            arc = arc << 7 | b & 0x7f;
            if ((b & 0x80) != 0) continue;
            if (text.isEmpty()) {
                var root = Math.min(arc / 40, 2);
                text.append(root).append('.').append(arc - 40 * root);
            } else {
                text.append('.').append(arc);
            }
            arc = 0;
        }
        if (text.isEmpty() || (content.at(content.size() - 1) & 0x80) != 0) {
            throw new MalformedException("an object identifier that is cut off");
        }
        return text.toString();
    }

    private void expect(int expected) throws MalformedException {
        if (tag != expected) {
            throw new MalformedException(
                    "DER tag " + Integer.toHexString(tag) + ", not " + Integer.toHexString(expected));
        }
    }
}
