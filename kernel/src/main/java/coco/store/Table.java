package coco.store;

import java.nio.charset.StandardCharsets;

/**
 * The name of a table: 1 to {@value #NAME_BYTES_MAX} bytes of UTF-8. Tables are ordered by these bytes.
 *
 * <p>Tables are a protocol's design, not its clients' input: a version holds one reference for each, so hundreds or
 * thousands are fine, and a table per account is not.
 */
public record Table(String name) implements Comparable<Table> {
    public static final int NAME_BYTES_MAX = 255;

    private static final String PUBLIC = "public:";

    /** @throws IllegalArgumentException where {@link #isName} says no */
    public Table {
        if (!isName(name)) throw new IllegalArgumentException("not a table name: \"" + name + "\"");
    }

    /** For names from outside, before a table is made of them: the length is right and no surrogate stands alone. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= NAME_BYTES_MAX
                && StandardCharsets.UTF_8.newEncoder().canEncode(name)
                && name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX;
    }

    /** Its writes stand in the ledger in the clear; those of all others are sealed. */
    public boolean isPublic() {
        return name.startsWith(PUBLIC);
    }

    @Override
    public int compareTo(Table other) {
        var length = Math.min(name.length(), other.name.length());
        for (var i = 0; i < length; i++) {
            var mine = name.charAt(i);
            var its = other.name.charAt(i);
            if (mine != its) return utf8Rank(mine) - utf8Rank(its);
        }
        return name.length() - other.name.length();
    }

    /** In UTF-8 a surrogate pair (above U+FFFF) follows every other character; in UTF-16 it precedes U+E000. */
    private static int utf8Rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }

    @Override
    public String toString() {
        return name;
    }
}
