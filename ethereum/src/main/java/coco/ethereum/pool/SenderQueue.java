package coco.ethereum.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The transactions of one sender by nonce. Belongs to the pool's lock. */
final class SenderQueue {
    final TreeMap<Long, Pooled> byNonce = new TreeMap<>(Long::compareUnsigned);

    /** The account's nonce at the newest committed state that the pool has seen. */
    long committedNonce;

    int submitted;

    SenderQueue(long committedNonce) {
        this.committedNonce = committedNonce;
    }

    /** What may go to the leader now: without gaps from the committed nonce on, up to a number on the way at once. */
    List<Pooled> ready(int inFlightMax, long nowNanos) {
        var ready = new ArrayList<Pooled>();
        for (var nonce = committedNonce; submitted + ready.size() < inFlightMax; nonce++) {
            var next = byNonce.get(nonce);
            if (next == null || next.notBeforeNanos - nowNanos > 0) break;
            if (!next.submitted) ready.add(next);
        }
        return ready;
    }

    /** The first nonce from the committed one on that nobody here has. */
    long nextNonce() {
        var nonce = committedNonce;
        while (byNonce.containsKey(nonce)) nonce++;
        return nonce;
    }

    /** Transactions that the account has left behind and that are not on their way. */
    List<Pooled> stale() {
        return byNonce.headMap(committedNonce, false).values().stream()
                .filter(pooled -> !pooled.submitted)
                .toList();
    }

    @Nullable
    Pooled at(long nonce) {
        return byNonce.get(nonce);
    }
}
