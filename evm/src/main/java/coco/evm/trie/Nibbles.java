package coco.evm.trie;

/** A range of half-bytes of a key that is shared, never copied. Immutable. */
final class Nibbles {
    static final Nibbles NONE = new Nibbles(new byte[0], 0, 0);

    private final byte[] key;
    private final int from;
    private final int to;

    private Nibbles(byte[] key, int from, int to) {
        this.key = key;
        this.from = from;
        this.to = to;
    }

    /** From half-byte {@code from} of a key to its end. */
    static Nibbles of(byte[] key, int from) {
        return new Nibbles(key, from, 2 * key.length);
    }

    static Nibbles of(byte[] key, int from, int to) {
        return new Nibbles(key, from, to);
    }

    static int at(byte[] key, int index) {
        return (index & 1) == 0 ? (key[index >> 1] & 0xff) >> 4 : key[index >> 1] & 15;
    }

    /** How many half-bytes two keys have in common from {@code from} on. */
    static int common(byte[] a, byte[] b, int from) {
        var end = 2 * Math.min(a.length, b.length);
        var i = from;
        while (i < end && at(a, i) == at(b, i)) i++;
        return i - from;
    }

    int length() {
        return to - from;
    }

    int at(int index) {
        return at(key, from + index);
    }

    Nibbles skip(int count) {
        return new Nibbles(key, from + count, to);
    }

    Nibbles take(int count) {
        return new Nibbles(key, from, from + count);
    }

    /** How many half-bytes at the start are also in {@code other} from {@code at} on. */
    int common(byte[] other, int at) {
        var end = Math.min(length(), 2 * other.length - at);
        var i = 0;
        while (i < end && at(i) == at(other, at + i)) i++;
        return i;
    }

    /** These, then one more, then others. */
    Nibbles then(int nibble, Nibbles rest) {
        var length = length() + 1 + rest.length();
        var joined = new byte[(length + 1) / 2];
        for (var i = 0; i < length(); i++) set(joined, i, at(i));
        set(joined, length(), nibble);
        for (var i = 0; i < rest.length(); i++) set(joined, length() + 1 + i, rest.at(i));
        return new Nibbles(joined, 0, length);
    }

    Nibbles then(Nibbles rest) {
        if (length() == 0) return rest;
        return rest.length() == 0 ? this : then(rest.at(0), rest.skip(1));
    }

    private static void set(byte[] key, int index, int nibble) {
        key[index >> 1] |= (byte) ((index & 1) == 0 ? nibble << 4 : nibble);
    }

    /** Hex-prefix encoding (Yellow Paper, appendix C). */
    byte[] compact(boolean leaf) {
        var length = length();
        var odd = length & 1;
        var compact = new byte[1 + length / 2];
        compact[0] = (byte) ((leaf ? 0x20 : 0) | (odd == 1 ? 0x10 | at(0) : 0));
        for (var i = odd; i < length; i += 2) compact[1 + i / 2] = (byte) (at(i) << 4 | at(i + 1));
        return compact;
    }

    /** Reads what {@link #compact} wrote; the flag for leaves is the caller's to look at. */
    static Nibbles ofCompact(byte[] compact) {
        var odd = (compact[0] & 0x10) != 0;
        return new Nibbles(compact, odd ? 1 : 2, 2 * compact.length);
    }
}
