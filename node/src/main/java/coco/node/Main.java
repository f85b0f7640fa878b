package coco.node;

import coco.attestation.Installation;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.LedgerFile;
import coco.node.config.ConfigException;
import coco.node.config.NodeConfig;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** {@code coco node run CONFIG} runs a node; {@code coco node init CONFIG} makes its identity and prints what the list of nodes needs. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && args[0].equals("sandbox")) {
            System.exit(Sandbox.launch(args));
        }
        if (args.length != 2 || !(args[0].equals("run") || args[0].equals("init"))) {
            System.err.println("usage: coco node run CONFIG | coco node init CONFIG");
            System.exit(2);
        }
        System.exit(args[0].equals("init") ? init(Path.of(args[1])) : run(Path.of(args[1])));
    }

    private static int init(Path file) {
        try {
            var config = NodeConfig.read(file);
            System.out.println(NodeProcess.init(config, measurement()));
            return 0;
        } catch (IOException | ConfigException e) {
            System.err.println("coco node: " + text(e));
            return 2;
        }
    }

    private static int run(Path file) throws InterruptedException {
        try {
            var node = NodeProcess.start(NodeConfig.read(file), measurement());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    node.stop();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            System.out.println("ready " + node.id() + " " + node.network());
            var reason = node.await();
            if (reason == null) return 0;
            System.err.println("coco node: " + reason);
            return 1;
        } catch (IOException | ConfigException | MalformedException | LedgerFile.TamperedException e) {
            LoggerFactory.getLogger(Main.class).error("the node does not start", e);
            System.err.println("coco node: " + text(e));
            return 2;
        }
    }

    /** Such an exception says nothing but the name of the file. */
    private static String text(Throwable problem) {
        return problem instanceof NoSuchFileException missing
                ? "no such file: " + missing.getFile()
                : String.valueOf(problem.getMessage());
    }

    /** The measurement of the code that runs, from the files it was started from. */
    static Digest measurement() throws IOException {
        var home = System.getProperty("coco.home");
        if (home == null) throw new IOException("started without -Dcoco.home: start nodes by the coco launcher");
        var root = Path.of(home);
        var libraries =
                root.resolve("build/lib").toFile().isDirectory() ? root.resolve("build/lib") : root.resolve("lib");
        var measured = new Installation(
                libraries,
                Path.of(System.getProperty("java.home")),
                root.resolve("coco"),
                root.resolve("node/jvm.options"));
        return measured.measure().digest();
    }
}
