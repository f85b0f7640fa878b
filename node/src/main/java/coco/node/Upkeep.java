package coco.node;

import coco.governance.Constitution;
import coco.ledger.NodeId;
import coco.node.config.Address;
import coco.node.peer.LeaseTable;
import coco.node.peer.PeerNetwork;
import coco.replica.TrustedNodes;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the network together: connections to the others, leases as the ledger has them and renewed in time, voters as the
 * ledger wants them ({@link Newcomers}), and this node's free disk and heap. Looks after all of it a few times a second, on a
 * thread of its own; dials on virtual threads, at most one a node, so that one that does not answer holds up nothing.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final long INTERVAL_MILLIS = 200;

    /** Each change of leaders writes a little: where all lack room they must not go round and round. */
    private static final long HAND_OVER_PAUSE_NANOS = 20_000_000_000L;

    private final ReplicaLoop loop;
    private final NodeId self;
    private final PeerNetwork peers;
    private final LeaseTable leases;
    private final Headroom headroom;
    private final Newcomers newcomers;
    private int handOvers;
    private long handedOver = System.nanoTime() - HAND_OVER_PAUSE_NANOS;
    private final Set<NodeId> dialling = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("upkeep").factory());

    Upkeep(
            ReplicaLoop loop,
            NodeId self,
            PeerNetwork peers,
            LeaseTable leases,
            Headroom headroom,
            Newcomers newcomers) {
        this.loop = loop;
        this.self = self;
        this.peers = peers;
        this.leases = leases;
        this.headroom = headroom;
        this.newcomers = newcomers;
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::lookAfter, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    static Set<NodeId> trusted(ReplicaLoop loop) {
        return TrustedNodes.of(loop.accepted().store());
    }

    /** Lets the table of leases know what the accepted ledger says of nodes and of code; gives the nodes that it trusts. */
    static Set<NodeId> renewTrust(ReplicaLoop loop, LeaseTable leases) {
        var store = loop.accepted().store();
        var trusted = TrustedNodes.of(store);
        leases.trust(trusted, PeerService.policy(new Constitution(store))::allows);
        return trusted;
    }

    private void lookAfter() {
        try {
            lookAfterRoom();
            var trusted = renewTrust(loop, leases);
            for (var node : trusted) if (!node.equals(self)) lookAfter(node);
            if (loop.leads()) newcomers.lookAfter();
            else newcomers.forget();
        } catch (RuntimeException e) {
            LOG.error("upkeep", e);
        }
    }

    /** A leader without room would keep all of the network from writing, though others may have room. */
    private void lookAfterRoom() {
        headroom.look();
        var shortage = headroom.shortage();
        var now = System.nanoTime();
        if (shortage == null || !loop.leads() || now - handedOver < HAND_OVER_PAUSE_NANOS) return;
        handedOver = now;
        var others = trusted(loop).stream()
                .filter(node -> !node.equals(self) && peers.to(node).isPresent())
                .sorted()
                .toList();
        if (!others.isEmpty()) loop.handOver(others.get(handOvers++ % others.size()), shortage.message());
    }

    private void lookAfter(NodeId node) {
        var connected = peers.to(node).isPresent();
        if (connected && !leases.isRenewalDue(node)) return;
        var address = Addresses.peer(loop.accepted().store(), node);
        if (address.isEmpty() || !dialling.add(node)) return;
        Thread.ofVirtual()
                .name("dial-" + node.brief())
                .start(() -> dial(node, Address.parse(address.get()), connected));
    }

    /** Either way both sides show fresh evidence; a connection that is there stays, since questions may be under way on it. */
    private void dial(NodeId node, Address address, boolean connected) {
        try {
            if (connected) peers.renew(address.host(), address.port());
            else peers.connect(address.host(), address.port());
        } catch (IOException e) {
            LOG.debug("peer {} at {}: {}", node.brief(), address, e.getMessage());
        } finally {
            dialling.remove(node);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
