package coco.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;

/** Where and with what a measurement was taken, as the head of a table says it. */
final class Machine {
    private Machine() {}

    /** @param home the tree */
    static String describe(Path home) throws IOException {
        return """
                | | |
                |---|---|
                | date | %s |
                | commit | %s |
                | processor | %s, %d cores |
                | memory | %s |
                | system | %s %s |
                | Java | %s, options of `node/jvm.options` |
                """.formatted(
                        date(),
                        commit(home),
                        line(Path.of("/proc/cpuinfo"), "model name"),
                        Runtime.getRuntime().availableProcessors(),
                        line(Path.of("/proc/meminfo"), "MemTotal"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.version"));
    }

    /** When this process began. */
    private static String date() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(instant -> instant.atZone(ZoneOffset.UTC).toLocalDate().toString())
                .orElse("unknown");
    }

    private static String commit(Path home) throws IOException {
        var changed = !said(home, "git", "status", "--porcelain").isEmpty();
        return said(home, "git", "rev-parse", "--short=12", "HEAD") + (changed ? ", and changes" : "");
    }

    private static String said(Path folder, String... command) throws IOException {
        var process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** The value of the first line {@code name : value}. */
    private static String line(Path file, String name) throws IOException {
        if (!Files.exists(file)) return "unknown";
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
