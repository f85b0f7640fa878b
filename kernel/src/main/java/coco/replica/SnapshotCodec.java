package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.MerkleTree;
import coco.ledger.Seqno;
import coco.ledger.View;
import coco.store.Editor;
import coco.store.Table;
import coco.store.Value;
import coco.store.Version;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Snapshots as bytes, in clear: whoever writes them to a disk or a wire seals them first.
 *
 * <p>Encoding, big endian: magic {@code COCS}, u16 version 1, the fields of {@link Snapshot} and {@link LedgerState}
 * in order, then each table (in
 * the order of names) with its rows in the order of keys, each with the sequence number of its last write; at the end
 * SHA-256 of all before.
 */
public final class SnapshotCodec {
    private static final int MAGIC = 0x434f4353;
    private static final short VERSION = 1;

    private SnapshotCodec() {}

    public static Bytes encode(Snapshot snapshot) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeShort(VERSION);
            out.writeLong(snapshot.raftTerm());
            out.writeLong(snapshot.raftIndex());
            state(out, snapshot.state());
            store(out, snapshot.state().store());
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory takes all bytes", e);
        }
        var body = bytes.toByteArray();
        return Bytes.unsafeWrap(body).concat(Digest.sha256(body).toBytes());
    }

    private static void state(DataOutputStream out, LedgerState state) throws IOException {
        out.write(state.networkId().unsafeArray());
        out.writeLong(state.viewBase());
        out.writeLong(state.view().value());
        out.writeLong(state.epoch().view().value());
        out.writeLong(state.epoch().number());
        out.writeLong(state.epochFirst().value());
        out.writeLong(state.epochOpened());
        out.writeLong(state.seqno().value());
        sized(out, state.tree().frontier());
        out.writeLong(state.ledgerTime());
        out.writeLong(state.chunkBytes());
    }

    private static void store(DataOutputStream out, Version store) throws IOException {
        var tables = store.tables();
        out.writeInt(tables.size());
        for (var table : tables) {
            sized(out, Bytes.ofUtf8(table.name()));
            out.writeLong(store.size(table));
            var rows = store.range(table, null, null);
            while (rows.next()) {
                sized(out, rows.key());
                out.writeLong(rows.value().seqno());
                sized(out, rows.value().bytes());
            }
        }
    }

    private static void sized(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.size());
        out.write(bytes.unsafeArray());
    }

    /** @throws MalformedException for anything that {@link #encode} would not write */
    public static Snapshot decode(Bytes bytes) throws MalformedException {
        var end = bytes.size() - Digest.SIZE;
        if (end < 0) throw new MalformedException("the snapshot ends early");
        var array = bytes.unsafeArray();
        if (!Digest.sha256(bytes.slice(0, end)).toBytes().equals(bytes.slice(end, array.length))) {
            throw new MalformedException("the snapshot's digest is wrong");
        }
        try {
            return decode(ByteBuffer.wrap(array, 0, end).asReadOnlyBuffer());
        } catch (BufferUnderflowException e) {
            throw new MalformedException("the snapshot ends early", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a number of the snapshot is out of range", e);
        }
    }

    private static Snapshot decode(ByteBuffer in) throws MalformedException {
        if (in.getInt() != MAGIC) throw new MalformedException("not a snapshot");
        var version = in.getShort();
        if (version != VERSION)
            throw new MalformedException("snapshot of version " + version + "; this node knows " + VERSION);
        var term = in.getLong();
        var index = in.getLong();
        var network = new byte[Digest.SIZE];
        in.get(network);
        var state = new LedgerState(
                Digest.of(network),
                in.getLong(),
                new View(in.getLong()),
                new EpochId(new View(in.getLong()), in.getLong()),
                new Seqno(in.getLong()),
                in.getLong(),
                new Seqno(in.getLong()),
                MerkleTree.deserialize(sized(in)),
                Version.EMPTY,
                in.getLong(),
                in.getLong());
        if (state.tree().size() != state.seqno().value() + 1
                || state.tree().retainedFrom() != state.tree().size())
            throw new MalformedException("the snapshot's tree is of another size");
        var store = store(in);
        if (in.hasRemaining()) throw new MalformedException("bytes behind the snapshot");
        return new Snapshot(state.with(store), term, index);
    }

    private static Version store(ByteBuffer in) throws MalformedException {
        var editor = Version.EMPTY.edit();
        Table previous = null;
        for (var tables = in.getInt(); tables != 0; tables--) {
            var name = sized(in);
            var table = new Table(name.toUtf8());
            var inOrder = previous == null || previous.compareTo(table) < 0;
            if (tables < 0 || !inOrder || !Bytes.ofUtf8(table.name()).equals(name)) {
                throw new MalformedException("the snapshot's tables are not in order");
            }
            previous = table;
            rows(in, table, editor);
        }
        return editor.now();
    }

    private static void rows(ByteBuffer in, Table table, Editor editor) throws MalformedException {
        var rows = in.getLong();
        if (rows < 1) throw new MalformedException("a table of the snapshot has no rows");
        Bytes previous = null;
        for (; rows > 0; rows--) {
            var key = sized(in);
            var seqno = in.getLong();
            if (seqno < 1 || (previous != null && previous.compareTo(key) >= 0)) {
                throw new MalformedException("the snapshot's rows are not in order");
            }
            previous = key;
            editor.put(table, key, new Value(sized(in), seqno));
        }
    }

    private static Bytes sized(ByteBuffer in) throws MalformedException {
        var size = in.getInt();
        if (size < 0 || size > in.remaining()) throw new MalformedException("a piece passes the end of the snapshot");
        var bytes = new byte[size];
        in.get(bytes);
        return Bytes.unsafeWrap(bytes);
    }
}
