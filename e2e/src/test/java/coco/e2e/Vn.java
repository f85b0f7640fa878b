package coco.e2e;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One node: its folders, its addresses, and its process while there is one. Owner: the test that uses it. */
final class Vn implements AutoCloseable {
    private static final String READY = "ready ";
    private static final int STOPPED_BY_SIGTERM = 143;

    /** Where a node listens, and the ports at which other nodes find it. */
    record Addresses(String host, int http, int peer, int raft, int publishedPeer, int publishedRaft) {
        String peerAddress() {
            return host + ":" + publishedPeer;
        }
    }

    private final String name;
    private final Path folder;
    private final Home home;
    private final Addresses addresses;
    private final List<String> wrapper;
    private @Nullable Process process;
    private int starts;

    /** @param wrapper what the command is put behind, such as a program that enters a network namespace; may be empty */
    Vn(String name, Path folder, Home home, Addresses addresses, List<String> wrapper) throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.home = home;
        this.addresses = addresses;
        this.wrapper = List.copyOf(wrapper);
        Files.createDirectories(folder.resolve("tmp"));
    }

    String name() {
        return name;
    }

    Home home() {
        return home;
    }

    Addresses addresses() {
        return addresses;
    }

    /** Everything the node leaves on this machine is below it. */
    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path ledger() {
        return data().resolve("ledger");
    }

    Path configFile() {
        return folder.resolve("node.json");
    }

    Path logFile() {
        return folder.resolve("node.log");
    }

    String log() throws IOException {
        return Files.exists(logFile()) ? Files.readString(logFile()) : "";
    }

    Api api(HttpClient client, String scheme) {
        return new Api(client, scheme + "://" + addresses.host() + ":" + addresses.http());
    }

    /** @param network the {@code network} section */
    void configure(String network, boolean tls) throws IOException {
        Files.writeString(configFile(), """
                {
                  "node": {"name": "%1$s", "data": "data", "seal": "seal"},
                  "peer": {"listen": "%2$s:%4$d", "published": "%2$s:%6$d"},
                  "raft": {"listen": "%2$s:%5$d", "published": "%2$s:%7$d"},
                  "http": {"listen": "%2$s:%3$d", "tls": %8$s},
                  "network": %9$s,
                  "limits": {"chunk_bytes": "32 KB", "free_disk_bytes": "12 MB", "free_heap_bytes": "32 MB"}
                }
                """.formatted(
                        name,
                        addresses.host(),
                        addresses.http(),
                        addresses.peer(),
                        addresses.raft(),
                        addresses.publishedPeer(),
                        addresses.publishedRaft(),
                        tls,
                        network));
    }

    void start() throws IOException {
        if (isRunning()) throw new IllegalStateException(name + " runs");
        process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(logFile().toFile()))
                .start();
        starts++;
    }

    private List<String> command() {
        var command = new ArrayList<>(wrapper);
        command.addAll(home.command(
                folder.resolve("tmp"),
                List.of("coco.node.Main", "run", configFile().toString())));
        return command;
    }

    /** Runs it where it is to end by itself before it serves. */
    Client.Result runToItsEnd() throws IOException, InterruptedException {
        if (isRunning()) throw new IllegalStateException(name + " runs");
        return Client.run(command());
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Waits for the line with which it says that it serves; gives the network's id, which stands in it. */
    String awaitReady() throws IOException, InterruptedException {
        Until.holds(name + " is ready", Until.LONG, () -> readyLines().size() >= starts || !isRunning(), this::end);
        if (readyLines().size() < starts) throw new AssertionError(name + " has ended by itself: " + end());
        return readyLines().getLast().split(" ", -1)[2];
    }

    private List<String> readyLines() throws IOException {
        return log().lines().filter(line -> line.startsWith(READY)).toList();
    }

    /** The end of its log. */
    String end() throws IOException {
        var lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    /** As a power cut does it, but for the disk's cache. */
    void kill() throws InterruptedException {
        running().destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM: what it is doing is finished. */
    void stop() throws IOException, InterruptedException {
        running().destroy();
        var status = awaitEnd();
        if (status != 0 && status != STOPPED_BY_SIGTERM)
            throw new AssertionError(name + " ended with " + status + end());
    }

    /** Waits until it ends by itself. */
    int awaitEnd() throws InterruptedException {
        if (!running().waitFor(Until.LONG.toSeconds(), TimeUnit.SECONDS))
            throw new AssertionError(name + " does not end");
        return running().exitValue();
    }

    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        var kill = new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(running().pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) throw new IOException("kill -" + signal + " failed");
    }

    private Process running() {
        if (process == null) throw new IllegalStateException(name + " was never started");
        return process;
    }

    /** Ends the process whatever state it is in, and waits until it is gone: it may hold ports and namespaces. */
    @Override
    public void close() {
        if (process != null)
            process.destroyForcibly()
                    .onExit()
                    .completeOnTimeout(process, 20, TimeUnit.SECONDS)
                    .join();
    }
}
