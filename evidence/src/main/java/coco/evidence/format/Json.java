package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A JSON value (RFC 8259), read strictly: UTF-8 without a byte order mark, no name twice in an object, no lone surrogate,
 * nothing behind the value but white space, and neither longer nor deeper than the limits here.
 */
public sealed interface Json {
    /** Bytes of the longest text that is read. */
    int SIZE_MAX = 1 << 20;

    /** Objects and arrays inside one another. */
    int DEPTH_MAX = 32;

    /** Values in one text, those inside others counted too. */
    int VALUES_MAX = 100_000;

    static Json parse(Octets text) throws MalformedException {
        return new JsonReader(text).read();
    }

    /** The text's value, which has to be an object. */
    static Members parseObject(Octets text) throws MalformedException {
        if (parse(text) instanceof Members members) return members;
        throw new MalformedException("no JSON object");
    }

    record Text(String text) implements Json {}

    /** A number as it stands in the text: no digit is lost, and none is made up. */
    record Numeral(String digits) implements Json {}

    record Truth(boolean truth) implements Json {}

    record Null() implements Json {}

    /** An array. */
    record Elements(List<Json> all) implements Json {
        public Elements {
            all = List.copyOf(all);
        }
    }

    /**
     * An object.
     *
     * @param all its members in the order in which they stand
     * @param document the text that it stands in, at {@code from} to {@code to}, exclusive
     */
    record Members(SequencedMap<String, Json> all, Octets document, int from, int to) implements Json {
        private static final DateTimeFormatter SECONDS =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withResolverStyle(ResolverStyle.STRICT);

        private static final int SECONDS_LENGTH = "2018-05-21T10:45:10Z".length();

        public Members {
            all = Collections.unmodifiableSequencedMap(all);
        }

        /** The bytes that this object was read from, braces included: what a signature over it is over. */
        public Octets source() {
            return document.slice(from, to);
        }

        public boolean has(String name) {
            return all.containsKey(name);
        }

        public Optional<Json> find(String name) {
            return Optional.ofNullable(all.get(name));
        }

        public Json member(String name) throws MalformedException {
            var found = all.get(name);
            if (found == null) throw new MalformedException("there is no " + name);
            return found;
        }

        public String text(String name) throws MalformedException {
            if (member(name) instanceof Text(var text)) return text;
            throw new MalformedException(name + " is no text");
        }

        public boolean truth(String name) throws MalformedException {
            if (member(name) instanceof Truth(var truth)) return truth;
            throw new MalformedException(name + " is neither true nor false");
        }

        /** An integer of 0 to {@code maximum}, in digits alone: no sign, no point, no exponent. */
        public int number(String name, int maximum) throws MalformedException {
            if (!(member(name) instanceof Numeral(var digits))) throw new MalformedException(name + " is no number");
            if (digits.length() <= 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                var number = Long.parseLong(digits);
                if (number <= maximum) return (int) number;
            }
            throw new MalformedException(name + " is no integer of 0 to " + maximum);
        }

        public Members object(String name) throws MalformedException {
            if (member(name) instanceof Members members) return members;
            throw new MalformedException(name + " is no object");
        }

        public List<Json> array(String name) throws MalformedException {
            if (member(name) instanceof Elements(var elements)) return elements;
            throw new MalformedException(name + " is no array");
        }

        /** An array of objects. */
        public List<Members> objects(String name) throws MalformedException {
            var objects = new ArrayList<Members>();
            for (var element : array(name)) {
                if (!(element instanceof Members members)) throw new MalformedException(name + " holds no objects");
                objects.add(members);
            }
            return objects;
        }

        /** An array of texts. */
        public List<String> texts(String name) throws MalformedException {
            var texts = new ArrayList<String>();
            for (var element : array(name)) {
                if (!(element instanceof Text(var text))) throw new MalformedException(name + " holds no texts");
                texts.add(text);
            }
            return texts;
        }

        /** A text of {@code size} bytes in hex digits of either case. */
        public Octets hex(String name, int size) throws MalformedException {
            var text = text(name);
            if (text.length() == 2 * size && text.matches("[0-9a-fA-F]*")) return Octets.ofHex(text);
            throw new MalformedException(name + " is not " + size + " bytes in hex digits");
        }

        /** A text of the form {@code 2018-05-21T10:45:10Z}, and of no other. */
        public Instant instant(String name) throws MalformedException {
            var text = text(name);
            if (text.length() != SECONDS_LENGTH) throw new MalformedException(name + " is no date: " + text);
            try {
                return LocalDateTime.parse(text, SECONDS).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new MalformedException(name + " is no date: " + text, e);
            }
        }
    }
}
