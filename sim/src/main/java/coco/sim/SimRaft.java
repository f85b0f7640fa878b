package coco.sim;

import coco.ledger.NodeId;
import coco.sim.RaftMessage.Append;
import coco.sim.RaftMessage.Appended;
import coco.sim.RaftMessage.AskReadIndex;
import coco.sim.RaftMessage.AskVote;
import coco.sim.RaftMessage.Entry;
import coco.sim.RaftMessage.Forgotten;
import coco.sim.RaftMessage.ReadIndex;
import coco.sim.RaftMessage.Vote;
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Raft as the simulator's ordered log: elections, replication, single-server changes, forgetting and read index, over {@link
 * SimNetwork}, with the freedoms that the port grants a log taken to the full (see {@link LogFaults}).
 *
 * <p>Owner: the world's single thread.
 */
final class SimRaft implements OrderedLog {
    private static final long HEARTBEAT = 20_000;
    private static final long ELECTION_MIN = 100_000;
    private static final long ELECTION_MAX = 250_000;
    private static final long BARRIER_LIMIT = 600_000;
    private static final int ENTRIES_PER_APPEND = 8;

    private final NodeId self;
    private final RaftDisk disk;
    private final SimNetwork network;
    private final Schedule schedule;
    private final Chance chance;
    private final LogFaults faults;
    private final Consumer<LogEvent> sink;

    private enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    private Role role = Role.FOLLOWER;
    private boolean closed;
    private @Nullable NodeId leader;
    private long commit;
    private long applied;
    private boolean applying;
    private long electionTimer;
    private long lastHeard = -ELECTION_MAX;
    private final Set<NodeId> votes = new HashSet<>();

    // Leader only.
    private final Map<NodeId, Long> next = new HashMap<>();
    private final Map<NodeId, Long> match = new HashMap<>();
    private final Map<NodeId, Long> acknowledged = new HashMap<>();
    private long round;
    private long expectedFirst = -1;
    private boolean ready;
    private long steppingUntil;

    // What a scenario has asked for.
    private int refuseNext;
    private int refuseAfterNext;
    private int stayNext;

    private record Waiting(
            long id, long round, long index, @Nullable NodeId asker) {}

    private final List<Waiting> reads = new ArrayList<>();
    private final Map<Long, Long> barriers = new HashMap<>();

    SimRaft(
            Start start,
            RaftDisk disk,
            SimNetwork network,
            Schedule schedule,
            Chance chance,
            LogFaults faults,
            Consumer<LogEvent> sink) {
        this.self = start.self().id();
        this.disk = disk;
        this.network = network;
        this.schedule = schedule;
        this.chance = chance;
        this.faults = faults;
        this.sink = sink;
        if (disk.entries.isEmpty() && disk.first == 0) disk.forgottenVoters = start.voters();
        if (start.appliedIndex() > disk.last()) {
            disk.startAfter(start.appliedTerm(), start.appliedIndex(), disk.voters());
        }
        commit = Math.max(start.appliedIndex(), disk.first - 1);
        applied = commit;
        network.attach(self, this);
        restartElectionTimer();
    }

    // ---- the port

    @Override
    public void append(Proposal proposal) {
        var guarded = !chance.oneIn(faults.unguarded());
        if (role != Role.LEADER || (guarded && proposal.term() != disk.term)) {
            refuse(proposal, "not the leader of that term");
        } else if (schedule.now() < steppingUntil) {
            refuse(proposal, "stepping down");
        } else if (guarded && expectedFirst >= 0 && proposal.first() != expectedFirst) {
            refuse(proposal, "not the next batch of this term");
        } else if (refuseNext-- > 0 || chance.oneIn(faults.refuse())) {
            refuse(proposal, "too many pending");
        } else if (chance.oneIn(faults.stepping())) {
            steppingUntil = schedule.now() + chance.between(1_000, 80_000);
            refuse(proposal, "stepping down");
        } else {
            disk.entries.add(new Entry(disk.term, proposal.bytes(), null, proposal.last()));
            expectedFirst = proposal.last() + 1;
            if (refuseAfterNext-- > 0 || chance.oneIn(faults.refuseAfterAppend()))
                refuse(proposal, "refused after the append");
            replicate();
        }
    }

    private void refuse(Proposal proposal, String reason) {
        var refused = new LogEvent.Refused(proposal.term(), proposal.first(), proposal.attempt(), reason);
        schedule.after(chance.between(0, 3_000), () -> tell(refused));
    }

    @Override
    public void barrier(long id) {
        schedule.after(BARRIER_LIMIT, () -> {
            var asked = reads.removeIf(read -> read.id() == id && read.asker() == null);
            if (barriers.remove(id) != null || asked) {
                tell(new LogEvent.BarrierFailed(id, "no read point in time"));
            }
        });
        if (role == Role.LEADER) {
            addRead(id, null);
        } else if (leader == null) {
            tell(new LogEvent.BarrierFailed(id, "no leader"));
        } else {
            barriers.put(id, Long.MAX_VALUE);
            network.send(self, leader, new AskReadIndex(self, id));
        }
    }

    private void addRead(long id, @Nullable NodeId asker) {
        // A leader knows the commit index of earlier terms only once an entry of its own is committed.
        if (disk.termAt(commit) != disk.term) {
            if (asker == null) tell(new LogEvent.BarrierFailed(id, "the leader is not ready"));
            return;
        }
        reads.add(new Waiting(id, ++round, commit, asker));
        replicate();
        confirmReads();
    }

    @Override
    public void stepDown(long term) {
        if (role != Role.LEADER || term != disk.term) return;
        if (stayNext-- > 0 || chance.oneIn(faults.stubborn())) {
            steppingUntil = schedule.now() + chance.between(1_000, 80_000);
        } else {
            follow(disk.term, null);
            electionTimer++;
            var mine = electionTimer;
            schedule.after(ELECTION_MAX + chance.between(0, ELECTION_MAX), () -> elect(mine));
        }
    }

    @Override
    public void reconfigure(Set<Peer> expected, Set<Peer> desired) {
        if (role != Role.LEADER) {
            tell(new LogEvent.ReconfigurationFailed("not the leader"));
        } else if (!disk.voters().equals(expected)) {
            tell(new LogEvent.ReconfigurationFailed("the voters are others"));
        } else if (configurationPending() || !ready) {
            tell(new LogEvent.ReconfigurationFailed("a change is in progress"));
        } else {
            disk.entries.add(new Entry(disk.term, null, desired, -1));
            replicate();
        }
    }

    private boolean configurationPending() {
        for (var i = disk.last(); i > commit && i >= disk.first; i--)
            if (disk.at(i).voters() != null) return true;
        return false;
    }

    @Override
    public void durable(long index) {
        disk.forget(Math.min(index, applied));
    }

    @Override
    public void installed(long term, long index) {
        installed(term, index, disk.voters());
    }

    /** A snapshot that brings the voters in force at its place: the configurations up to there are skipped. */
    void installed(long term, long index, Set<Peer> voters) {
        if (index > disk.last() || disk.termAt(index) != term) disk.startAfter(term, index, voters);
        commit = Math.max(commit, index);
        applied = Math.max(applied, index);
    }

    @Override
    public void close() {
        closed = true;
        network.detach(self);
    }

    boolean leads() {
        return role == Role.LEADER && !closed;
    }

    /** Whether it knows of voters, and is one. */
    boolean votes() {
        return isVoter();
    }

    long term() {
        return disk.term;
    }

    /** The voters in force at an entry that was applied here. */
    Set<Peer> votersAt(long index) {
        return disk.votersAt(index);
    }

    /** The voters that the others may still hold for the right ones. */
    List<Set<Peer>> configurations() {
        return disk.configurationsFrom(commit);
    }

    void refuseNext(int count) {
        refuseNext = count;
    }

    /** Refuses so many batches after they have entered the log. */
    void refuseAfterNext(int count) {
        refuseAfterNext = count;
    }

    /** Ignores so many requests to step down. */
    void stayNext(int count) {
        stayNext = count;
    }

    /** Stands for election at once; the others vote though they hear from a leader, as in a transfer of leadership. */
    void campaign() {
        if (!closed && role != Role.LEADER) elect(electionTimer, true);
    }

    // ---- messages

    void receive(NodeId from, RaftMessage message) {
        if (closed) return;
        switch (message) {
            case Append append -> onAppend(from, append);
            case Appended appended -> onAppended(from, appended);
            case AskVote ask -> onAskVote(from, ask);
            case Vote vote -> onVote(from, vote);
            case Forgotten forgotten -> onForgotten(from, forgotten);
            case AskReadIndex ask -> {
                if (role == Role.LEADER) addRead(ask.id(), ask.from());
            }
            case ReadIndex read -> {
                if (barriers.containsKey(read.id())) {
                    barriers.put(read.id(), read.index());
                    finishBarriers();
                }
            }
        }
    }

    private void onAppend(NodeId from, Append append) {
        if (append.term() < disk.term) {
            network.send(self, from, new Appended(disk.term, false, 0, append.round()));
            return;
        }
        follow(append.term(), from);
        lastHeard = schedule.now();
        restartElectionTimer();
        var fits = append.previous() < disk.first
                || (append.previous() <= disk.last() && disk.termAt(append.previous()) == append.previousTerm());
        if (!fits) {
            var hint = Math.min(append.previous() - 1, disk.last());
            network.send(self, from, new Appended(disk.term, false, hint, append.round()));
            return;
        }
        var index = append.previous();
        for (var entry : append.entries()) {
            index++;
            if (index < disk.first) continue;
            if (index <= disk.last() && disk.at(index).term() != entry.term()) disk.cutFrom(index);
            if (index > disk.last()) disk.entries.add(entry);
        }
        if (append.previous() + append.entries().size() >= disk.first - 1) {
            commit = Math.max(
                    commit,
                    Math.min(
                            append.commit(),
                            append.previous() + append.entries().size()));
        }
        applySoon();
        network.send(self, from, new Appended(disk.term, true, index, append.round()));
    }

    private void onAppended(NodeId from, Appended appended) {
        if (appended.term() > disk.term) {
            follow(appended.term(), null);
        } else if (role == Role.LEADER && appended.term() == disk.term) {
            acknowledged.merge(from, appended.round(), Math::max);
            if (appended.ok()) {
                match.merge(from, appended.match(), Math::max);
                next.put(from, Math.max(next.getOrDefault(from, 0L), appended.match() + 1));
                advanceCommit();
                if (next.get(from) <= disk.last()) sendTo(from);
            } else {
                next.put(from, Math.max(0, Math.min(appended.match() + 1, disk.last() + 1)));
                sendTo(from);
            }
            confirmReads();
        }
    }

    private void onAskVote(NodeId from, AskVote ask) {
        // A server that hears from a leader does not let others disturb it.
        if (!ask.transfer() && (schedule.now() - lastHeard < ELECTION_MIN || role == Role.LEADER)) {
            if (ask.term() <= disk.term || role != Role.LEADER) return;
        }
        if (ask.term() > disk.term) follow(ask.term(), null);
        var lastTerm = disk.termAt(disk.last());
        var upToDate = ask.lastTerm() > lastTerm || (ask.lastTerm() == lastTerm && ask.lastIndex() >= disk.last());
        var granted = ask.term() == disk.term && upToDate && (disk.votedFor == null || disk.votedFor.equals(from));
        if (granted) {
            disk.votedFor = from;
            restartElectionTimer();
        }
        network.send(self, from, new Vote(disk.term, granted));
    }

    private void onVote(NodeId from, Vote vote) {
        if (vote.term() > disk.term) follow(vote.term(), null);
        if (role == Role.CANDIDATE && vote.granted() && vote.term() == disk.term) {
            votes.add(from);
            if (isMajority(votes)) lead();
        }
    }

    private void onForgotten(NodeId from, Forgotten forgotten) {
        if (forgotten.term() < disk.term) return;
        follow(forgotten.term(), from);
        lastHeard = schedule.now();
        restartElectionTimer();
        // What it holds beyond its commit index may be of a term that came to nothing.
        if (forgotten.firstIndex() > commit + 1) tell(new LogEvent.SnapshotNeeded(forgotten.firstIndex() - 1));
    }

    // ---- elections

    private void restartElectionTimer() {
        electionTimer++;
        var mine = electionTimer;
        schedule.after(chance.between(ELECTION_MIN, ELECTION_MAX), () -> elect(mine));
    }

    private void elect(long timer) {
        elect(timer, false);
    }

    private void elect(long timer, boolean transfer) {
        if (closed || timer != electionTimer || role == Role.LEADER) return;
        restartElectionTimer();
        if (!isVoter()) return;
        role = Role.CANDIDATE;
        leader = null;
        disk.term++;
        disk.votedFor = self;
        votes.clear();
        votes.add(self);
        if (isMajority(votes)) {
            lead();
            return;
        }
        for (var peer : others()) {
            network.send(self, peer, new AskVote(disk.term, disk.last(), disk.termAt(disk.last()), transfer));
        }
    }

    private void lead() {
        role = Role.LEADER;
        leader = self;
        ready = false;
        expectedFirst = -1;
        steppingUntil = 0;
        next.clear();
        match.clear();
        acknowledged.clear();
        reads.clear();
        disk.entries.add(new Entry(disk.term, null, disk.voters(), -1));
        tell(new LogEvent.LeaderChanged(disk.term, self));
        heartbeat(disk.term);
    }

    private void heartbeat(long term) {
        if (closed || role != Role.LEADER || term != disk.term) return;
        round++;
        replicate();
        advanceCommit();
        schedule.after(HEARTBEAT, () -> heartbeat(term));
    }

    private void follow(long term, @Nullable NodeId newLeader) {
        var lost = role == Role.LEADER;
        var lostTerm = disk.term;
        if (term > disk.term) {
            disk.term = term;
            disk.votedFor = null;
        }
        role = Role.FOLLOWER;
        if (lost) {
            restartElectionTimer();
            reads.forEach(read -> {
                if (read.asker() == null) tell(new LogEvent.BarrierFailed(read.id(), "lost leadership"));
            });
            reads.clear();
            var notice = new LogEvent.NotLeader(lostTerm);
            if (chance.oneIn(faults.overtaken())) tell(notice);
            else schedule.after(chance.between(0, 5_000), () -> tell(notice));
        }
        if (newLeader != null && !newLeader.equals(leader)) tell(new LogEvent.LeaderChanged(disk.term, newLeader));
        leader = newLeader;
    }

    // ---- replication

    private void replicate() {
        others().forEach(this::sendTo);
        advanceCommit();
    }

    private void sendTo(NodeId peer) {
        var from = next.getOrDefault(peer, disk.last() + 1);
        if (from < disk.first) {
            network.send(self, peer, new Forgotten(disk.term, disk.first));
            next.put(peer, disk.first);
            return;
        }
        var to = Math.min(disk.last() + 1, from + ENTRIES_PER_APPEND);
        var entries = List.copyOf(disk.entries.subList((int) (from - disk.first), (int) (to - disk.first)));
        network.send(self, peer, new Append(disk.term, from - 1, disk.termAt(from - 1), entries, commit, round));
    }

    private void advanceCommit() {
        if (role != Role.LEADER) return;
        for (var index = disk.last(); index > commit; index--) {
            if (disk.termAt(index) != disk.term) break;
            var holders = new HashSet<NodeId>();
            holders.add(self);
            for (var peer : match.entrySet()) if (peer.getValue() >= index) holders.add(peer.getKey());
            if (isMajority(holders)) {
                commit = index;
                break;
            }
        }
        applySoon();
    }

    private void applySoon() {
        if (applying || applied >= commit) return;
        applying = true;
        schedule.after(chance.between(10, 4_000), () -> {
            applying = false;
            if (closed) return;
            // A few at a time: the rest may come after a change of leader.
            for (var i = chance.between(1, 6); i > 0 && applied < commit; i--) apply();
            finishBarriers();
            confirmReads();
            applySoon();
        });
    }

    private void apply() {
        applied++;
        var entry = disk.at(applied);
        if (entry.batch() != null) {
            tell(new LogEvent.Committed(entry.term(), applied, entry.batch()));
        } else if (entry.voters() != null) {
            var voters = entry.voters().stream().map(Peer::id).collect(Collectors.toUnmodifiableSet());
            tell(new LogEvent.Configuration(entry.term(), applied, voters));
            if (role == Role.LEADER && entry.term() == disk.term) {
                if (!ready) tell(new LogEvent.LeaderReady(disk.term));
                ready = true;
                if (!voters.contains(self)) stepDown(disk.term);
            }
        }
    }

    private void confirmReads() {
        if (role != Role.LEADER) return;
        var confirmed = reads.stream().filter(this::isConfirmed).toList();
        reads.removeAll(confirmed);
        for (var read : confirmed) {
            if (read.asker() != null) {
                network.send(self, read.asker(), new ReadIndex(read.id(), read.index()));
            } else {
                barriers.put(read.id(), read.index());
            }
        }
        finishBarriers();
    }

    private boolean isConfirmed(Waiting read) {
        var heard = new HashSet<NodeId>();
        heard.add(self);
        acknowledged.forEach((peer, at) -> {
            if (at >= read.round()) heard.add(peer);
        });
        return isMajority(heard);
    }

    private void finishBarriers() {
        var reached = barriers.entrySet().stream()
                .filter(barrier -> barrier.getValue() <= applied)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        for (var id : reached) {
            barriers.remove(id);
            tell(new LogEvent.Barrier(id));
        }
    }

    // ---- who

    private boolean isVoter() {
        return disk.voters().stream().anyMatch(peer -> peer.id().equals(self));
    }

    private List<NodeId> others() {
        return disk.voters().stream()
                .map(Peer::id)
                .filter(id -> !id.equals(self))
                .sorted()
                .toList();
    }

    private boolean isMajority(Set<NodeId> nodes) {
        var voters = disk.voters();
        var count = voters.stream().filter(peer -> nodes.contains(peer.id())).count();
        return count * 2 > voters.size();
    }

    @Override
    public String toString() {
        return role + " of term " + disk.term + ", " + disk.voters().size() + " voters, log " + disk.first + ".."
                + disk.last() + ", committed " + commit + ", applied " + applied;
    }

    private void tell(LogEvent event) {
        if (!closed) sink.accept(event);
    }
}
