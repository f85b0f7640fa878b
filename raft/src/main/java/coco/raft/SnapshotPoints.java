package coco.raft;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where this node's snapshots reach. Ratis keeps its log from the latest one on, and never sees more of a snapshot than
 * term and index: the content is the replica's. Guarded by itself.
 */
final class SnapshotPoints {
    /** A snapshot as Ratis knows it: a point, no files. */
    private record Point(TermIndex at) implements SnapshotInfo {
        @Override
        public TermIndex getTermIndex() {
            return at;
        }

        @Override
        public List<FileInfo> getFiles() {
            return List.of();
        }
    }

    /** Index of the first applied entry of each term, from the latest snapshot on: gives the term of any applied index. */
    private final TreeMap<Long, Long> terms = new TreeMap<>();

    private @Nullable Point latest;
    private long appliedIndex;
    private long durable = -1;

    /** The leader's offer, until a snapshot is installed that reaches {@code offerNeeds}. */
    private @Nullable CompletableFuture<TermIndex> offer;

    private long offerNeeds;

    SnapshotPoints(TermIndex start) {
        appliedIndex = start.getIndex();
        if (appliedIndex < 0) return;
        latest = new Point(start);
        terms.put(appliedIndex, start.getTerm());
    }

    synchronized @Nullable SnapshotInfo latest() {
        return latest;
    }

    synchronized void applied(long term, long index) {
        appliedIndex = index;
        var last = terms.lastEntry();
        if (last == null || last.getValue() < term) terms.put(index, term);
    }

    synchronized void durable(long index) {
        durable = Math.max(durable, index);
    }

    /** Ratis takes a snapshot: it reaches as far as the replica has said. The index, or -1 for none. */
    synchronized long take() {
        var reached = Math.min(durable, appliedIndex);
        if (reached > latestIndex()) {
            var term = terms.floorEntry(reached);
            if (term == null) throw new IllegalStateException("no term is known for " + reached);
            latest = new Point(TermIndex.valueOf(term.getValue(), reached));
            terms.headMap(term.getKey()).clear();
        }
        return latestIndex();
    }

    private long latestIndex() {
        return latest == null ? -1 : latest.at().getIndex();
    }

    /** The leader says that this node lacks entries up to {@code needs}; completes when a snapshot reaches it. */
    synchronized CompletableFuture<TermIndex> offer(long needs) {
        var current = latest;
        if (current != null && current.at().getIndex() >= needs && current.at().getIndex() >= appliedIndex)
            return CompletableFuture.completedFuture(current.at());
        var made = new CompletableFuture<TermIndex>();
        offer = made;
        offerNeeds = needs;
        return made;
    }

    /** The replica has installed a snapshot. */
    void installed(TermIndex point) {
        CompletableFuture<TermIndex> answered;
        synchronized (this) {
            durable = Math.max(durable, point.getIndex());
            if (point.getIndex() > latestIndex()) latest = new Point(point);
            if (offer == null || point.getIndex() < offerNeeds) return;
            answered = offer;
            offer = null;
        }
        answered.complete(point); // runs Ratis's code: not under our lock
    }

    void withdrawOffer() {
        CompletableFuture<TermIndex> withdrawn;
        synchronized (this) {
            withdrawn = offer;
            offer = null;
        }
        if (withdrawn != null) withdrawn.cancel(false);
    }

    /** Applying goes on behind the latest snapshot. */
    synchronized TermIndex restart() {
        if (latest == null)
            throw new IllegalStateException("Ratis restarts behind a snapshot that was never installed");
        var point = latest.at();
        terms.clear();
        terms.put(point.getIndex(), point.getTerm());
        appliedIndex = point.getIndex();
        return point;
    }
}
