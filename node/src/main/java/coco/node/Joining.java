package coco.node;

import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.ledger.EntryCodec;
import coco.ledger.MerkleTree;
import coco.ledger.Seqno;
import coco.node.config.Address;
import coco.node.peer.PeerConnection;
import coco.node.peer.PeerMessage;
import coco.node.peer.PeerNetwork;
import coco.replica.Snapshot;
import coco.replica.SnapshotCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node comes into a network: it asks the nodes it was told of to be trusted, takes the service key, a snapshot
 * and the ledger from the leader,
 * and checks them against each other.
 */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int SNAPSHOT_MAX = 1 << 30;

    /** What a node joins with. */
    record Joined(ServiceIdentity service, Snapshot snapshot, List<Bytes> entries) {}

    private final PeerNetwork peers;
    private final NodeIdentity identity;
    private final Digest expectedNetwork;

    Joining(PeerNetwork peers, NodeIdentity identity, Digest expectedNetwork) {
        this.peers = peers;
        this.identity = identity;
        this.expectedNetwork = expectedNetwork;
    }

    /** Asks until it is admitted. */
    Joined join(List<Address> targets) throws InterruptedException {
        for (var i = 0; ; i++) {
            var target = targets.get(i % targets.size());
            try {
                return joinAt(target, 0);
            } catch (IOException | MalformedException e) {
                LOG.warn("not admitted at {}: {}", target, e.getMessage());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.interrupted()) throw new InterruptedException("joining was ended");
        }
    }

    private Joined joinAt(Address target, int hops) throws IOException, MalformedException, InterruptedException {
        if (hops > 3) throw new IOException("sent from one node to the next");
        Address elsewhere;
        try (var connection = peers.dial(target.host(), target.port())) {
            switch (connection.ask(new PeerMessage.Join(), ANSWER_MAX)) {
                case PeerMessage.Admitted admitted -> {
                    return take(connection, admitted);
                }
                case PeerMessage.Elsewhere(var address) -> elsewhere = Address.parse(address);
                case PeerMessage.Refused(var reason) -> throw new IOException(reason);
                default -> throw new MalformedException("not an answer to a joining node");
            }
        }
        return joinAt(elsewhere, hops + 1);
    }

    private Joined take(PeerConnection leader, PeerMessage.Admitted admitted)
            throws IOException, MalformedException, InterruptedException {
        if (!admitted.network().equals(expectedNetwork)) {
            throw new MalformedException("this is network " + admitted.network() + ", not the one that was approved");
        }
        var service = service(admitted);
        var snapshot = snapshot(leader, -1);
        if (!snapshot.state().networkId().equals(expectedNetwork))
            throw new MalformedException("a snapshot of another network");
        var entries = entries(leader, Seqno.ZERO.next(), snapshot.state().seqno());
        check(snapshot, entries);
        return new Joined(service, snapshot, entries);
    }

    private ServiceIdentity service(PeerMessage.Admitted admitted) throws MalformedException {
        try (var encryption = identity.encryptionKey()) {
            var plain = encryption.open(admitted.serviceKey(), PeerService.serviceKeyInfo(identity.id()), new byte[0]);
            try (var pkcs8 = SecretBytes.wrap(plain)) {
                return ServiceIdentity.of(pkcs8, admitted.serviceCertificate());
            }
        } catch (AuthenticationFailedException e) {
            throw new MalformedException("the service key does not open: " + e.getMessage(), e);
        }
    }

    /** Fetches a snapshot that reaches at least {@code raftIndex}. */
    static Snapshot snapshot(PeerConnection from, long raftIndex)
            throws IOException, MalformedException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            switch (from.ask(new PeerMessage.WantSnapshot(raftIndex, bytes.size()), ANSWER_MAX)) {
                case PeerMessage.SnapshotPart(var total, var offset, var part) -> {
                    if (total > SNAPSHOT_MAX || offset != bytes.size())
                        throw new MalformedException("a part of another snapshot");
                    bytes.writeBytes(part.toArray());
                    if (bytes.size() == total) return SnapshotCodec.decode(Bytes.unsafeWrap(bytes.toByteArray()));
                    if (part.isEmpty()) throw new MalformedException("an empty part of a snapshot");
                }
                case PeerMessage.Refused(var reason) -> throw new IOException(reason);
                default -> throw new MalformedException("not a snapshot");
            }
        }
    }

    static List<Bytes> entries(PeerConnection from, Seqno first, Seqno last)
            throws IOException, MalformedException, InterruptedException {
        var entries = new ArrayList<Bytes>();
        while (first.value() + entries.size() <= last.value()) {
            switch (from.ask(new PeerMessage.WantEntries(first.value() + entries.size(), last.value()), ANSWER_MAX)) {
                case PeerMessage.EntriesPart(var part) -> {
                    if (part.isEmpty()) throw new MalformedException("no entries");
                    entries.addAll(part);
                }
                case PeerMessage.Refused(var reason) -> throw new IOException(reason);
                default -> throw new MalformedException("not entries");
            }
        }
        return entries;
    }

    /** The ledger has to be the one that the snapshot is the sum of. */
    private static void check(Snapshot snapshot, List<Bytes> entries) throws MalformedException {
        var tree = MerkleTree.EMPTY;
        for (var bytes : entries) {
            tree = tree.append(EntryCodec.decode(bytes).leaf());
            tree = tree.retainingFrom(tree.size());
        }
        if (!tree.root().equals(snapshot.state().root()))
            throw new MalformedException("the ledger is not that of the snapshot");
    }
}
