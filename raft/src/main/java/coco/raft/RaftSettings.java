package coco.raft;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.ledger.NodeId;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;

/**
 * What a {@link RatisLog} needs beside its start point.
 *
 * @param group 16 bytes that name the Raft group; the caller derives them from the network id
 * @param folder where Raft keeps its files; it belongs to this log alone
 * @param listen {@code host:port} to listen on
 * @param key the node key: it also proves the node to its peers
 * @param certificate for the node key; the node id is SHA-256 of its SubjectPublicKeyInfo
 * @param leases who may take part
 * @param timing all durations
 * @param window how many messages with batches may be under way to one follower
 * @param segmentBytes size of one log file; whole files are forgotten, never parts
 */
public record RaftSettings(
        Bytes group,
        Path folder,
        String listen,
        PrivateKey key,
        X509Certificate certificate,
        Leases leases,
        Timing timing,
        int window,
        int segmentBytes) {
    public static final int GROUP_SIZE = 16;
    public static final int WINDOW = 4;
    public static final int SEGMENT_BYTES = 16 << 20;

    public RaftSettings {
        if (group.size() != GROUP_SIZE) throw new IllegalArgumentException("a group is named by 16 bytes");
        if (window < 1) throw new IllegalArgumentException("window must be at least 1");
        if (segmentBytes < 1024) throw new IllegalArgumentException("a segment has at least 1024 bytes");
    }

    /** Settings with the values for operation. */
    public static RaftSettings of(
            Bytes group, Path folder, String listen, PrivateKey key, X509Certificate certificate, Leases leases) {
        return new RaftSettings(
                group, folder, listen, key, certificate, leases, Timing.OPERATION, WINDOW, SEGMENT_BYTES);
    }

    /** The node this key makes. */
    NodeId node() {
        return nodeOf(certificate);
    }

    static NodeId nodeOf(X509Certificate certificate) {
        return new NodeId(Digest.sha256(certificate.getPublicKey().getEncoded()));
    }

    /**
     * All durations. Raft is safe with any; too short ones cost elections on a busy machine.
     *
     * @param electionMin a follower waits at least this long for its leader; a leader sends a sign of life twice as often
     * @param electionMax and at most this long
     * @param request a request to a peer fails after this
     * @param barrier a read point that is not reached fails after this
     */
    public record Timing(Duration electionMin, Duration electionMax, Duration request, Duration barrier) {
        public static final Timing OPERATION =
                new Timing(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofSeconds(10));

        public Timing {
            if (electionMin.toMillis() < 1 || electionMin.compareTo(electionMax) >= 0)
                throw new IllegalArgumentException("electionMin must be shorter than electionMax");
            if (!request.isPositive() || !barrier.isPositive())
                throw new IllegalArgumentException("durations must be positive");
        }
    }
}
