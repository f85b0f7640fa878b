package coco.raft;

import coco.crypto.Bytes;
import coco.spi.LogEvent;
import coco.spi.LogNet;
import coco.spi.OrderedLog;
import coco.spi.OrderedLog.Peer;
import coco.spi.OrderedLog.Start;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Up to four nodes in one JVM, over TLS on loopback. Each has a lease table of its own; to cut a node is to end leases. */
final class RatisNet implements LogNet {
    private static final int NODES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
    static final Bytes GROUP = Bytes.ofUtf8("the tests' group");

    /** Elections in fractions of a second; everything else as in operation. */
    static final RaftSettings.Timing QUICK = new RaftSettings.Timing(
            Duration.ofMillis(400), Duration.ofMillis(800), Duration.ofSeconds(3), Duration.ofSeconds(5));

    /** A leader gives up when it has heard of no majority for the longest time an election may wait. */
    private static final RaftSettings.Timing TRUSTING =
            new RaftSettings.Timing(QUICK.electionMin(), Duration.ofSeconds(6), QUICK.request(), QUICK.barrier());

    record Member(Identity identity, Peer peer, LeaseTable leases, Path folder) {}

    private final Map<Integer, Member> members = new TreeMap<>();
    private final Set<Integer> trusting = new HashSet<>();

    RatisNet(Path folder) throws IOException {
        for (var node = 1; node <= NODES; node++) {
            var identity = Identity.create();
            var peer = new Peer(identity.node(), "127.0.0.1:" + freePort());
            members.put(node, new Member(identity, peer, new LeaseTable(), folder.resolve("node" + node)));
        }
        for (var node = 1; node <= NODES; node++) heal(node);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Member member(int node) {
        var member = members.get(node);
        if (member == null) throw new IllegalArgumentException("no node " + node);
        return member;
    }

    @Override
    public Peer peer(int node) {
        return member(node).peer();
    }

    @Override
    public void trusting(int node) {
        trusting.add(node);
    }

    RaftSettings settings(int node) {
        var member = member(node);
        return new RaftSettings(
                GROUP,
                member.folder(),
                member.peer().address(),
                member.identity().key(),
                member.identity().certificate(),
                member.leases(),
                trusting.contains(node) ? TRUSTING : QUICK,
                RaftSettings.WINDOW,
                16 << 10);
    }

    @Override
    public OrderedLog open(int node, Set<Peer> voters, long appliedTerm, long appliedIndex, Consumer<LogEvent> sink)
            throws IOException {
        return RatisLog.open(settings(node), new Start(peer(node), voters, appliedTerm, appliedIndex), sink);
    }

    @Override
    public void cut(int node) {
        for (var other = 1; other <= NODES; other++) {
            if (other == node) continue;
            member(other).leases().revoke(peer(node).id());
            member(node).leases().revoke(peer(other).id());
        }
    }

    @Override
    public void heal(int node) {
        for (var other = 1; other <= NODES; other++) {
            member(other).leases().admit(peer(node).id());
            member(node).leases().admit(peer(other).id());
        }
    }

    @Override
    public void erase(int node) throws IOException {
        if (!Files.exists(member(node).folder())) return;
        try (var files = Files.walk(member(node).folder())) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** Two of these fill a segment. */
    @Override
    public int batchBytes() {
        return 7 << 10;
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("waited in vain for " + what);
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    @Override
    public void close() {
        // the logs are closed by who opened them; the folder is the test's
    }
}
