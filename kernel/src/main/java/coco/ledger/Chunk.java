package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ledger file as bytes: u64 offset of the positions table (0 while the file is open), entries, u32 offset of each entry;
 * all little endian.
 *
 * @param frames whole entries, not decoded yet, as far as the file's frame is sound
 * @param complete whether the positions table is written
 * @param defect what ends the sound part, if anything does
 */
public record Chunk(List<Frame> frames, boolean complete, Optional<Defect> defect) {
    public static final int HEADER_SIZE = 8;
    /** Bytes of the largest file, set by the 32 bits of a position. */
    public static final long SIZE_MAX = 0xffffffffL;

    private static final int POSITION_SIZE = 4;

    /** An entry's bytes and where they begin in the file. */
    public record Frame(int offset, Bytes bytes) {}

    /** Why reading stopped, and where. */
    public record Defect(int offset, String reason) {}

    public Chunk {
        frames = List.copyOf(frames);
    }

    /** The bytes of a new open file, before its first entry. */
    public static byte[] emptyFile() {
        return new byte[HEADER_SIZE];
    }

    /** The bytes of a file with {@code entries} that more are appended to. */
    public static Bytes open(List<Bytes> entries) {
        return join(new byte[HEADER_SIZE], entries, new byte[0]);
    }

    /** The bytes of a closed file. */
    public static Bytes complete(List<Bytes> entries) {
        var offsets = new ArrayList<Long>();
        var at = (long) HEADER_SIZE;
        for (var entry : entries) {
            offsets.add(at);
            at += entry.size();
        }
        return join(headerOf(at), entries, positions(offsets));
    }

    /** What closes a file that has grown to {@code size} bytes: goes over its first eight bytes, after the table is on disk. */
    public static byte[] headerOf(long size) {
        return ByteBuffer.allocate(HEADER_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(size)
                .array();
    }

    /** The table that closes a file, to be appended to it. */
    public static byte[] positions(List<Long> offsets) {
        var out = ByteBuffer.allocate(POSITION_SIZE * offsets.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (var offset : offsets) {
            if (offset > SIZE_MAX) throw new IllegalArgumentException("a ledger file is too large for its table");
            out.putInt((int) (long) offset);
        }
        return out.array();
    }

    private static Bytes join(byte[] header, List<Bytes> entries, byte[] positions) {
        var out = new ByteWriter().raw(header);
        for (var entry : entries) out.raw(entry.unsafeArray());
        return Bytes.unsafeWrap(out.raw(positions).toArray());
    }

    /** Reads a file as far as its frame is sound; never fails. */
    public static Chunk read(Bytes file) {
        var array = file.unsafeArray();
        if (array.length < HEADER_SIZE)
            return new Chunk(List.of(), false, Optional.of(new Defect(0, "the file's header is cut off")));
        var table = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        if (table == 0) return new Walk(array, array.length).chunk(false, Optional.empty());
        if (table < HEADER_SIZE || table > array.length)
            return new Walk(array, array.length)
                    .chunk(false, Optional.of(new Defect(0, "the header points outside the file")));
        return readComplete(array, (int) table);
    }

    private static Chunk readComplete(byte[] array, int table) {
        var walk = new Walk(array, table);
        var offsets = new ArrayList<Long>();
        for (var frame : walk.frames) offsets.add((long) frame.offset);
        var expected = positions(offsets);
        if (walk.defect.isPresent()) return blame(array, table, walk);
        if (expected.length != array.length - table)
            return walk.chunk(true, Optional.of(new Defect(table, "the positions table has a wrong size")));
        for (var i = 0; i < expected.length; i++)
            if (expected[i] != array[table + i])
                return walk.chunk(true, Optional.of(new Defect(table + i, "the positions table is wrong")));
        return walk.chunk(true, Optional.empty());
    }

    /** Where entries run off the track, the positions table knows which one has the wrong size. */
    private static Chunk blame(byte[] array, int table, Walk walk) {
        var positions = ByteBuffer.wrap(array, table, array.length - table).order(ByteOrder.LITTLE_ENDIAN);
        var begins = new ArrayList<Integer>();
        for (var frame : walk.frames) begins.add(frame.offset);
        walk.defect.ifPresent(defect -> begins.add(defect.offset));
        for (var i = 0; i < begins.size() && positions.remaining() >= POSITION_SIZE; i++) {
            if (Integer.toUnsignedLong(positions.getInt()) == begins.get(i)) continue;
            if (i == 0) break;
            var defect = new Defect(begins.get(i - 1), "the entry's size is not what the positions table says");
            return new Chunk(walk.frames.subList(0, i - 1), true, Optional.of(defect));
        }
        return walk.chunk(true, Optional.empty());
    }

    /** Steps from header to header. */
    private static final class Walk {
        private final List<Frame> frames = new ArrayList<>();
        private final Optional<Defect> defect;

        Walk(byte[] array, int end) {
            var at = HEADER_SIZE;
            try {
                while (at < end) {
                    var size = EntryCodec.sizeAt(array, at);
                    if (size > end - at) throw new MalformedException("the entry is cut off");
                    frames.add(new Frame(at, Bytes.of(array, at, at + (int) size)));
                    at += (int) size;
                }
            } catch (MalformedException e) {
                this.defect = Optional.of(new Defect(at, String.valueOf(e.getMessage())));
                return;
            }
            this.defect = Optional.empty();
        }

        Chunk chunk(boolean complete, Optional<Defect> other) {
            return new Chunk(frames, complete, defect.isPresent() ? defect : other);
        }
    }
}
