package coco.store;

import coco.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: reads one {@link Version} and its own writes over it, and collects these writes. The version is not
 * touched; to give the transaction up is to forget it. One owner.
 */
public final class Tx {
    private final Version version;
    private final int writeBytesMax;
    private final @Nullable ReadRecorder recorder;
    private final WriteSet.Builder own = WriteSet.builder();

    /** Open savepoints, the outermost first, and what the changes since that one have replaced. */
    private final List<Savepoint> savepoints = new ArrayList<>();

    private final List<Undo> undo = new ArrayList<>();
    private long scopes;

    private record Undo(Table table, Bytes key, @Nullable Pending before) {}

    /** For a transaction that is executed at the head: nothing can come between its reads and its place. */
    public Tx(Version version, int writeBytesMax) {
        this(version, writeBytesMax, null);
    }

    private Tx(Version version, int writeBytesMax, @Nullable ReadRecorder recorder) {
        this.version = version;
        this.writeBytesMax = writeBytesMax;
        this.recorder = recorder;
    }

    /** For a transaction that runs ahead of its place: {@link #reads} tells later whether it may be placed. */
    public static Tx recordingReads(Version version, int writeBytesMax, int readBytesMax) {
        return new Tx(version, writeBytesMax, new ReadRecorder(readBytesMax));
    }

    public @Nullable Bytes get(Table table, Bytes key) {
        var value = getValue(table, key);
        return value == null ? null : value.bytes();
    }

    /** The value with the seqno that wrote it, {@link Value#PENDING} where this transaction did. */
    public @Nullable Value getValue(Table table, Bytes key) {
        var change = own.change(table, key);
        if (change != null) return change.value() == null ? null : new Value(change.value(), Value.PENDING);
        var value = version.get(table, key);
        if (recorder != null) recorder.read(table, key, value);
        return value;
    }

    public boolean has(Table table, Bytes key) {
        return getValue(table, key) != null;
    }

    /** @throws WriteSetTooLarge where the write set would pass the limit; nothing is changed then */
    public void put(Table table, Bytes key, Bytes value) {
        change(table, key, value);
    }

    /**
     * Removes the key, whether it is there or not; the removal is part of the write set in either case, for the
     * transaction may be placed on a later version than it has read.
     *
     * @throws WriteSetTooLarge where the write set would pass the limit; nothing is changed then
     */
    public void remove(Table table, Bytes key) {
        change(table, key, null);
    }

    /**
     * Entries from {@code from} (null: the first) up to {@code to}, exclusive (null: the last), ascending. The walk
     * sees writes of this transaction that lie ahead of it, also those made after it has begun.
     */
    public Cursor range(Table table, @Nullable Bytes from, @Nullable Bytes to) {
        return merged(table, from, to, false);
    }

    /** The entries of {@link #range}, the last one first. */
    public Cursor rangeDescending(Table table, @Nullable Bytes from, @Nullable Bytes to) {
        return merged(table, from, to, true);
    }

    /** Entries whose keys begin with {@code prefix}, ascending. */
    public Cursor prefix(Table table, Bytes prefix) {
        return range(table, prefix, Version.endOf(prefix));
    }

    /** Later writes can be taken back to here. Savepoints nest: one ends all that were set after it with it. */
    public Savepoint savepoint() {
        var savepoint = new Savepoint(++scopes, undo.size());
        savepoints.add(savepoint);
        return savepoint;
    }

    /**
     * Takes back all writes since {@code savepoint}, and ends it. What was read stays recorded.
     *
     * @throws IllegalStateException where it has ended
     */
    public void rollback(Savepoint savepoint) {
        end(savepoint);
        while (undo.size() > savepoint.undoSize) {
            var last = undo.removeLast();
            own.set(last.table, last.key, last.before);
        }
    }

    /**
     * Keeps the writes since {@code savepoint}, and ends it; an outer savepoint can still take them back.
     *
     * @throws IllegalStateException where it has ended
     */
    public void release(Savepoint savepoint) {
        end(savepoint);
        if (savepoints.isEmpty()) undo.clear();
    }

    /** @throws IllegalStateException where reads are not recorded */
    public ReadSet reads() {
        if (recorder == null) throw new IllegalStateException("the reads of this transaction are not recorded");
        return recorder.reads();
    }

    /** The writes so far. */
    public WriteSet writes() {
        return own.build();
    }

    private Cursor merged(Table table, @Nullable Bytes from, @Nullable Bytes to, boolean descending) {
        Cursor base = descending ? version.rangeDescending(table, from, to) : version.range(table, from, to);
        if (recorder != null) base = recorder.watch(table, from, to, descending, base);
        return new MergedCursor(base, own.changes(table), from, to, descending);
    }

    private void change(Table table, Bytes key, @Nullable Bytes value) {
        var scope = savepoints.isEmpty() ? 0 : savepoints.getLast().scope;
        var change = new Pending(value, scope);
        var bytes = own.bytesWith(table, key, change);
        if (bytes > writeBytesMax) throw new WriteSetTooLarge(bytes, writeBytesMax);
        var before = own.set(table, key, change);
        var needsNoUndo = scope == 0 || (before != null && before.scope() == scope);
        if (!needsNoUndo) undo.add(new Undo(table, key, before));
    }

    private void end(Savepoint savepoint) {
        var index = savepoints.lastIndexOf(savepoint);
        if (index < 0) throw new IllegalStateException("this savepoint has ended, or is another transaction's");
        savepoints.subList(index, savepoints.size()).clear();
    }
}
