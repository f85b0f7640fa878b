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

    public static byte[] time(Instant at) {
        return value(0x18, GENERALIZED.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    public static byte[] objectIdentifier(String dots) {
        var arcs = new ArrayList<Long>();
        for (var arc : dots.split("\\.", -1)) arcs.add(Long.valueOf(arc));
        var out = new ByteArrayOutputStream();
        out.write((int) (40 * arcs.get(0) + arcs.get(1)));
        for (var arc : arcs.subList(2, arcs.size())) {
            for (var shift = 56; shift > 0; shift -= 7) if (arc >>> shift != 0) out.write((int) (arc >>> shift | 0x80));
            out.write((int) (arc & 0x7f));
        }
        return value(0x06, out.toByteArray());
    }

    /** A distinguished name of one common name. */
    public static byte[] name(String common) {
        return sequence(value(
                0x31, sequence(objectIdentifier("2.5.4.3"), value(0x0c, common.getBytes(StandardCharsets.UTF_8)))));
    }

    public static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }
}
