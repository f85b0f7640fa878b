package coco.evidence.format;

import coco.evidence.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes items with shortest numbers and definite lengths. Owner: the call that made it. */
final class CborWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CborWriter() {}

    static Octets write(Cbor item) {
        var writer = new CborWriter();
        writer.item(item);
        return Octets.of(writer.out.toByteArray());
    }

    private void item(Cbor item) {
        switch (item) {
            case Cbor.Unsigned(var value) -> head(0, value);
            case Cbor.Negative(var value) -> head(1, value);
            case Cbor.Bytes(var value) -> string(2, value.toArray());
            case Cbor.Text(var value) -> string(3, value.getBytes(StandardCharsets.UTF_8));
            case Cbor.Array(var items) -> {
                head(4, items.size());
                items.forEach(this::item);
            }
            case Cbor.Map(var entries) -> {
                head(5, entries.size());
                for (var entry : entries) {
                    item(entry.key());
                    item(entry.value());
                }
            }
            case Cbor.Tagged(var tag, var content) -> {
                head(6, tag);
                item(content);
            }
            case Cbor.Bool(var value) -> head(7, value ? 21 : 20);
            case Cbor.Null _ -> head(7, 22);
            case Cbor.Undefined _ -> head(7, 23);
        }
    }

    private void string(int major, byte[] bytes) {
        head(major, bytes.length);
        out.writeBytes(bytes);
    }

    private void head(int major, long argument) {
        if (argument >= 0 && argument < 24) {
            out.write(major << 5 | (int) argument);
            return;
        }
        var log = argument >>> 32 != 0 ? 3 : argument >>> 16 != 0 ? 2 : argument >>> 8 != 0 ? 1 : 0;
        out.write(major << 5 | 24 + log);
        for (var shift = 8 * (1 << log) - 8; shift >= 0; shift -= 8) out.write((int) (argument >>> shift));
    }
}
