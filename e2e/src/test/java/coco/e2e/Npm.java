package coco.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs for Node.js in {@code src/test/ethers}, with the packages that their lock file names. */
final class Npm {
    private static final Path FOLDER = Home.tree().resolve("e2e/src/test/ethers");
    private static final int NODE_MIN = 18;

    private Npm() {}

    /**
     * Gets the packages, once for each state of the lock file. Without Node.js the test is skipped, with a line that says what to
     * install; where {@code CI} is {@code true}, it fails.
     */
    static Path ready() throws IOException, InterruptedException {
        var missing = missing();
        if (!missing.isEmpty() && "true".equals(System.getenv("CI"))) throw new AssertionError(missing);
        assumeTrue(missing.isEmpty(), missing);
        var lockFile = FOLDER.resolve("package-lock.json");
        var installed = FOLDER.resolve("node_modules/.package-lock.json");
        var mutex = Files.createDirectories(Home.tree().resolve("e2e/target")).resolve("npm.lock");
        try (var channel = FileChannel.open(mutex, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !isNewer(installed, lockFile)) {
                var result = Client.run(List.of("npm", "ci", "--prefix", FOLDER.toString()));
                if (!result.isOk()) throw new AssertionError("npm ci: " + result.output());
            }
        }
        return FOLDER;
    }

    private static boolean isNewer(Path file, Path than) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) >= 0;
    }

    /** What has to be installed by hand; empty where nothing has. */
    private static String missing() throws IOException, InterruptedException {
        var install = "needs Node.js " + NODE_MIN + " or newer with npm (Debian: apt install nodejs npm)";
        if (!isOnPath("node") || !isOnPath("npm")) return install;
        var version = Client.run(List.of("node", "--version")).output().strip();
        var major = version.replaceFirst("^v(\\d+)\\..*$", "$1");
        return major.matches("\\d+") && Integer.parseInt(major) >= NODE_MIN ? "" : install + ", found " + version;
    }

    private static boolean isOnPath(String program) {
        for (var folder : System.getenv("PATH").split(File.pathSeparator, -1))
            if (Files.isExecutable(Path.of(folder, program))) return true;
        return false;
    }

    /** Runs a script of the folder. */
    static Client.Result run(Map<String, String> environment, String script, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.addAll(List.of("node", ready().resolve(script).toString()));
        command.addAll(List.of(arguments));
        return Client.run(command, environment);
    }
}
