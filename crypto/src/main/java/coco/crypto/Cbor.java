package coco.crypto;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The part of CBOR (RFC 8949) that COSE needs: integers of 64 bits, strings, arrays, maps, booleans, null.
 *
 * <p>Decoding is strict: no duplicate keys, definite lengths, shortest forms, valid UTF-8, bounded size and depth,
 * nothing behind. It is proved by encoding the result again: the bytes must be the same. Maps keep the order of their
 * keys, because some signers do not sort them.
 */
public sealed interface Cbor {
    /** Bytes of the longest document that is read. */
    int SIZE_MAX = 4 << 20;

    /** Levels of arrays, maps and tags in the deepest document that is read. */
    int DEPTH_MAX = 16;

    record Int(long value) implements Cbor {}

    record Text(String value) implements Cbor {}

    record Blob(Bytes value) implements Cbor {}

    record Bool(boolean value) implements Cbor {}

    record Null() implements Cbor {}

    record Array(List<Cbor> items) implements Cbor {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** A map; two with the same keys in another order are different values. */
    record Dict(SequencedMap<Cbor, Cbor> entries) implements Cbor {
        public static final Dict EMPTY = new Dict(new LinkedHashMap<>());

        public Dict {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }

        public Optional<Cbor> get(long key) {
            return Optional.ofNullable(entries.get(new Int(key)));
        }

        public Optional<Cbor> get(String key) {
            return Optional.ofNullable(entries.get(new Text(key)));
        }

        /** This map with one more entry at its end. */
        public Dict with(Cbor key, Cbor value) {
            var more = new LinkedHashMap<Cbor, Cbor>(entries);
            if (more.put(key, value) != null) throw new IllegalArgumentException("a map has a key once");
            return new Dict(more);
        }

        public Dict with(long key, Cbor value) {
            return with(new Int(key), value);
        }

        public Dict with(String key, Cbor value) {
            return with(new Text(key), value);
        }
    }

    record Tagged(long tag, Cbor value) implements Cbor {}

    static Bytes encode(Cbor value) {
        return Bytes.unsafeWrap(toLibrary(value).EncodeToBytes());
    }

    static Cbor decode(Bytes bytes) throws MalformedException {
        if (bytes.size() > SIZE_MAX) throw new MalformedException("the CBOR document is too large");
        try {
            var options = new CBOREncodeOptions("allowduplicatekeys=false;keepkeyorder=true");
            var value = ofLibrary(CBORObject.DecodeFromBytes(bytes.unsafeArray(), options), 0);
            if (!encode(value).equals(bytes))
                throw new MalformedException("the CBOR document is not in its strict form");
            return value;
        } catch (CBORException | ArithmeticException | IllegalArgumentException | IllegalStateException e) {
            throw new MalformedException("not a CBOR document", e);
        }
    }

    private static CBORObject toLibrary(Cbor value) {
        return switch (value) {
            case Int(var number) -> CBORObject.FromObject(number);
            case Text(var text) -> CBORObject.FromObject(text);
            case Blob(var bytes) -> CBORObject.FromObject(bytes.toArray());
            case Bool(var bool) -> CBORObject.FromObject(bool);
            case Null() -> CBORObject.Null;
            case Array(var items) -> {
                var array = CBORObject.NewArray();
                for (var item : items) array.Add(toLibrary(item));
                yield array;
            }
            case Dict(var entries) -> {
                var map = CBORObject.NewOrderedMap();
                for (Map.Entry<Cbor, Cbor> entry : entries.entrySet())
                    map.Add(toLibrary(entry.getKey()), toLibrary(entry.getValue()));
                yield map;
            }
            case Tagged(var tag, var inner) -> toLibrary(inner).WithTag(Math.toIntExact(tag));
        };
    }

    private static Cbor ofLibrary(CBORObject object, int depth) throws MalformedException {
        if (depth > DEPTH_MAX) throw new MalformedException("the CBOR document is too deep");
        if (object.isTagged()) {
            var tag = object.getMostOuterTag().ToInt32Checked();
            return new Tagged(tag, ofLibrary(object.UntagOne(), depth + 1));
        }
        return switch (object.getType()) {
            case Integer -> ofInteger(object);
            case TextString -> new Text(object.AsString());
            case ByteString -> new Blob(Bytes.of(object.GetByteString()));
            case Boolean -> new Bool(object.AsBoolean());
            case Array -> ofArray(object, depth);
            case Map -> ofMap(object, depth);
            case SimpleValue -> ofSimple(object);
            case Number, FloatingPoint -> throw new MalformedException("the CBOR document has a fraction");
        };
    }

    private static Cbor ofInteger(CBORObject object) throws MalformedException {
        if (!object.CanValueFitInInt64()) throw new MalformedException("the CBOR document has a number beyond 64 bits");
        return new Int(object.AsInt64Value());
    }

    private static Cbor ofSimple(CBORObject object) throws MalformedException {
        if (!object.isNull()) throw new MalformedException("the CBOR document has an unknown simple value");
        return new Null();
    }

    private static Cbor ofArray(CBORObject object, int depth) throws MalformedException {
        var items = new ArrayList<Cbor>();
        for (var item : object.getValues()) items.add(ofLibrary(item, depth + 1));
        return new Array(items);
    }

    private static Cbor ofMap(CBORObject object, int depth) throws MalformedException {
        var entries = new LinkedHashMap<Cbor, Cbor>();
        for (var entry : object.getEntries())
            entries.put(ofLibrary(entry.getKey(), depth + 1), ofLibrary(entry.getValue(), depth + 1));
        return new Dict(entries);
    }
}
