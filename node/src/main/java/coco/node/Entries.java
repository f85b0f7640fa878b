package coco.node;

import coco.crypto.Bytes;
import coco.ledger.Seqno;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** Entries of the ledger by sequence number: the newest from memory, older ones from the ledger file, by way of the loop that owns it. */
final class Entries {
    private static final long BYTES_MAX = 32L << 20;

    private final ReplicaLoop loop;
    private final ConcurrentSkipListMap<Long, Bytes> recent = new ConcurrentSkipListMap<>();
    private final AtomicLong bytes = new AtomicLong();

    Entries(ReplicaLoop loop) {
        this.loop = loop;
    }

    /** Called on the loop's thread, in order. */
    void accepted(Seqno first, List<Bytes> entries) {
        var seqno = first.value();
        for (var entry : entries) {
            recent.put(seqno++, entry);
            bytes.addAndGet(entry.size());
        }
        while (bytes.get() > BYTES_MAX) {
            var oldest = recent.pollFirstEntry();
            if (oldest == null) return;
            bytes.addAndGet(-oldest.getValue().size());
        }
    }

    Bytes read(Seqno seqno) throws IOException, InterruptedException {
        var cached = recent.get(seqno.value());
        if (cached != null) return cached;
        try {
            return loop.ask(owner -> owner.read(seqno)).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            throw new IllegalStateException("the ledger file", e);
        }
    }
}
