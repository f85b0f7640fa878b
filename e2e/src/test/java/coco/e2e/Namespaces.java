package coco.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Machines of their own, as far as the network goes: Linux network namespaces on one bridge. Pairs of them can be cut from
 * each other while the tests reach all. Needs root and {@code ip}. Owner: the test, which closes it.
 */
final class Namespaces implements Cluster.Machines, AutoCloseable {
    private final String id = Long.toString(ProcessHandle.current().pid() % 100_000);
    private final String subnet = "10.213." + ProcessHandle.current().pid() % 250 + ".";
    private final List<String> names = new ArrayList<>();
    private final int count;
    private int given;

    private Namespaces(int count) {
        this.count = count;
    }

    /** Whether this machine lets such be made: tried out. */
    static boolean arePossible() {
        try (var one = make(1)) {
            return one.count == 1;
        } catch (IOException _) {
            // No such program, or no right to use it.
            return false;
        }
    }

    static Namespaces make(int count) throws IOException {
        var made = new Namespaces(count);
        var whole = false;
        try {
            made.build();
            whole = true;
            return made;
        } finally {
            if (!whole) made.close();
        }
    }

    private void build() throws IOException {
        ip("link", "add", bridge(), "type", "bridge");
        ip("addr", "add", subnet + "254/24", "dev", bridge());
        ip("link", "set", bridge(), "up");
        for (var i = 1; i <= count; i++) {
            var name = "coco" + id + "n" + i;
            ip("netns", "add", name);
            names.add(name);
            ip("link", "add", outer(i), "type", "veth", "peer", "name", "eth0", "netns", name);
            ip("link", "set", outer(i), "master", bridge(), "up");
            ip("-n", name, "addr", "add", subnet + i + "/24", "dev", "eth0");
            ip("-n", name, "link", "set", "eth0", "up");
            ip("-n", name, "link", "set", "lo", "up");
        }
    }

    private String bridge() {
        return "coco" + id + "b";
    }

    private String outer(int i) {
        return "coco" + id + "v" + i;
    }

    @Override
    public Cluster.Machine next() {
        var i = given++ % count;
        return new Cluster.Machine(subnet + (i + 1), List.of("ip", "netns", "exec", names.get(i)));
    }

    @Override
    public boolean isLoopback() {
        return false;
    }

    /** Nothing passes between these two any more, either way. */
    void cut(Vn one, Vn other) throws IOException {
        silence(one, other);
        silence(other, one);
    }

    void join(Vn one, Vn other) throws IOException {
        hear(one, other);
        hear(other, one);
    }

    /** Nothing passes from one to the other any more; the other way all is as before, but for the answers. */
    void silence(Vn from, Vn to) throws IOException {
        route("add", from, to);
    }

    void hear(Vn from, Vn to) throws IOException {
        route("del", from, to);
    }

    private void route(String what, Vn from, Vn to) throws IOException {
        var host = from.addresses().host();
        var name = names.get(Integer.parseInt(host, host.lastIndexOf('.') + 1, host.length(), 10) - 1);
        ip("-n", name, "route", what, "blackhole", to.addresses().host() + "/32");
    }

    private static void ip(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        if (process.isAlive() || process.exitValue() != 0)
            throw new IOException(String.join(" ", command) + ": " + output);
    }

    /** What is there is taken away, whatever of it is missing. */
    @Override
    public void close() {
        // A namespace stays while a process of it ends, and would keep its end of the link.
        for (var i = 1; i <= names.size(); i++) quietly("link", "del", outer(i));
        for (var name : names) quietly("netns", "del", name);
        quietly("link", "del", bridge());
    }

    private static void quietly(String... arguments) {
        try {
            ip(arguments);
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }
}
