package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Writes logs with SHA-256 digests, as firmware would. Owner: the test that made it. */
public final class MadeLog {
    public static final Octets WINDOWS_SEPARATOR = ascii("WBCL");
    public static final Octets SEPARATOR = Octets.ofHex("00000000");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public MadeLog() {
        write(header("Spec ID Event03\0", Octets.ofHex("00000000" + "00020002" + "01000000" + "0b002000" + "00")));
    }

    /** The header of a log, an event in the form with SHA-1 digests. */
    static Octets header(String id, Octets rest) {
        var data = ascii(id).concat(rest);
        return u32(0).concat(u32(3)).concat(Octets.of(new byte[20])).concat(sized(data));
    }

    public MadeLog event(int index, EventType type, Octets data) {
        return event(index, type, data, data);
    }

    /** An event whose digest is of other bytes than its data. */
    public MadeLog event(int index, EventType type, Octets measured, Octets data) {
        return raw(index, type.code(), measured.hash(Hash.SHA_256), data);
    }

    public MadeLog raw(int index, long type, Octets digest, Octets data) {
        write(u32(index)
                .concat(u32(type))
                .concat(u32(1))
                .concat(Octets.ofHex("0b00"))
                .concat(digest)
                .concat(sized(data)));
        return this;
    }

    public MadeLog write(Octets bytes) {
        out.writeBytes(bytes.toArray());
        return this;
    }

    public Octets bytes() {
        return Octets.of(out.toByteArray());
    }

    /** What the log replays to, for the registers of these numbers, by name. */
    public static SequencedMap<String, Octets> registers(Octets log, Hash algorithm, int... numbers) throws Exception {
        var parsed = EventLog.parse(log);
        var replayed = parsed.replay(algorithm);
        var registers = new LinkedHashMap<String, Octets>();
        for (var number : numbers) {
            registers.put("pcr" + number, replayed.getOrDefault(number, parsed.initial(number, algorithm)));
        }
        return registers;
    }

    public static Octets variable(String vendor, String name, Octets data) {
        return Octets.ofHex(vendor)
                .concat(u64(name.length()))
                .concat(u64(data.size()))
                .concat(utf16(name))
                .concat(data);
    }

    /** One statement of Windows. */
    public static Octets sipa(SipaTag tag, Octets data) {
        return u32(tag.code()).concat(sized(data));
    }

    public static Octets utf16(String text) {
        return Octets.of(text.getBytes(StandardCharsets.UTF_16LE));
    }

    public static Octets ascii(String text) {
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    public static Octets u32(long value) {
        return Octets.of(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
    }

    public static Octets u64(long value) {
        return Octets.of(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    private static Octets sized(Octets data) {
        return u32(data.size()).concat(data);
    }
}
