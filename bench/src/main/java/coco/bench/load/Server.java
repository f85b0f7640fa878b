package coco.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process to be measured: started here, and ended with this process at the latest. Owner: the command. */
final class Server implements AutoCloseable {
    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(180);
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long END_SECONDS = 30;

    private final Process process;
    private final Path log;
    private final Thread hook;

    private Server(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(this::end);
    }

    /**
     * Starts it and waits until it says that it serves.
     *
     * @param ready how that line begins
     */
    static Server start(List<String> command, Path log, String ready) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var server = new Server(process, log);
        Runtime.getRuntime().addShutdownHook(server.hook);
        server.await(ready);
        return server;
    }

    private void await(String ready) throws IOException {
        var end = System.nanoTime() + START_NANOS_MAX;
        while (System.nanoTime() - end < 0) {
            if (Files.readString(log).lines().anyMatch(line -> line.startsWith(ready))) return;
            if (!process.isAlive()) break;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        var said = Files.readString(log);
        end();
        throw new IOException("a server does not start: " + said);
    }

    long pid() {
        return process.pid();
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException _) {
            // Whoever is in a hurry gets it at once.
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
