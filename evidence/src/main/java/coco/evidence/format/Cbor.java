package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.util.List;
import java.util.Optional;

/**
 * One CBOR data item (RFC 8949). What others wrote is read whatever its lengths look like: shortest or not, definite or
 * not; what is written here is in the deterministic form of section 4.2.1, save that a map keeps its order. Two items are
 * equal where their values are, however they were encoded. Floating-point numbers and simple values other than booleans,
 * null and undefined are refused: no format of evidence has them.
 */
public sealed interface Cbor {
    /** An integer of 0 to 2^64 - 1; one above 2^63 - 1 has a negative {@code value}, as in {@link Long#toUnsignedString(long)}. */
    record Unsigned(long value) implements Cbor {}

    /** The integer {@code -1 - value}, where {@code value} is unsigned as that of {@link Unsigned}. */
    record Negative(long value) implements Cbor {}

    record Bytes(Octets value) implements Cbor {}

    record Text(String value) implements Cbor {}

    record Array(List<Cbor> items) implements Cbor {
        public Array {
            items = List.copyOf(items);
        }

        public static Array of(Cbor... items) {
            return new Array(List.of(items));
        }
    }

    /** A map, in the order in which it was written; no key is there twice. */
    record Map(List<Entry> entries) implements Cbor {
        public Map {
            entries = List.copyOf(entries);
        }

        public static Map of(Entry... entries) {
            return new Map(List.of(entries));
        }

        public Optional<Cbor> find(Cbor key) {
            for (var entry : entries) {
                if (entry.key.equals(key)) return Optional.of(entry.value);
            }
            return Optional.empty();
        }

        public Optional<Cbor> find(long key) {
            return find(integer(key));
        }

        public Optional<Cbor> find(String key) {
            return find(new Text(key));
        }

        /** @throws MalformedException where there is none */
        public Cbor get(long key) throws MalformedException {
            return present(find(key), "claim " + key);
        }

        /** @throws MalformedException where there is none */
        public Cbor get(String key) throws MalformedException {
            return present(find(key), key);
        }

        private static Cbor present(Optional<Cbor> value, String key) throws MalformedException {
            if (value.isEmpty()) throw new MalformedException("there is no " + key);
            return value.get();
        }
    }

    record Entry(Cbor key, Cbor value) {
        public static Entry of(long key, Cbor value) {
            return new Entry(integer(key), value);
        }

        public static Entry of(String key, Cbor value) {
            return new Entry(new Text(key), value);
        }
    }

    /** A tagged item; {@code tag} is unsigned as {@link Unsigned#value}. */
    record Tagged(long tag, Cbor content) implements Cbor {}

    record Bool(boolean value) implements Cbor {}

    record Null() implements Cbor {}

    record Undefined() implements Cbor {}

    /**
     * An item at the beginning of longer bytes.
     *
     * @param size bytes of its encoding, with which the bytes begin
     */
    record Prefix(Cbor item, int size) {}

    /** @throws MalformedException unless the bytes are one item and nothing else */
    static Cbor parse(Octets bytes) throws MalformedException {
        var prefix = parsePrefix(bytes);
        if (prefix.size != bytes.size()) {
            throw new MalformedException(bytes.size() - prefix.size + " bytes behind a CBOR item");
        }
        return prefix.item;
    }

    /** The item at the beginning of the bytes, whatever comes behind it. */
    static Prefix parsePrefix(Octets bytes) throws MalformedException {
        return new CborReader(bytes).prefix();
    }

    /** The encoding of this item. */
    default Octets encoded() {
        return CborWriter.write(this);
    }

    /** The integer {@code value}. */
    static Cbor integer(long value) {
        return value >= 0 ? new Unsigned(value) : new Negative(-1 - value);
    }

    default Octets bytes() throws MalformedException {
        if (this instanceof Bytes(var value)) return value;
        throw mistaken("a byte string");
    }

    /** A byte string of {@code least} to {@code most} bytes. */
    default Octets bytes(int least, int most) throws MalformedException {
        var value = bytes();
        if (value.size() < least || value.size() > most) {
            throw new MalformedException(value.size() + " bytes, not " + least + " to " + most);
        }
        return value;
    }

    default String text() throws MalformedException {
        if (this instanceof Text(var value)) return value;
        throw mistaken("a text string");
    }

    /** An integer of -2^63 to 2^63 - 1. */
    default long number() throws MalformedException {
        if (this instanceof Unsigned(var value) && value >= 0) return value;
        if (this instanceof Negative(var value) && value >= 0) return -1 - value;
        throw mistaken("an integer of 64 bits");
    }

    /** An integer of {@code least} to {@code most}. */
    default long number(long least, long most) throws MalformedException {
        var value = number();
        if (value < least || value > most) throw new MalformedException(value + " is not in " + least + " to " + most);
        return value;
    }

    default boolean bool() throws MalformedException {
        if (this instanceof Bool(var value)) return value;
        throw mistaken("a boolean");
    }

    default List<Cbor> items() throws MalformedException {
        if (this instanceof Array(var items)) return items;
        throw mistaken("an array");
    }

    default Map map() throws MalformedException {
        if (this instanceof Map map) return map;
        throw mistaken("a map");
    }

    private MalformedException mistaken(String expected) {
        var found =
                switch (this) {
                    case Unsigned _, Negative _ -> "an integer";
                    case Bytes _ -> "a byte string";
                    case Text _ -> "a text string";
                    case Array _ -> "an array";
                    case Map _ -> "a map";
                    case Tagged(var tag, var _) -> "tag " + Long.toUnsignedString(tag);
                    case Bool _ -> "a boolean";
                    case Null _ -> "null";
                    case Undefined _ -> "undefined";
                };
        return new MalformedException("CBOR: " + found + ", where " + expected + " is expected");
    }
}
