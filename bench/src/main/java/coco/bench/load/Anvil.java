package coco.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The development chain anvil, for comparison: one process without consensus and without a disk. It is a package of npm's, installed
 * below {@code bench/} when it is first wanted.
 */
final class Anvil {
    /** Account 0 of its mnemonic, the one of eleven times "test" that every development chain has. */
    static final String KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    /** As the sandbox has it: a base fee would make the load, not the client, the subject. */
    private static final List<String> SAME_CHAIN =
            List.of("--chain-id", "1337", "--gas-limit", "1000000000", "--base-fee", "0", "--gas-price", "0");

    private Anvil() {}

    /** @param blockTime seconds from block to block */
    static Server start(Path home, String blockTime, int port, Path log) throws IOException {
        var command = new ArrayList<String>();
        command.add(program(home).toString());
        command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port), "--block-time", blockTime));
        command.addAll(SAME_CHAIN);
        return Server.start(command, log, "Listening on");
    }

    /** The program itself, not npm's wrapper around it: its processor time is to be measured. */
    private static Path program(Path home) throws IOException {
        var folder = home.resolve("bench");
        var packages = folder.resolve("node_modules/@foundry-rs");
        if (!Files.exists(packages)) install(folder);
        try (var platforms = Files.newDirectoryStream(packages, "anvil-*")) {
            for (var platform : platforms) {
                var program = platform.resolve("bin/anvil");
                if (Files.exists(program)) return program;
            }
        }
        throw new IOException("npm has no anvil for this machine");
    }

    private static void install(Path folder) throws IOException {
        var npm = new ProcessBuilder("npm", "ci", "--ignore-scripts")
                .directory(folder.toFile())
                .inheritIO()
                .start();
        if (npm.onExit().join().exitValue() != 0) throw new IOException("npm ci fails in " + folder);
    }
}
