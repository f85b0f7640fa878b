package coco.sim;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.EntryCodec;
import coco.ledger.LedgerFile;
import coco.ledger.MerkleTree;
import coco.ledger.Seqno;
import coco.replica.LedgerState;
import coco.replica.Snapshot;
import coco.replica.SnapshotCodec;
import java.io.IOException;
import java.util.List;

/** A node's files: its ledger and its snapshots. Owner: one {@link SimNode}. */
final class NodeFiles {
    private static final int SNAPSHOTS_KEPT = 2;
    private static final String SNAPSHOT = "snapshot_";
    private static final String PART = ".part";

    private final SimDisk disk;
    private final Snapshot newest;
    private LedgerFile ledger;
    private long lastSnapshot;

    private NodeFiles(SimDisk disk, Snapshot newest, LedgerFile ledger) {
        this.disk = disk;
        this.newest = newest;
        this.ledger = ledger;
        this.lastSnapshot = newest.state().seqno().value();
    }

    /** @param isCache whether another node wrote what is there: its ledger may serve once it is checked, its snapshots never */
    static NodeFiles open(SimDisk disk, boolean isCache) throws IOException, LedgerFile.TamperedException {
        for (var name : disk.list()) {
            if (name.endsWith(PART) || (isCache && name.startsWith(SNAPSHOT))) disk.delete(name);
        }
        if (isCache) return new NodeFiles(disk, Snapshot.NOTHING, cached(disk));
        var newest = newest(disk);
        return new NodeFiles(
                disk, newest, LedgerFile.open(disk, newest.state().seqno().next()));
    }

    private static LedgerFile cached(SimDisk disk) throws IOException, LedgerFile.TamperedException {
        try {
            return LedgerFile.open(disk, new Seqno(1));
        } catch (IOException | LedgerFile.TamperedException e) {
            return empty(disk);
        }
    }

    private static LedgerFile empty(SimDisk disk) throws IOException, LedgerFile.TamperedException {
        disk.wipe();
        return LedgerFile.open(disk, new Seqno(1));
    }

    private static Snapshot newest(SimDisk disk) throws IOException {
        var newest = Snapshot.NOTHING;
        for (var name : disk.list()) {
            if (!name.startsWith(SNAPSHOT)) continue;
            try {
                var snapshot = SnapshotCodec.decode(Bytes.unsafeWrap(disk.read(name, 0, (int) disk.size(name))));
                if (snapshot.raftIndex() > newest.raftIndex()) newest = snapshot;
            } catch (MalformedException e) {
                throw new IOException(name + " does not decode", e);
            }
        }
        return newest;
    }

    /** The snapshot to go on from. */
    Snapshot newest() {
        return newest;
    }

    LedgerFile ledger() {
        return ledger;
    }

    SimDisk disk() {
        return disk;
    }

    /** The sequence number of the newest snapshot. */
    long lastSnapshot() {
        return lastSnapshot;
    }

    /** False where there is one of this state already. */
    boolean save(Snapshot snapshot) throws IOException {
        ledger.sync();
        lastSnapshot = snapshot.state().seqno().value();
        var name = SNAPSHOT + lastSnapshot;
        if (disk.size(name) >= 0) return false;
        disk.append(name + PART, SnapshotCodec.encode(snapshot).toArray());
        disk.sync(name + PART);
        disk.rename(name + PART, name);
        var all = disk.list().stream()
                .filter(file -> file.startsWith(SNAPSHOT))
                .map(file -> Long.parseLong(file.substring(SNAPSHOT.length())))
                .sorted()
                .toList();
        for (var i = 0; i < all.size() - SNAPSHOTS_KEPT; i++) disk.delete(SNAPSHOT + all.get(i));
        return true;
    }

    /**
     * Makes the ledger file hold what leads to {@code state}: keeps what the peer has too, cuts back what differs, adds what is missing.
     * True where all of it had to be thrown away.
     */
    boolean takeOver(NodeFiles peer, LedgerState state) throws IOException, LedgerFile.TamperedException {
        var thrownAway = false;
        try {
            refill(peer, state);
        } catch (LedgerFile.TamperedException e) {
            ledger = empty(disk);
            refill(peer, state);
            thrownAway = true;
        }
        if (!rootOf(state.seqno()).equals(state.tree())) {
            throw new Checker.Violation("the refilled ledger file does not lead to the peer's root");
        }
        return thrownAway;
    }

    private void refill(NodeFiles peer, LedgerState state) throws IOException, LedgerFile.TamperedException {
        for (var seqno = new Seqno(1); seqno.compareTo(state.seqno()) <= 0; seqno = seqno.next()) {
            ledger.append(seqno, List.of(peer.ledger().read(seqno)));
        }
    }

    private MerkleTree rootOf(Seqno last) throws IOException {
        var tree = MerkleTree.EMPTY;
        try {
            for (var seqno = new Seqno(1); seqno.compareTo(last) <= 0; seqno = seqno.next()) {
                tree = tree.append(EntryCodec.decode(ledger.read(seqno)).leaf());
            }
        } catch (MalformedException e) {
            throw new IOException("an entry of the ledger file does not decode", e);
        }
        return tree;
    }
}
