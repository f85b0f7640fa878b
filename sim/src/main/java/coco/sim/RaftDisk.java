package coco.sim;

import coco.ledger.NodeId;
import coco.sim.RaftMessage.Entry;
import coco.spi.OrderedLog.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated Raft server has on disk. It survives a crash whole: the engine syncs before it acknowledges. Index 0 is the
 * first entry; entries before {@code first} are forgotten.
 */
final class RaftDisk {
    long term;

    @Nullable
    NodeId votedFor;

    long first;
    long forgottenTerm;
    Set<Peer> forgottenVoters = Set.of();
    final List<Entry> entries = new ArrayList<>();

    long last() {
        return first + entries.size() - 1;
    }

    Entry at(long index) {
        return entries.get((int) (index - first));
    }

    /** Term of the entry at {@code index}, or of the last forgotten one; 0 before the beginning. */
    long termAt(long index) {
        if (index == first - 1) return forgottenTerm;
        return index < first ? 0 : at(index).term();
    }

    void cutFrom(long index) {
        while (last() >= index) entries.removeLast();
    }

    /** The newest voters in the log, committed or not: Raft acts on them at once. */
    Set<Peer> voters() {
        for (var i = entries.size() - 1; i >= 0; i--) {
            var voters = entries.get(i).voters();
            if (voters != null) return voters;
        }
        return forgottenVoters;
    }

    /** All voters that may count from {@code index} on: those in force there, and those of every later configuration. */
    List<Set<Peer>> configurationsFrom(long index) {
        var all = new ArrayList<Set<Peer>>();
        all.add(votersAt(Math.min(index, last())));
        for (var i = Math.max(first, index + 1); i <= last(); i++) {
            var voters = at(i).voters();
            if (voters != null) all.add(voters);
        }
        return all;
    }

    Set<Peer> votersAt(long index) {
        for (var i = index; i >= first; i--) {
            var voters = at(i).voters();
            if (voters != null) return voters;
        }
        return forgottenVoters;
    }

    void forget(long upTo) {
        if (upTo < first) return;
        forgottenVoters = votersAt(upTo);
        forgottenTerm = termAt(upTo);
        entries.subList(0, (int) (upTo - first + 1)).clear();
        first = upTo + 1;
    }

    void startAfter(long term, long index, Set<Peer> voters) {
        entries.clear();
        first = index + 1;
        forgottenTerm = term;
        forgottenVoters = voters;
    }
}
