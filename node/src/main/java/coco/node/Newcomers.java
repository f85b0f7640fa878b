package coco.node;

import coco.governance.Membership;
import coco.ledger.NodeId;
import coco.node.peer.PeerNetwork;
import coco.replica.Reconciler;
import coco.spi.Answer;
import coco.spi.Caller;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a leader does about nodes that the ledger trusts and that have no vote yet, and the other way round: makes the voters follow
 * the ledger, one node at a time.
 *
 * <p>A node that was admitted and is gone before it had a vote is in the way of every other change of nodes. Where it does not
 * come back within the patience of the configuration it is retired; no majority ever counted on it. A voter is never retired
 * so: whether it will come back only its owner knows.
 *
 * <p>Owner: the thread of {@link Upkeep}.
 */
final class Newcomers {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);
    private static final Duration RETIREMENT_MAX = Duration.ofSeconds(20);

    private final ReplicaLoop loop;
    private final NodeId self;
    private final PeerNetwork peers;
    private final NodeLedger ledger;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private @Nullable NodeId absent;
    private long absentSince;
    private @Nullable CompletableFuture<Answer> retirement;

    /** @param patience how long an admitted node may be away before it has a vote */
    Newcomers(
            ReplicaLoop loop,
            NodeId self,
            PeerNetwork peers,
            NodeLedger ledger,
            Duration patience,
            LongSupplier nanoTime) {
        this.loop = loop;
        this.self = self;
        this.peers = peers;
        this.ledger = ledger;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** On all but the leader: how long somebody was away is for whoever leads to see, from when it leads on. */
    void forget() {
        absent = null;
    }

    /** On the leader, a few times a second. */
    void lookAfter() {
        var state = loop.accepted();
        var voters = loop.voters();
        var next = Reconciler.step(state, voters);
        var newcomer = next == null
                ? null
                : next.stream()
                        .filter(node -> !voters.contains(node))
                        .findFirst()
                        .orElse(null);
        if (newcomer != null && peers.to(newcomer).isEmpty()) {
            await(newcomer);
            return;
        }
        absent = null;
        var ask = Reconciler.ask(state, voters);
        if (ask != null && loop.membersDurable()) loop.feed(ask);
    }

    private void await(NodeId newcomer) {
        var now = nanoTime.getAsLong();
        if (!newcomer.equals(absent)) {
            absent = newcomer;
            absentSince = now;
        }
        if (now - absentSince < patience.toNanos() || retirement != null && !retirement.isDone()) return;
        LOG.warn("node {} was admitted and did not come for {}: it is retired", newcomer.brief(), patience);
        retirement = ledger.submitHere(
                new Caller.Node(self.key()), Membership.NAME, new Membership.Retire(newcomer), null, RETIREMENT_MAX);
        var unused = retirement.thenAccept(answer -> LOG.info("retirement of node {}: {}", newcomer.brief(), answer));
    }
}
