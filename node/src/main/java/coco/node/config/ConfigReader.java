package coco.node.config;

import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.node.config.HttpLimits.Connections;
import coco.node.config.HttpLimits.InFlight;
import coco.node.config.HttpLimits.Requests;
import coco.node.config.HttpLimits.Share;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the file's text to {@link NodeConfig}: one method a section, defaults beside the keys. One use. */
final class ConfigReader {
    private final List<Problem> problems = new ArrayList<>();
    private final @Nullable Path folder;

    private ConfigReader(@Nullable Path folder) {
        this.folder = folder;
    }

    static NodeConfig read(String text) throws ConfigException {
        return new ConfigReader(null).config(text);
    }

    static NodeConfig read(String text, @Nullable Path folder) throws ConfigException {
        return new ConfigReader(folder).config(text);
    }

    private NodeConfig config(String text) throws ConfigException {
        var root = new Section("", ConfigTree.parse(text), problems);
        var node = node(root.section("node"));
        var peer = listen(root.section("peer"));
        var raft = listen(root.section("raft"));
        var http = http(root.section("http"));
        var network = network(root.section("network"));
        var limits = ledger(root.section("limits"));
        root.end();
        if (node != null && peer != null && raft != null && http != null && network != null && limits != null) {
            var config = root.build(() -> new NodeConfig(node, peer, raft, http, network, limits));
            if (config != null) return config;
        }
        problems.sort(Comparator.comparingInt(Problem::line));
        throw new ConfigException(problems);
    }

    private NodeConfig.@Nullable Node node(Section in) {
        var name = in.text("name", null);
        var data = in.text("data", null);
        var seal = in.text("seal", data + "/seal");
        in.end();
        return in.build(() -> new NodeConfig.Node(name, path(data), path(seal)));
    }

    private NodeConfig.@Nullable Listen listen(Section in) {
        var listen = in.address("listen", null);
        var published = in.address("published", listen);
        in.end();
        return in.build(() -> new NodeConfig.Listen(listen, published));
    }

    private NodeConfig.@Nullable Http http(Section in) {
        var listen = in.address("listen", null);
        var published = in.address("published", listen);
        var tls = in.flag("tls", true);
        var origins = in.texts("origins");
        var limits = httpLimits(in.section("limits"));
        in.end();
        if (limits == null) return null;
        return in.build(() ->
                new NodeConfig.Http(new NodeConfig.Listen(listen, published), tls, new HashSet<>(origins), limits));
    }

    private @Nullable HttpLimits httpLimits(Section in) {
        var connections = connections(in.section("connections"));
        var requests = requests(in.section("requests"));
        var inFlight = inFlight(in.section("in_flight"));
        in.end();
        if (connections == null || requests == null || inFlight == null) return null;
        return in.build(() -> new HttpLimits(connections, requests, inFlight));
    }

    private @Nullable Connections connections(Section in) {
        var base = Connections.DEFAULT;
        var total = in.count("total", base.total());
        var perAddress = in.count("per_address", Math.min(total, base.perAddress()));
        var handshake = in.duration("handshake", base.handshake());
        var idle = in.duration("idle", base.idle());
        in.end();
        return in.build(() -> new Connections(total, perAddress, handshake, idle));
    }

    private @Nullable Requests requests(Section in) {
        var base = Requests.DEFAULT;
        var body = in.size("body_bytes", base.bodyBytes());
        var header = in.size("header_bytes", base.headerBytes());
        var streams = in.count("streams", base.streams());
        var deadline = in.duration("deadline", base.deadline());
        in.end();
        return in.build(() -> new Requests(Math.toIntExact(body), Math.toIntExact(header), streams, deadline));
    }

    private @Nullable InFlight inFlight(Section in) {
        var base = InFlight.DEFAULT;
        var total = share(in.section("total"), base.total());
        var perAddress = share(in.section("per_address"), least(base.perAddress(), total));
        var perCaller = share(in.section("per_caller"), least(base.perCaller(), total));
        var reserved = in.count("reserved", total == null ? 0 : Math.min(base.reserved(), total.count() / 10));
        in.end();
        if (total == null || perAddress == null || perCaller == null) return null;
        return in.build(() -> new InFlight(total, perAddress, perCaller, reserved));
    }

    /** A default that fits where the total is set lower than usual. */
    private static Share least(Share base, @Nullable Share total) {
        return total == null
                ? base
                : new Share(Math.min(base.count(), total.count()), Math.min(base.bytes(), total.bytes()));
    }

    private @Nullable Share share(Section in, Share base) {
        var count = in.count("count", base.count());
        var bytes = in.size("bytes", base.bytes());
        in.end();
        return in.build(() -> new Share(count, bytes));
    }

    private NodeConfig.@Nullable Network network(Section in) {
        var starts = in.has("genesis");
        if (starts == in.has("join")) {
            in.wrong("either genesis (this node makes the network) or join (it asks others) is named, and not both");
            return null;
        }
        if (starts && in.has("id")) {
            in.wrong("id is only for a node that joins: a new network has no id before it has a genesis entry");
            return null;
        }
        var genesis = starts ? in.text("genesis", null) : "";
        var targets = starts ? List.<String>of() : in.texts("join");
        var id = starts ? "" : in.text("id", null);
        in.end();
        return in.build(() -> starts
                ? new NodeConfig.Network.Start(path(genesis))
                : new NodeConfig.Network.Join(
                        targets.stream().map(Address::parse).toList(), networkId(id)));
    }

    private static Digest networkId(String hex) {
        try {
            return Digest.ofHex(hex);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("id is the digest of the genesis entry: 64 hex digits", e);
        }
    }

    private NodeConfig.@Nullable Ledger ledger(Section in) {
        var base = NodeConfig.Ledger.DEFAULT;
        var batchTransactions = in.count("batch_transactions", base.batchTransactions());
        var batchBytes = in.size("batch_bytes", base.batchBytes());
        var transactionBytes = in.size("transaction_bytes", Math.min(base.transactionBytes(), batchBytes));
        var outboxBatches = in.count("outbox_batches", base.outboxBatches());
        var queued = in.count("queued_submissions", base.queuedSubmissions());
        var chunkBytes = in.size("chunk_bytes", base.chunkBytes());
        var freeDisk = in.size("free_disk_bytes", base.freeDiskBytes());
        var freeHeap = in.size("free_heap_bytes", base.freeHeapBytes());
        var joining = in.duration("joining_patience", base.joiningPatience());
        in.end();
        return in.build(() -> new NodeConfig.Ledger(
                batchTransactions,
                Math.toIntExact(batchBytes),
                Math.toIntExact(transactionBytes),
                outboxBatches,
                queued,
                chunkBytes,
                freeDisk,
                freeHeap,
                joining));
    }

    private Path path(String text) {
        var path = Path.of(text);
        return (folder == null ? path : folder.resolve(path)).normalize();
    }
}
