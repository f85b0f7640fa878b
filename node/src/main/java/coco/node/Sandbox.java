package coco.node;

import coco.attestation.SoftwareTee;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.SigningKey;
import coco.ledger.NodeId;
import coco.node.config.ConfigException;
import coco.node.config.NodeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A network on this machine, to try things: it makes the members' keys, the nodes' identities, the genesis and the
 * configuration files, starts each node
 * as a process of its own, and shows what goes on until it is stopped.
 */
final class Sandbox {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HOST = "127.0.0.1";
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final int PORTS_APART = 100;

    private final Options options;
    private final Digest measurement;
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** What the command line asks for. */
    record Options(int nodes, Path data, boolean fresh, int port, int chain, boolean quiet, boolean attached) {
        static Options parse(String[] args) {
            var nodes = 3;
            var data = Path.of("build", "sandbox");
            var fresh = false;
            var port = 8545;
            var chain = SandboxEthereum.CHAIN_ID;
            var quiet = false;
            var attached = false;
            for (var i = 1; i < args.length; i++) {
                switch (args[i]) {
                    case "--nodes" -> nodes = number(args, ++i, 1, 7);
                    case "--port" -> port = number(args, ++i, 1024, 60_000);
                    case "--data" -> data = Path.of(argument(args, ++i));
                    case "--fresh" -> fresh = true;
                    case "--chain" -> chain = number(args, ++i, 1, 999_999);
                    case "--quiet" -> quiet = true;
                    case "--attached" -> attached = true;
                    default ->
                        throw new IllegalArgumentException("sandbox knows --nodes N, --data FOLDER, --port N, "
                                + "--chain ID, --fresh, --quiet and --attached, not " + args[i]);
                }
            }
            return new Options(nodes, data.toAbsolutePath(), fresh, port, chain, quiet, attached);
        }

        private static String argument(String[] args, int at) {
            if (at >= args.length) throw new IllegalArgumentException(args[at - 1] + " wants a value");
            return args[at];
        }

        private static int number(String[] args, int at, int low, int high) {
            var text = argument(args, at);
            if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < low || Integer.parseInt(text) > high) {
                throw new IllegalArgumentException(args[at - 1] + " is a number from " + low + " to " + high);
            }
            return Integer.parseInt(text);
        }
    }

    private Sandbox(Options options, Digest measurement) {
        this.options = options;
        this.measurement = measurement;
    }

    static int launch(String[] args) throws InterruptedException {
        try {
            var sandbox = new Sandbox(Options.parse(args), Main.measurement());
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::stop));
            if (sandbox.options.attached()) Thread.ofPlatform().daemon().start(Sandbox::endWithInput);
            sandbox.run();
            return 0;
        } catch (IOException | MalformedException | ConfigException | IllegalArgumentException e) {
            System.err.println("coco sandbox: " + e.getMessage());
            return 2;
        }
    }

    /** Whoever started it holds the other end: with that process the sandbox ends too, however it goes. */
    private static void endWithInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("coco sandbox: standard input: " + e.getMessage());
        }
        System.exit(0);
    }

    private void run() throws IOException, MalformedException, ConfigException, InterruptedException {
        if (options.fresh()) delete(options.data());
        var known = Files.exists(options.data().resolve("network.id"));
        if (!known) prepare();
        System.out.println(SoftwareTee.WARNING);
        start(1);
        var network = known ? Files.readString(options.data().resolve("network.id")) : awaitReady(1);
        if (!known) {
            for (var i = 2; i <= options.nodes(); i++) writeConfig(i, network);
            Files.writeString(options.data().resolve("network.id"), network);
        }
        for (var i = 2; i <= options.nodes(); i++) {
            start(i);
            if (!known) awaitReady(i);
        }
        if (known) for (var i = 1; i <= options.nodes(); i++) awaitReady(i);
        awaitVoters();
        announce();
        watch();
    }

    // ---- preparation

    private void prepare() throws IOException, MalformedException, ConfigException {
        Files.createDirectories(options.data());
        var memberKey = SigningKey.generate(Curve.P256);
        var member = certificate("CN=sandbox member", memberKey);
        var userKey = SigningKey.generate(Curve.P256);
        var user = certificate("CN=sandbox user", userKey);
        save("member", memberKey, member);
        save("user", userKey, user);
        var genesis = JSON.createObjectNode();
        genesis.putArray("members").add(member.pem());
        genesis.putArray("users").add(user.pem());
        var nodes = genesis.putArray("nodes");
        for (var i = 1; i <= options.nodes(); i++) {
            writeConfig(i, Digest.ZERO.toHex());
            var id = NodeProcess.init(NodeConfig.read(configFile(i)), measurement);
            nodes.add(entry(id, HOST + ":" + peerPort(i), memberKey, member));
        }
        genesis.putArray("code_manifest").add(measurement.toHex());
        genesis.putArray("tee_manifest").add(SoftwareTee.KIND);
        genesis.putObject("settings")
                .put("allow_software_tee", true)
                .put("anonymous", true)
                .put("dev", true);
        genesis.set("ethereum", SandboxEthereum.section(options.chain()));
        Files.writeString(options.data().resolve("genesis.json"), genesis.toPrettyString());
    }

    private static ObjectNode entry(NodeId id, String address, SigningKey owner, Certificate certificate) {
        var ownerId = certificate.fingerprint().toHex();
        var signature = owner.signMessage(GenesisFile.VnListEntry.signed(id, address, ownerId));
        return JSON.createObjectNode()
                .put("node", id.toString())
                .put("peer", address)
                .put("owner", ownerId)
                .put("signature", Base64.getEncoder().encodeToString(signature));
    }

    private static Certificate certificate(String subject, SigningKey key) {
        var now = Instant.now();
        return new CertificateSpec(
                        subject,
                        List.of(),
                        now.minusSeconds(3600),
                        now.plus(Duration.ofDays(3650)),
                        false,
                        Optional.empty())
                .selfSigned(key);
    }

    private void save(String name, SigningKey key, Certificate certificate) throws IOException {
        Files.writeString(options.data().resolve(name + "_cert.pem"), certificate.pem());
        try (var pkcs8 = key.toPkcs8()) {
            var pem = pkcs8.reveal(bytes -> "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                    + "\n-----END PRIVATE KEY-----\n");
            Files.writeString(options.data().resolve(name + "_privk.pem"), pem);
        }
    }

    private void writeConfig(int node, String network) throws IOException {
        var config = JSON.createObjectNode();
        config.putObject("node")
                .put("name", "node" + node)
                .put("data", folder(node).toString())
                .put("seal", options.data().resolve("seal" + node).toString());
        config.putObject("peer").put("listen", HOST + ":" + peerPort(node));
        config.putObject("raft").put("listen", HOST + ":" + raftPort(node));
        var httpSection = config.putObject("http")
                .put("listen", HOST + ":" + httpPort(node))
                .put("tls", false);
        httpSection.putArray("origins").add("*");
        if (node == 1) {
            config.putObject("network")
                    .put("genesis", options.data().resolve("genesis.json").toString());
        } else {
            var join = config.putObject("network").put("id", network);
            join.putArray("join").add(HOST + ":" + peerPort(1));
        }
        Files.writeString(configFile(node), config.toPrettyString());
    }

    private Path configFile(int node) {
        return options.data().resolve("node" + node + ".json");
    }

    private Path folder(int node) {
        return options.data().resolve("node" + node);
    }

    private int httpPort(int node) {
        return options.port() + node - 1;
    }

    private int peerPort(int node) {
        return options.port() + PORTS_APART + node - 1;
    }

    private int raftPort(int node) {
        return options.port() + 2 * PORTS_APART + node - 1;
    }

    // ---- processes

    private void start(int node) throws IOException {
        var home = System.getProperty("coco.home");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of(home, "node", "jvm.options"));
        command.add("-Xmx" + heapMegabytes() + "m");
        // Three nodes share this machine: the collector that does the least work.
        command.add("-XX:+UseParallelGC");
        command.add("-Dcoco.home=" + home);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                configFile(node).toString()));
        var builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectOutput(logFile(node).toFile());
        processes.add(builder.start());
    }

    /** All nodes together get what would be this process's by default, a quarter of the memory, and half as much again. */
    private long heapMegabytes() {
        return Runtime.getRuntime().maxMemory() * 3 / 2 / options.nodes() >> 20;
    }

    private Path logFile(int node) {
        return options.data().resolve("node" + node + ".log");
    }

    /** Waits for the line with which a node says that it serves; the network's id stands in it. */
    private String awaitReady(int node) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            for (var line : Files.readAllLines(logFile(node), StandardCharsets.UTF_8)) {
                if (line.startsWith("ready ")) return line.split(" ", -1)[2];
            }
            var process = processes.get(node - 1);
            if (!process.isAlive()) {
                throw new IOException(
                        "node " + node + " ended with " + process.exitValue() + "; its log: " + logFile(node));
            }
            pause(100);
        }
        throw new IOException("node " + node + " is not ready in time; its log: " + logFile(node));
    }

    private void awaitVoters() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            var voters = get("/node/consensus").map(json -> json.path("details")
                    .path("configs")
                    .path(0)
                    .path("nodes")
                    .size());
            if (voters.orElse(0) >= options.nodes()) return;
            pause(100);
        }
        throw new IOException("not all nodes vote in time; logs in " + options.data());
    }

    private Optional<tools.jackson.databind.JsonNode> get(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + httpPort(1) + path))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(JSON.readTree(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private void announce() {
        System.out.println("ready: a network of " + options.nodes() + " nodes");
        for (var i = 1; i <= options.nodes(); i++) {
            System.out.println("  node " + i + "   http://" + HOST + ":" + httpPort(i) + "   log " + logFile(i));
        }
        System.out.println("  data     " + options.data());
        SandboxEthereum.announce("http://" + HOST + ":" + httpPort(1), options.chain());
        System.out.println(
                "  records  curl -X PUT --data hello http://" + HOST + ":" + httpPort(1) + "/app/records/greeting");
        System.out.println("  stop     Ctrl-C");
    }

    /** One line that tells what goes on, until the sandbox is stopped. */
    private void watch() throws IOException, InterruptedException {
        var line = new LiveLine();
        while (processes.stream().allMatch(Process::isAlive)) {
            pause(1_000);
            if (options.quiet()) continue;
            var metrics = text("/metrics");
            if (metrics != null) System.out.print("\r" + line.next(metrics));
        }
        throw new IOException("a node has ended; logs in " + options.data());
    }

    private @Nullable String text(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + httpPort(1) + path))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                return String.join("\n", reader.lines().toList());
            }
        } catch (IOException e) {
            return null;
        }
    }

    private void stop() {
        for (var process : processes) process.destroy();
        for (var process : processes) {
            try {
                if (!process.waitFor(15, TimeUnit.SECONDS)) process.destroyForcibly();
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
