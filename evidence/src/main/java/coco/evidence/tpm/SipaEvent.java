package coco.evidence.tpm;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;
import coco.evidence.format.RsaKey;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One statement of Windows inside an event of type EV_EVENT_TAG: a type, a size and data (Windows SDK, {@code wbcl.h}).
 *
 * @param type see {@link SipaTag}
 */
public record SipaEvent(long type, Value value) {
    /** Containers in containers: an aggregation of modules stands in a trust boundary. */
    private static final int DEPTH_MAX = 4;

    private static final long RSA = 1;

    /** The data of a statement, by what its type says it is. */
    public sealed interface Value {
        record Container(List<SipaEvent> events) implements Value {
            public Container {
                events = List.copyOf(events);
            }
        }

        record Flag(boolean isSet) implements Value {}

        /** A number above 2^63 - 1 is negative. */
        record Quantity(long number) implements Value {}

        record Text(String text) implements Value {}

        record Key(RSAPublicKey key) implements Value {}

        /** Of a type that is not known, or whose data is not taken apart. */
        record Bytes(Octets bytes) implements Value {}
    }

    /** All statements in the data of one event. */
    public static List<SipaEvent> parse(Octets data) throws MalformedException {
        return parse(data, 0);
    }

    private static List<SipaEvent> parse(Octets data, int depth) throws MalformedException {
        if (depth > DEPTH_MAX) throw new MalformedException("containers in containers, more than " + DEPTH_MAX);
        var in = ByteReader.littleEndian(data);
        var events = new ArrayList<SipaEvent>();
        while (in.remaining() > 0) {
            var type = in.u32();
            events.add(new SipaEvent(type, value(type, in.take(in.u32()), depth)));
        }
        return events;
    }

    /** This statement, or those in it. */
    Stream<SipaEvent> leaves() {
        return value instanceof Value.Container(var inner)
                ? inner.stream().flatMap(SipaEvent::leaves)
                : Stream.of(this);
    }

    boolean is(SipaTag tag) {
        return type == tag.code();
    }

    private static Value value(long type, Octets data, int depth) throws MalformedException {
        var tag = SipaTag.of(type);
        if (tag.isEmpty()) return new Value.Bytes(data);
        return switch (tag.get().form()) {
            case CONTAINER -> new Value.Container(parse(data, depth + 1));
            case FLAG -> new Value.Flag(number(data) != 0);
            case NUMBER -> new Value.Quantity(number(data));
            case TEXT -> new Value.Text(Printable.of(new String(data.toArray(), StandardCharsets.UTF_16LE)));
            case KEY -> new Value.Key(key(data));
            case BYTES -> new Value.Bytes(data);
        };
    }

    private static long number(Octets data) throws MalformedException {
        var in = ByteReader.littleEndian(data);
        return switch (data.size()) {
            case 1 -> in.u8();
            case 2 -> in.u16();
            case 4 -> in.u32();
            case 8 -> in.u64();
            default -> throw new MalformedException("a number of " + data.size() + " bytes");
        };
    }

    /** SIPAEVENT_VSM_IDK_INFO_PAYLOAD: exponent and modulus are big endian. */
    private static RSAPublicKey key(Octets data) throws MalformedException {
        var in = ByteReader.littleEndian(data);
        var algorithm = in.u32();
        if (algorithm != RSA) throw new MalformedException("an identity key of algorithm " + algorithm);
        var bits = in.u32();
        var exponentSize = in.u32();
        var modulusSize = in.u32();
        return RsaKey.read(in, bits, exponentSize, modulusSize);
    }
}
