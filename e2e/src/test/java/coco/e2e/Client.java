package coco.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code coco} command in a process of its own: all it knows is the files it is given. */
final class Client {
    private Client() {}

    record Result(int status, String output) {
        boolean isOk() {
            return status == 0;
        }
    }

    static Result run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "coco.client.Main"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Any command that ends by itself; its output and its errors in one. */
    static Result run(List<String> command) throws IOException, InterruptedException {
        return run(command, Map.of());
    }

    /** @param environment beside what this process has */
    static Result run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(Until.LONG.toSeconds(), TimeUnit.SECONDS))
                throw new AssertionError("coco does not end");
            return new Result(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
