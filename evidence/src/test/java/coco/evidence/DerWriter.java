package coco.evidence;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;

/** Writes DER (X.690), to make certificates and lists that no vendor would issue. */
public final class DerWriter {
    private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");
    private static final DateTimeFormatter GENERALIZED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private DerWriter() {}

    public static byte[] value(int tag, byte[]... parts) {
        var content = join(parts);
        var length = BigInteger.valueOf(content.length).toByteArray();
        if (length[0] == 0 && length.length > 1) length = java.util.Arrays.copyOfRange(length, 1, length.length);
        var head = content.length < 0x80
                ? new byte[] {(byte) tag, (byte) content.length}
                : join(new byte[] {(byte) tag, (byte) (0x80 | length.length)}, length);
        return join(head, content);
    }

    public static byte[] sequence(byte[]... parts) {
        return value(0x30, parts);
    }

    public static byte[] integer(long number) {
        return value(0x02, BigInteger.valueOf(number).toByteArray());
    }

    public static byte[] ia5String(String text) {
        return value(0x16, text.getBytes(StandardCharsets.US_ASCII));
    }

    public static byte[] octetString(byte[] bytes) {
        return value(0x04, bytes);
    }

    public static byte[] bitString(byte[] bytes) {
        return value(0x03, new byte[] {0}, bytes);
    }

    public static byte[] truth(boolean value) {
        return value(0x01, new byte[] {(byte) (value ? 0xff : 0)});
    }

    /** UTCTime before the year 2050, GeneralizedTime from then on (RFC 5280 section 4.1.2.5). */
    public static byte[] time(Instant at) {
        var text = GENERALIZED.format(at);
        var isShort = at.isBefore(YEAR_2050);
        return value(isShort ? 0x17 : 0x18, (isShort ? text.substring(2) : text).getBytes(StandardCharsets.US_ASCII));
    }

    public static byte[] objectIdentifier(String dots) {
        var arcs = new ArrayList<Long>();
        for (var arc : dots.split("\\.", -1)) arcs.add(Long.valueOf(arc));
        var root = arcs.removeFirst();
        arcs.set(0, 40 * root + arcs.getFirst());
        var out = new ByteArrayOutputStream();
        for (var arc : arcs) {
            for (var shift = 56; shift > 0; shift -= 7) if (arc >>> shift != 0) out.write((int) (arc >>> shift | 0x80));
            out.write((int) (arc & 0x7f));
        }
        return value(0x06, out.toByteArray());
    }

    public static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }
}
