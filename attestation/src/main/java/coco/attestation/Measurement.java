package coco.attestation;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The measured code of an installation: every file that decides what a node does, with its SHA-256.
 *
 * <p>The canonical form is ASCII text: the line {@code coco-measurement 1}, then one line an item,
 * {@code kind digest name}, single spaces, digest as 64 lower-case hex digits, sorted by kind and name, each line ended
 * by one line feed. The code measurement is the SHA-256 of that text, so {@code sha256sum} over the manifest file, and
 * over each file that it names, is all that is needed to check one.
 *
 * @param items sorted, no two with the same kind and name, 1 to {@link #ITEMS_MAX}
 */
public record Measurement(List<Item> items) {
    /** A JDK has about 200 files and a node about 150 jars. */
    public static final int ITEMS_MAX = 10_000;

    /** Bytes; no manifest read from outside is longer. */
    public static final int TEXT_SIZE_MAX = 4 << 20;

    private static final String MAGIC = "coco-measurement 1";
    private static final Comparator<Item> ORDER =
            Comparator.comparing((Item item) -> item.kind().word()).thenComparing(Item::name);

    /**
     * Sorts the items.
     *
     * @throws IllegalArgumentException if there are none, too many, or two with one name
     */
    public Measurement {
        items = items.stream().sorted(ORDER).toList();
        if (items.isEmpty() || items.size() > ITEMS_MAX) {
            throw new IllegalArgumentException("a measurement has 1 to " + ITEMS_MAX + " items, not " + items.size());
        }
        for (var i = 1; i < items.size(); i++) {
            if (ORDER.compare(items.get(i - 1), items.get(i)) == 0) {
                throw new IllegalArgumentException(
                        "measured twice: " + items.get(i).name());
            }
        }
    }

    /** What an item is for; the word is what stands in the manifest. */
    public enum Kind {
        /** A jar of Coco. */
        JAR("jar"),
        /** A jar of somebody else's; native libraries packed inside are measured with it. */
        LIBRARY("library"),
        /** A native library that lies beside the jars. */
        NATIVE("native"),
        /** A file of the Java runtime, named by its path in the runtime's folder. */
        JDK("jdk"),
        /** The program that starts the Java runtime. */
        LAUNCHER("launcher"),
        /** The file with the options of the Java runtime. */
        OPTIONS("options");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Kind of(String word) throws MalformedException {
            for (var kind : values()) {
                if (kind.word.equals(word)) return kind;
            }
            throw new MalformedException("not a kind of measured item: " + word);
        }
    }

    /**
     * One measured file.
     *
     * @param name a relative path with {@code /} between its parts: letters, digits and {@code . _ + - @ $}, 1 to 512
     *     characters, no part empty, {@code .} or {@code ..}
     * @param digest SHA-256 of the file's bytes
     */
    public record Item(Kind kind, String name, Digest digest) {
        /** Characters. */
        public static final int NAME_SIZE_MAX = 512;

        /** @throws IllegalArgumentException if the name is not of that form */
        public Item {
            if (!isName(name)) throw new IllegalArgumentException("not a name in a measurement: " + name);
        }

        private static boolean isName(String name) {
            if (name.isEmpty() || name.length() > NAME_SIZE_MAX) return false;
            for (var part : name.split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..")) return false;
            }
            return name.chars().allMatch(Item::isNameCharacter);
        }

        private static boolean isNameCharacter(int c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "/._+-@$".indexOf(c) >= 0;
        }
    }

    /** The code measurement: SHA-256 of {@link #encode}. */
    public Digest digest() {
        return Digest.sha256(encode());
    }

    /** The canonical form. */
    public Bytes encode() {
        var text = new StringBuilder(MAGIC).append('\n');
        for (var item : items) {
            text.append(item.kind().word()).append(' ').append(item.digest().toHex());
            text.append(' ').append(item.name()).append('\n');
        }
        return Bytes.ofUtf8(text.toString());
    }

    /**
     * Reads the canonical form, and nothing else.
     *
     * @throws MalformedException unless encoding the result gives the same bytes again
     */
    public static Measurement parse(Bytes bytes) throws MalformedException {
        if (bytes.size() > TEXT_SIZE_MAX) throw new MalformedException("measurement of " + bytes.size() + " bytes");
        var lines = new String(bytes.unsafeArray(), StandardCharsets.US_ASCII).split("\n", -1);
        if (!lines[0].equals(MAGIC) || lines.length < 2) throw new MalformedException("not a measurement of version 1");
        var items = new ArrayList<Item>();
        try {
            for (var line : List.of(lines).subList(1, lines.length - 1)) items.add(parseItem(line));
            var measurement = new Measurement(items);
            if (measurement.encode().equals(bytes)) return measurement;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not a measurement", e);
        }
        throw new MalformedException("a measurement that is not in canonical form");
    }

    private static Item parseItem(String line) throws MalformedException {
        var parts = line.split(" ", -1);
        if (parts.length != 3) throw new MalformedException("an item of a measurement has three parts");
        return new Item(Kind.of(parts[0]), parts[2], Digest.ofHex(parts[1]));
    }
}
