package coco.node.config;

import coco.crypto.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything the configuration file says. Valid and frozen. */
public record NodeConfig(Node node, Listen peer, Listen raft, Http http, Network network, Ledger limits) {
    /** Bytes of the longest file that is read. */
    public static final int FILE_BYTES_MAX = 1 << 20;

    /**
     * @param name what people call the node: letters, digits, dot, dash, underscore; 1 to 64
     * @param data folder of the ledger and of snapshots
     * @param seal folder of what the TEE has sealed
     */
    public record Node(String name, Path data, Path seal) {
        public Node {
            Require.that(
                    name.matches("[A-Za-z0-9._-]{1,64}"),
                    "name has 1 to 64 letters, digits, dots, dashes and underscores");
            Require.that(!data.equals(seal), "data and seal are two folders");
        }
    }

    /**
     * @param listen where the socket is opened
     * @param published where others find it
     */
    public record Listen(Address listen, Address published) {
        public Listen {
            Require.that(
                    !published.isWildcard(), "published is where others find this node, so not " + published.host());
        }
    }

    /**
     * @param tls false only where no other machine can reach the listener
     * @param origins web pages that may call (RFC 6454), or {@code *}; empty for none but the node's own
     */
    public record Http(Listen address, boolean tls, Set<String> origins, HttpLimits limits) {
        public Http {
            origins = Set.copyOf(origins);
            Require.that(tls || address.listen().isLoopback(), "tls can be off only on a loopback address");
            for (var origin : origins)
                Require.that(
                        origin.equals("*") || origin.matches("[a-z][a-z0-9+.-]*://[^/\\s]+"),
                        "an origin is scheme://host[:port] in lower case, or *: " + origin);
        }
    }

    /** How the node comes to its network. */
    public sealed interface Network {
        /** It makes the network out of this file. */
        record Start(Path genesis) implements Network {}

        /** It asks these nodes, and takes no other network than {@code id}, the digest of the genesis entry. */
        record Join(List<Address> targets, Digest id) implements Network {
            public Join {
                targets = List.copyOf(targets);
                Require.that(!targets.isEmpty(), "join names one node at least");
            }
        }
    }

    /**
     * Sizes of the ledger's machinery on this node; see {@code coco.replica.Limits} for their meaning.
     *
     * @param freeDiskBytes below this the node admits no transaction
     * @param freeHeapBytes the same for the heap of the process
     * @param joiningPatience a node that was admitted, has no vote yet and is away for so long is retired
     */
    public record Ledger(
            int batchTransactions,
            int batchBytes,
            int transactionBytes,
            int outboxBatches,
            int queuedSubmissions,
            long chunkBytes,
            long freeDiskBytes,
            long freeHeapBytes,
            Duration joiningPatience) {
        public static final Ledger DEFAULT =
                new Ledger(1_000, 1 << 20, 1 << 20, 4, 20_000, 5 << 20, 1L << 30, 64 << 20, Duration.ofMinutes(5));

        public Ledger {
            Require.that(transactionBytes <= batchBytes, "transaction_bytes is not more than batch_bytes");
        }
    }

    public NodeConfig {
        if (peer.listen().port() != 0)
            Require.that(!peer.listen().equals(raft.listen()), "peer.listen and raft.listen are two addresses");
        if (http.address().listen().port() != 0)
            Require.that(
                    !http.address().listen().equals(peer.listen())
                            && !http.address().listen().equals(raft.listen()),
                    "http.listen is an address of its own");
    }

    /** @param text the content of the file */
    public static NodeConfig parse(String text) throws ConfigException {
        return ConfigReader.read(text);
    }

    /** Reads the file; relative paths in it are taken from its folder. */
    public static NodeConfig read(Path file) throws IOException, ConfigException {
        if (Files.size(file) > FILE_BYTES_MAX) throw new IOException(file + " is too large for a configuration");
        var folder = file.toAbsolutePath().getParent();
        return ConfigReader.read(Files.readString(file), folder);
    }

    /** The network this node must find; null where it makes one. */
    public @Nullable Digest expectedNetwork() {
        return switch (network) {
            case Network.Start _ -> null;
            case Network.Join join -> join.id();
        };
    }
}
