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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;

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

    /** The whole in memory: for what is small, and for tests. */
    public static Bytes encode(Snapshot snapshot) {
        var bytes = new ByteArrayOutputStream();
        try {
            write(snapshot, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory takes all bytes", e);
        }
        return Bytes.unsafeWrap(bytes.toByteArray());
    }

    /** Piece by piece, in little memory however large the state is. The stream stays its owner's to close. */
    public static void write(Snapshot snapshot, OutputStream to) throws IOException {
        var out = new HashedOutput(to);
        out.u32(MAGIC);
        out.u16(VERSION);
        out.u64(snapshot.raftTerm());
        out.u64(snapshot.raftIndex());
        state(out, snapshot.state());
        store(out, snapshot.state().store());
        out.end();
    }

    private static void state(HashedOutput out, LedgerState state) throws IOException {
        out.bytes(Bytes.unsafeWrap(state.networkId().unsafeArray()));
        out.u64(state.viewBase());
        out.u64(state.view().value());
        out.u64(state.epoch().view().value());
        out.u64(state.epoch().number());
        out.u64(state.epochFirst().value());
        out.u64(state.epochOpened());
        out.u64(state.seqno().value());
        out.sized(state.tree().frontier());
        out.u64(state.ledgerTime());
        out.u64(state.chunkBytes());
    }

    private static void store(HashedOutput out, Version store) throws IOException {
        var tables = store.tables();
        out.u32(tables.size());
        for (var table : tables) {
            out.sized(Bytes.ofUtf8(table.name()));
            out.u64(store.size(table));
            var rows = store.range(table, null, null);
            while (rows.next()) {
                out.sized(rows.key());
                out.u64(rows.value().seqno());
                out.sized(rows.value().bytes());
            }
        }
    }

    /** @throws MalformedException for anything that {@link #encode} would not write */
    public static Snapshot decode(Bytes bytes) throws MalformedException {
        try {
            return read(new ByteArrayInputStream(bytes.unsafeArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory gives all bytes", e);
        }
    }

    /**
     * The inverse of {@link #write}; reads to the end of the stream. What it has built counts for nothing until the digest at the
     * end has been seen.
     *
     * @throws MalformedException for anything that {@link #write} would not write
     */
    public static Snapshot read(InputStream from) throws IOException, MalformedException {
        var hashed = new DigestInputStream(from, Digest.newSha256());
        try {
            var snapshot = decode(new DataInputStream(hashed));
            var digest = Bytes.unsafeWrap(hashed.getMessageDigest().digest());
            if (!Bytes.unsafeWrap(from.readNBytes(Digest.SIZE)).equals(digest))
                throw new MalformedException("the snapshot's digest is wrong");
            if (from.read() >= 0) throw new MalformedException("bytes behind the snapshot");
            return snapshot;
        } catch (EOFException e) {
            throw new MalformedException("the snapshot ends early", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a number of the snapshot is out of range", e);
        }
    }

    private static Snapshot decode(DataInputStream in) throws IOException, MalformedException {
        if (in.readInt() != MAGIC) throw new MalformedException("not a snapshot");
        var version = in.readShort();
        if (version != VERSION)
            throw new MalformedException("snapshot of version " + version + "; this node knows " + VERSION);
        var term = in.readLong();
        var index = in.readLong();
        var network = new byte[Digest.SIZE];
        in.readFully(network);
        var state = new LedgerState(
                Digest.of(network),
                in.readLong(),
                new View(in.readLong()),
                new EpochId(new View(in.readLong()), in.readLong()),
                new Seqno(in.readLong()),
                in.readLong(),
                new Seqno(in.readLong()),
                MerkleTree.deserialize(sized(in)),
                Version.EMPTY,
                in.readLong(),
                in.readLong());
        if (state.tree().size() != state.seqno().value() + 1
                || state.tree().retainedFrom() != state.tree().size())
            throw new MalformedException("the snapshot's tree is of another size");
        return new Snapshot(state.with(store(in)), term, index);
    }

    private static Version store(DataInputStream in) throws IOException, MalformedException {
        var editor = Version.EMPTY.edit();
        Table previous = null;
        for (var tables = in.readInt(); tables != 0; tables--) {
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

    private static void rows(DataInputStream in, Table table, Editor editor) throws IOException, MalformedException {
        var rows = in.readLong();
        if (rows < 1) throw new MalformedException("a table of the snapshot has no rows");
        Bytes previous = null;
        for (; rows > 0; rows--) {
            var key = sized(in);
            var seqno = in.readLong();
            if (seqno < 1 || (previous != null && previous.compareTo(key) >= 0)) {
                throw new MalformedException("the snapshot's rows are not in order");
            }
            previous = key;
            editor.put(table, key, new Value(sized(in), seqno));
        }
    }

    /** Reads what is there, not what the length says is: a lie about it ends at the end of the stream. */
    private static Bytes sized(DataInputStream in) throws IOException, MalformedException {
        var size = in.readInt();
        if (size < 0) throw new MalformedException("a piece of less than nothing");
        var bytes = in.readNBytes(size);
        if (bytes.length < size) throw new EOFException();
        return Bytes.unsafeWrap(bytes);
    }
}
