package coco.evm.chain;

import coco.evm.hash.Keccak256;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/** A filter of 2048 bits over the addresses and topics of logs (Yellow Paper 4.4.3): 256 bytes, immutable. */
public final class LogsBloom {
    public static final int SIZE = 256;
    public static final LogsBloom EMPTY = new LogsBloom(new byte[SIZE]);

    private final byte[] array;

    private LogsBloom(byte[] array) {
        this.array = array;
    }

    /** @throws IllegalArgumentException unless there are exactly 256 bytes */
    public static LogsBloom of(byte[] array) {
        if (array.length != SIZE) throw new IllegalArgumentException("a bloom has 256 bytes, not " + array.length);
        return new LogsBloom(array.clone());
    }

    public static LogsBloom of(Collection<Log> logs) {
        if (logs.isEmpty()) return EMPTY;
        var array = new byte[SIZE];
        var hash = new byte[Keccak256.SIZE];
        for (var log : logs) {
            add(array, log.address().unsafeArray(), hash);
            for (var topic : log.topics()) add(array, topic.unsafeArray(), hash);
        }
        return new LogsBloom(array);
    }

    /** Both filters in one. */
    public LogsBloom or(LogsBloom other) {
        var both = array.clone();
        for (var i = 0; i < SIZE; i++) both[i] |= other.array[i];
        return new LogsBloom(both);
    }

    /** Whether an address or topic may be in; false is certain. */
    public boolean mayContain(byte[] addressOrTopic) {
        var hash = Keccak256.hash(addressOrTopic);
        for (var i = 0; i < 6; i += 2) {
            var bit = bit(hash, i);
            if ((array[SIZE - 1 - bit / 8] & 1 << bit % 8) == 0) return false;
        }
        return true;
    }

    private static void add(byte[] array, byte[] item, byte[] hash) {
        Keccak256.hash(item, 0, item.length, hash, 0);
        for (var i = 0; i < 6; i += 2) {
            var bit = bit(hash, i);
            array[SIZE - 1 - bit / 8] |= (byte) (1 << bit % 8);
        }
    }

    private static int bit(byte[] hash, int i) {
        return (hash[i] & 7) << 8 | (hash[i + 1] & 0xff);
    }

    public byte[] toArray() {
        return array.clone();
    }

    /** The array inside; the caller only reads it. */
    public byte[] unsafeArray() {
        return array;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogsBloom bloom && Arrays.equals(array, bloom.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(array);
    }
}
