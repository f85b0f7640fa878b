package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.Seqno;
import coco.ledger.View;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of the ordered log: consecutive ledger entries, the last of which is a signature over all before it (rule 2).
 *
 * <p>Encoding, big endian: magic {@code COCB}, u16 version 1, 32 bytes network id (zero in the genesis batch, whose entry it is the
 * digest of), u64 view, u64 view and u64 number of the epoch, u64 first and last sequence number, 32 bytes Merkle root over all
 * entries before, u32 count, then each entry with its u32 size.
 *
 * @param previousRoot the root that the batch builds on
 */
public record Batch(
        Digest networkId, View view, EpochId epoch, Seqno first, Seqno last, Digest previousRoot, List<Bytes> entries) {
    public static final int SIZE_MAX = 4 << 20;
    private static final int MAGIC = 0x434f4342;
    private static final short VERSION = 1;
    private static final int HEADER = 4 + 2 + 32 + 8 + 16 + 16 + 32 + 4;

    public Batch {
        entries = List.copyOf(entries);
        Check.that(!entries.isEmpty(), "a batch has a signature at least");
        Check.that(last.value() - first.value() == entries.size() - 1, "sequence numbers of a batch have no gaps");
    }

    public Bytes encode() {
        var size = HEADER;
        for (var entry : entries) size += 4 + entry.size();
        var out = ByteBuffer.allocate(size);
        out.putInt(MAGIC).putShort(VERSION).put(networkId.unsafeArray()).putLong(view.value());
        out.putLong(epoch.view().value()).putLong(epoch.number());
        out.putLong(first.value())
                .putLong(last.value())
                .put(previousRoot.unsafeArray())
                .putInt(entries.size());
        for (var entry : entries) out.putInt(entry.size()).put(entry.unsafeArray());
        return Bytes.unsafeWrap(out.array());
    }

    /** @throws MalformedException for anything that {@link #encode} would not write */
    public static Batch decode(Bytes bytes) throws MalformedException {
        if (bytes.size() > SIZE_MAX) throw new MalformedException("a batch of " + bytes.size() + " bytes");
        try {
            return decode(ByteBuffer.wrap(bytes.unsafeArray()).asReadOnlyBuffer());
        } catch (BufferUnderflowException e) {
            throw new MalformedException("the batch ends early", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a number of the batch is out of range", e);
        }
    }

    private static Batch decode(ByteBuffer in) throws MalformedException {
        if (in.getInt() != MAGIC) throw new MalformedException("not a batch");
        var version = in.getShort();
        if (version != VERSION)
            throw new MalformedException("batch of version " + version + "; this node knows " + VERSION);
        var networkId = digest(in);
        var view = new View(in.getLong());
        var epoch = new EpochId(new View(in.getLong()), in.getLong());
        var first = new Seqno(in.getLong());
        var last = new Seqno(in.getLong());
        var previousRoot = digest(in);
        var count = in.getInt();
        if (count < 1 || count > in.remaining() / 4) throw new MalformedException("a batch of " + count + " entries");
        if (last.value() - first.value() != count - 1)
            throw new MalformedException("sequence numbers do not fit the count");
        var entries = new ArrayList<Bytes>(count);
        for (var i = 0; i < count; i++) {
            var size = in.getInt();
            if (size < 0 || size > in.remaining()) throw new MalformedException("an entry passes the end of the batch");
            var entry = new byte[size];
            in.get(entry);
            entries.add(Bytes.unsafeWrap(entry));
        }
        if (in.hasRemaining()) throw new MalformedException("bytes behind the last entry");
        return new Batch(networkId, view, epoch, first, last, previousRoot, entries);
    }

    private static Digest digest(ByteBuffer in) throws MalformedException {
        var bytes = new byte[Digest.SIZE];
        in.get(bytes);
        return Digest.of(bytes);
    }
}
