package coco.client.replay;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A network for development on this machine for the time of one command: the sandbox, as a process of its own in a temporary
 * folder. It ends when it is closed, and whenever this process does, since it waits for the end of its standard input.
 */
final class OwnNetwork implements AutoCloseable {
    private static final int NODES = 3;
    private static final int CHAIN_ID = 1;
    /** What the sandbox leaves between a node's ports. */
    private static final int PORTS_APART = 100;

    private static final int PORT_MIN = 15_000;
    private static final int PORT_MAX = 31_000;
    private static final Pattern NODE = Pattern.compile(" *node \\d+ +(http://\\S+).*");
    private static final int STOP_SECONDS = 40;

    private final Path folder;
    private final Process process;
    private final List<URI> nodes = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private OwnNetwork(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Returns when all nodes serve. */
    static OwnNetwork start() throws IOException {
        var home = System.getProperty("coco.home");
        if (home == null)
            throw new IOException("a network of its own needs the coco launcher: started without -Dcoco.home");
        var folder = Files.createTempDirectory("coco-replay-");
        var process = new ProcessBuilder(command(Path.of(home), folder))
                .redirectErrorStream(true)
                .start();
        var network = new OwnNetwork(folder, process);
        Runtime.getRuntime().addShutdownHook(new Thread(network::closeAtExit));
        var begun = false;
        try {
            network.awaitReady();
            begun = true;
            return network;
        } finally {
            if (!begun) network.close();
        }
    }

    private static List<String> command(Path home, Path folder) throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("node").resolve("jvm.options"),
                "-Dcoco.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "coco.node.Main",
                "sandbox",
                "--attached",
                "--quiet",
                "--nodes",
                Integer.toString(NODES),
                "--chain",
                Integer.toString(CHAIN_ID),
                "--data",
                folder.resolve("network").toString(),
                "--port",
                Integer.toString(freePort()));
    }

    /** It prints one address after another, and last how it is stopped. */
    private void awaitReady() throws IOException {
        var said = new ArrayList<String>();
        var lines = process.inputReader(StandardCharsets.UTF_8);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            var node = NODE.matcher(line);
            if (node.matches()) nodes.add(URI.create(node.group(1)));
            if (nodes.size() == NODES) return;
        }
        throw new IOException("no network of its own: " + String.join("; ", said));
    }

    List<URI> nodes() {
        return List.copyOf(nodes);
    }

    private static int freePort() throws IOException {
        var start = PORT_MIN + (int) (ProcessHandle.current().pid() * 37 % (PORT_MAX - PORT_MIN));
        for (var port = start; port < PORT_MAX; port += NODES) if (areFree(port)) return port;
        throw new IOException("no ports are free for a network of its own");
    }

    private static boolean areFree(int first) throws IOException {
        for (var group = 0; group < NODES; group++)
            for (var node = 0; node < NODES; node++) if (!isFree(first + group * PORTS_APART + node)) return false;
        return true;
    }

    private static boolean isFree(int port) throws IOException {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException _) {
            // Somebody else's.
            return false;
        }
    }

    /** Ends the nodes and removes what they left; once. */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) return;
        process.getOutputStream().close();
        var nodesOfIt = process.descendants().toList();
        if (!hasEnded()) {
            nodesOfIt.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private boolean hasEnded() {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** When somebody stops this process before it gets to it. */
    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("coco replay: its own network: " + e.getMessage());
        }
    }
}
