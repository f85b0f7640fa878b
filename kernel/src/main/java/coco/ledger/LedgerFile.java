package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's ledger on disk: chunk files of whole entries, byte-identical on all nodes, since they are cut only where an entry's own
 * flag says so (I8).
 *
 * <p>Written in order and idempotent by sequence number: after a crash the ordered log hands over again what came after the newest
 * snapshot, and what stands in the file already is compared, never doubled. What a crash tore off the open chunk is cut back to the last
 * whole entry and written again. Closed chunks are never changed: one that differs from what the log hands over was tampered with.
 *
 * <p>A chunk is an 8-byte little-endian offset of the positions table (0 while the chunk is open), the entries, and the table: a
 * 4-byte little-endian file offset for each entry.
 *
 * <p>Owner: the thread that owns the replica.
 */
public final class LedgerFile {
    /** A file of the ledger is not what this node wrote. */
    public static final class TamperedException extends Exception {
        private static final long serialVersionUID = 1;

        public TamperedException(String message) {
            super(message);
        }

        TamperedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final int FRAME_HEADER = 8;
    /** Frame header and AES-GCM tag: the nonce begins behind them, and with it the sequence number. */
    private static final int NONCE_AT = FRAME_HEADER + 16;

    private static final int ENTRY_SIZE_MIN = NONCE_AT + 12 + 8;
    private static final int ENTRY_SIZE_MAX = 8 << 20;
    private static final int FLAG_CUT_AFTER = 0x01;

    private final Storage storage;
    private final TreeMap<Long, ClosedChunk> closed = new TreeMap<>();
    private @Nullable OpenChunk open;
    private long next = 1;
    private long repaired;

    private record ClosedChunk(String name, long first, long last) {}

    private static final class OpenChunk {
        final String name;
        final long first;
        final List<Integer> offsets = new ArrayList<>();
        int size = FRAME_HEADER;

        OpenChunk(long first) {
            this.first = first;
            this.name = ChunkName.open(new Seqno(first)).toString();
        }
    }

    private LedgerFile(Storage storage) {
        this.storage = storage;
    }

    /**
     * Opens the ledger in {@code storage}, cutting back what a crash left of an unfinished write.
     *
     * @param start the sequence number the ledger begins with where the folder is empty: 1, or the one after a snapshot of a peer
     */
    public static LedgerFile open(Storage storage, Seqno start) throws IOException, TamperedException {
        var file = new LedgerFile(storage);
        file.next = start.value();
        file.findChunks();
        return file;
    }

    /** The last entry that stands in the file whole; 0 where there is none. */
    public Seqno last() {
        return new Seqno(next - 1);
    }

    /** The first entry that stands in the file. */
    public Seqno first() {
        if (!closed.isEmpty()) return new Seqno(closed.firstKey());
        return open == null ? new Seqno(next) : new Seqno(open.first);
    }

    /** How many entries had to be written again because the file held something else. */
    public long repaired() {
        return repaired;
    }

    /**
     * Makes sure that {@code entries} stand in the ledger from {@code first} on. Durable after {@link #sync}.
     *
     * @throws TamperedException where a closed chunk holds something else
     */
    public void append(Seqno first, List<Bytes> entries) throws IOException, TamperedException {
        var seqno = first.value();
        if (seqno > next)
            throw new IllegalStateException("broken invariant: the ledger has no gaps: " + seqno + " after " + next);
        for (var entry : entries) {
            if (seqno < next && !holds(seqno, entry)) cutBackTo(seqno);
            if (seqno == next) {
                write(entries.subList((int) (seqno - first.value()), entries.size()));
                return;
            }
            seqno++;
        }
    }

    public void sync() throws IOException {
        if (open != null) storage.sync(open.name);
    }

    /** The entry as it stands in the file; the caller verifies it. */
    public Bytes read(Seqno seqno) throws IOException {
        var number = seqno.value();
        if (open != null && number >= open.first && number < next) {
            var index = (int) (number - open.first);
            var end = index + 1 < open.offsets.size() ? open.offsets.get(index + 1) : open.size;
            return Bytes.unsafeWrap(storage.read(open.name, open.offsets.get(index), end - open.offsets.get(index)));
        }
        var chunk = closed.floorEntry(number);
        if (chunk == null || number > chunk.getValue().last())
            throw new IOException("entry " + seqno + " is not in the ledger file");
        return readClosed(chunk.getValue(), number);
    }

    private Bytes readClosed(ClosedChunk chunk, long number) throws IOException {
        var table = littleEndian(storage.read(chunk.name(), 0, 8)).getLong();
        var count = chunk.last() - chunk.first() + 1;
        if (table < 8 || table + 4 * count != storage.size(chunk.name())) {
            throw new IOException(chunk.name() + " has a broken positions table");
        }
        var index = number - chunk.first();
        var from = Integer.toUnsignedLong(
                littleEndian(storage.read(chunk.name(), table + 4 * index, 4)).getInt());
        var to = index + 1 == count
                ? table
                : Integer.toUnsignedLong(littleEndian(storage.read(chunk.name(), table + 4 * (index + 1), 4))
                        .getInt());
        if (from < 8 || to <= from || to > table || to - from > ENTRY_SIZE_MAX) {
            throw new IOException(chunk.name() + " has a broken positions table");
        }
        return Bytes.unsafeWrap(storage.read(chunk.name(), from, (int) (to - from)));
    }

    // ---- writing

    /** Writes the next entries, those for one chunk at once. */
    private void write(List<Bytes> entries) throws IOException {
        var at = 0;
        while (at < entries.size()) {
            var end = at + 1;
            while (end < entries.size() && !isCutAfter(entries.get(end - 1))) end++;
            writeRun(entries.subList(at, end));
            at = end;
        }
    }

    private void writeRun(List<Bytes> run) throws IOException {
        var chunk = open;
        if (chunk == null) {
            chunk = new OpenChunk(next);
            open = chunk;
            storage.append(chunk.name, new byte[FRAME_HEADER]);
        }
        var bytes = ByteBuffer.allocate(run.stream().mapToInt(Bytes::size).sum());
        for (var entry : run) bytes.put(entry.unsafeArray());
        storage.append(chunk.name, bytes.array());
        for (var entry : run) {
            chunk.offsets.add(chunk.size);
            chunk.size += entry.size();
        }
        next += run.size();
        if (isCutAfter(run.getLast())) close(chunk);
    }

    private static boolean isCutAfter(Bytes entry) {
        return (entry.at(1) & FLAG_CUT_AFTER) != 0;
    }

    private void close(OpenChunk chunk) throws IOException {
        var table = ByteBuffer.allocate(4 * chunk.offsets.size()).order(ByteOrder.LITTLE_ENDIAN);
        chunk.offsets.forEach(table::putInt);
        storage.append(chunk.name, table.array());
        storage.sync(chunk.name);
        var header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(chunk.size);
        storage.overwrite(chunk.name, 0, header.array());
        storage.sync(chunk.name);
        var last = chunk.first + chunk.offsets.size() - 1;
        var name = ChunkName.committed(new Seqno(chunk.first), new Seqno(last)).toString();
        storage.rename(chunk.name, name);
        closed.put(chunk.first, new ClosedChunk(name, chunk.first, last));
        open = null;
    }

    private boolean holds(long seqno, Bytes entry) throws IOException, TamperedException {
        // A joining node has no entries from before its snapshot.
        if (seqno < first().value()) return true;
        var same = read(new Seqno(seqno)).equals(entry);
        if (!same && (open == null || seqno < open.first)) {
            throw new TamperedException("entry " + seqno + " in a closed ledger file is not the one that was accepted");
        }
        return same;
    }

    private void cutBackTo(long seqno) throws IOException {
        repaired += next - seqno;
        var chunk = open;
        if (chunk == null) throw new IllegalStateException("broken invariant: only an open chunk is cut back");
        var keep = (int) (seqno - chunk.first);
        chunk.size = chunk.offsets.get(keep);
        chunk.offsets.subList(keep, chunk.offsets.size()).clear();
        storage.truncate(chunk.name, chunk.size);
        next = seqno;
    }

    // ---- opening

    private void findChunks() throws IOException, TamperedException {
        var openChunks = new TreeMap<Long, String>();
        for (var name : storage.list()) {
            if (!name.startsWith("ledger_")) continue;
            var chunk = parse(name);
            var first = chunk.first().value();
            if (chunk.committed())
                closed.put(
                        first,
                        new ClosedChunk(name, first, chunk.last().orElseThrow().value()));
            else openChunks.put(first, name);
        }
        var expected = closed.isEmpty() ? next : closed.firstKey();
        for (var chunk : closed.values()) {
            if (chunk.first() != expected) throw new TamperedException("the ledger lacks entry " + expected);
            expected = chunk.last() + 1;
        }
        if (closed.isEmpty() && !openChunks.isEmpty()) expected = openChunks.firstKey();
        next = closed.isEmpty() && openChunks.isEmpty() ? next : expected;
        if (openChunks.size() > 1 || (!openChunks.isEmpty() && openChunks.firstKey() != expected)) {
            throw new TamperedException("the open ledger file does not follow entry " + (expected - 1));
        }
        for (var name : openChunks.values()) reopen(name, expected);
    }

    private static ChunkName parse(String name) throws TamperedException {
        try {
            var chunk = ChunkName.parse(name);
            // This writer names a chunk by its end only once it is closed and committed.
            if (chunk.committed() || chunk.last().isEmpty()) return chunk;
        } catch (MalformedException e) {
            throw new TamperedException("unknown file in the ledger: " + name, e);
        }
        throw new TamperedException("unknown file in the ledger: " + name);
    }

    private void reopen(String name, long first) throws IOException {
        var size = storage.size(name);
        var chunk = new OpenChunk(first);
        var flags = 0;
        var at = (long) FRAME_HEADER;
        while (at + ENTRY_SIZE_MIN <= size && (flags & FLAG_CUT_AFTER) == 0) {
            var head = storage.read(name, at, NONCE_AT + 8);
            var length = frameLength(head);
            var seqno = littleEndian(Arrays.copyOfRange(head, NONCE_AT, NONCE_AT + 8))
                    .getLong();
            if (head[0] != 1 || length > ENTRY_SIZE_MAX || length < ENTRY_SIZE_MIN || at + length > size) break;
            if (seqno != first + chunk.offsets.size()) break;
            chunk.offsets.add((int) at);
            flags = head[1];
            at += length;
        }
        if (chunk.offsets.isEmpty()) {
            storage.delete(name);
            return;
        }
        if (at < size) storage.truncate(name, at);
        // A crash between the two last steps of closing leaves the header set and the name open.
        storage.overwrite(name, 0, new byte[FRAME_HEADER]);
        chunk.size = (int) at;
        open = chunk;
        next = first + chunk.offsets.size();
        if ((flags & FLAG_CUT_AFTER) != 0) close(chunk);
    }

    private static long frameLength(byte[] head) {
        var size = 0L;
        for (var i = 7; i >= 2; i--) size = size << 8 | (head[i] & 0xff);
        return size + FRAME_HEADER;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
