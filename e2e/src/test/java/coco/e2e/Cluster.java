package coco.e2e;

import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.TxId;
import coco.node.NodeProcess;
import coco.node.config.ConfigException;
import coco.node.config.NodeConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A network of nodes on loopback, each a process of its own; the first one made it. All of them end when it is closed, or
 * with the tests' own process. Owner: the test.
 */
final class Cluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern VOTERS = Pattern.compile("voters: ([0-9a-f, ]+)");

    private final Home home;
    private final Path folder;
    private final List<Vn> nodes = new ArrayList<>();
    private final List<Vn> strangers = new ArrayList<>();
    private final List<DelayRelay> relays = new ArrayList<>();
    private final Consortium consortium;
    private final Ports ports = new Ports();
    private final Machines machines;
    private HttpClient http = client().build();
    private String network = Digest.ZERO.toHex();

    /** Where nodes run. */
    interface Machines {
        /** One after the other; more than there are nodes in the network. */
        Machine next();

        /** Nodes on loopback may do without TLS. */
        boolean isLoopback();
    }

    /**
     * @param enter what a command is put behind to run there
     * @param delay how long each byte between nodes is under way to it, beyond what the network takes
     */
    record Machine(String host, List<String> enter, Duration delay) {
        Machine(String host, List<String> enter) {
            this(host, enter, Duration.ZERO);
        }
    }

    /** This machine, where what nodes say to each other is so long under way in each direction. */
    static Machines thisMachine(Duration delay) {
        return new Machines() {
            @Override
            public Machine next() {
                return new Machine(LOOPBACK, List.of(), delay);
            }

            @Override
            public boolean isLoopback() {
                return true;
            }
        };
    }

    private Cluster(Path folder, Machines machines, Consortium consortium) throws IOException {
        this.folder = folder;
        this.consortium = consortium;
        this.machines = machines;
        this.home = Home.make(folder.resolve("home"), "the code");
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** A network of {@code size} nodes that all vote, and a node of other code, not started, that is in the list of nodes. */
    static Cluster start(Path folder, int size) throws IOException, InterruptedException, ConfigException {
        return start(folder, size, new Consortium());
    }

    static Cluster start(Path folder, int size, Consortium consortium)
            throws IOException, InterruptedException, ConfigException {
        return start(folder, size, thisMachine(Duration.ZERO), consortium, UnaryOperator.identity());
    }

    static Cluster start(Path folder, int size, Machines machines)
            throws IOException, InterruptedException, ConfigException {
        return start(folder, size, machines, new Consortium(), UnaryOperator.identity());
    }

    /** @param change what is done to the text of the genesis file */
    static Cluster start(Path folder, int size, UnaryOperator<String> change)
            throws IOException, InterruptedException, ConfigException {
        return start(folder, size, thisMachine(Duration.ZERO), new Consortium(), change);
    }

    private static Cluster start(
            Path folder, int size, Machines machines, Consortium consortium, UnaryOperator<String> change)
            throws IOException, InterruptedException, ConfigException {
        var cluster = new Cluster(folder, machines, consortium);
        var begun = false;
        try {
            cluster.begin(size, change);
            begun = true;
            return cluster;
        } finally {
            if (!begun) cluster.close();
        }
    }

    private void begin(int size, UnaryOperator<String> change)
            throws IOException, InterruptedException, ConfigException {
        for (var i = 1; i <= size; i++) nodes.add(listed("node" + i, home));
        strangers.add(listed("other-code", Home.make(folder.resolve("home2"), "other code")));
        var genesis = folder.resolve("genesis.json");
        Files.writeString(genesis, change.apply(consortium.genesis(home.measurement())));
        var first = nodes.getFirst();
        configure(first, "{\"genesis\": \"" + genesis + "\"}");
        first.start();
        network = first.awaitReady();
        if (!machines.isLoopback())
            http = client().sslContext(Trust.in(first.data().resolve("service_cert.pem")))
                    .build();
        for (var node : nodes.subList(1, size)) {
            configure(node, join());
            node.start();
        }
        for (var node : nodes) node.awaitReady();
        Until.holds("all nodes vote", () -> {
            var said = VOTERS.matcher(nodes.getLast().log()).results().toList();
            return !said.isEmpty() && said.getLast().group(1).split(", ", -1).length == size;
        });
        awaitReady();
    }

    private Vn listed(String name, Home installation) throws IOException, ConfigException {
        var node = node(name, installation);
        configure(node, join());
        var id = NodeProcess.init(NodeConfig.read(node.configFile()), installation.measurement());
        consortium.vouch(id, node.addresses().peerAddress());
        return node;
    }

    private Vn node(String name, Home installation) throws IOException {
        var machine = machines.next();
        var peer = ports.next();
        var raft = ports.next();
        var addresses = new Vn.Addresses(
                machine.host(), ports.next(), peer, raft, published(machine, peer), published(machine, raft));
        return new Vn(name, folder.resolve(name), installation, addresses, machine.enter());
    }

    /** The port where others find the one that the node listens on. */
    private int published(Machine machine, int port) throws IOException {
        if (machine.delay().isZero()) return port;
        var relay = new DelayRelay(machine.host(), ports.next(), port, machine.delay());
        relays.add(relay);
        return relay.port();
    }

    private void configure(Vn node, String section) throws IOException {
        node.configure(section, !machines.isLoopback());
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
    }

    private String join() {
        return "{\"join\": [\"%s\"], \"id\": \"%s\"}"
                .formatted(
                        nodes.isEmpty()
                                ? LOOPBACK + ":1"
                                : nodes.getFirst().addresses().peerAddress(),
                        network);
    }

    /** A node that nobody vouched for, not started. */
    Vn unlisted() throws IOException {
        var node = node("unlisted", home);
        configure(node, join());
        strangers.add(node);
        return node;
    }

    /** A node of other code that its owner vouched for, not started. */
    Vn otherCode() throws IOException {
        var node = strangers.getFirst();
        configure(node, join());
        return node;
    }

    /** The id of the member who owns the nodes. */
    String member() {
        return consortium.member();
    }

    List<Vn> nodes() {
        return List.copyOf(nodes);
    }

    Path folder() {
        return folder;
    }

    Api api(Vn node) {
        return node.api(http, machines.isLoopback() ? "http" : "https");
    }

    /** Whoever leads, as the nodes that run say; waits for an election. */
    Vn leader() throws IOException, InterruptedException {
        var found = new ArrayList<Vn>();
        Until.holds("somebody leads", () -> {
            found.clear();
            for (var node : nodes) if (node.isRunning() && leads(node)) found.add(node);
            return found.size() == 1;
        });
        return found.getFirst();
    }

    private boolean leads(Vn node) throws InterruptedException {
        try {
            return api(node).get("/node/primary").status() == 200;
        } catch (IOException _) {
            // It does not answer: it does not lead so that anybody would notice.
            return false;
        }
    }

    Vn follower() throws IOException, InterruptedException {
        var leader = leader();
        return nodes.stream().filter(node -> node != leader).findFirst().orElseThrow();
    }

    List<Vn> others(Vn node) {
        return nodes.stream().filter(other -> other != node).toList();
    }

    /** Waits until every node that should run serves and knows who leads. */
    void awaitReady() throws IOException, InterruptedException {
        for (var node : nodes)
            Until.holds(node.name() + " is ready", Until.LONG, () -> api(node).isReady(), node::end);
    }

    /** Starts what does not run, and waits until all have the same ledger. */
    void heal() throws IOException, InterruptedException {
        for (var node : nodes) if (!node.isRunning()) node.start();
        awaitReady();
        awaitSame();
    }

    /** Waits until all nodes have accepted the same transactions; gives the last one. */
    TxId awaitSame() throws IOException, InterruptedException {
        var same = new ArrayList<TxId>();
        Until.holds(
                "all nodes have the same last transaction",
                Until.LONG,
                () -> {
                    same.clear();
                    for (var node : nodes)
                        last(node).filter(tx -> !same.contains(tx)).ifPresent(same::add);
                    return same.size() == 1;
                },
                same::toString);
        return same.getFirst();
    }

    private Optional<TxId> last(Vn node) throws InterruptedException {
        try {
            var id = api(node).get("/app/commit").json().path("transaction_id").asString("");
            return Optional.of(TxId.parse(id));
        } catch (IOException | MalformedException e) {
            throw new AssertionError(node.name() + " does not say how far it is", e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(Vn::close);
        strangers.forEach(Vn::close);
        relays.forEach(DelayRelay::close);
    }

    /** Ports that are free now, each given once. Below those the kernel gives to outgoing connections while a node is down. */
    private static final class Ports {
        private static final int MIN = 15_000;
        private static final int MAX = 32_000;
        private int next = (int) (MIN + ProcessHandle.current().pid() * 31 % (MAX - MIN));

        int next() throws IOException {
            for (var tries = 0; tries < 1_000; tries++) {
                next = next + 1 < MAX ? next + 1 : MIN;
                if (isFree(next)) return next;
            }
            throw new IOException("no port is free");
        }

        private static boolean isFree(int port) throws IOException {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.isBound();
            } catch (BindException _) {
                // Somebody else's.
                return false;
            }
        }
    }
}
