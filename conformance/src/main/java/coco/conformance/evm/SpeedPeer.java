package coco.conformance.evm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Another machine, as a program on this one: it is called with a case and a number of seconds, and prints gas and
 * nanoseconds of processor time of one execution. Such programs are in {@code bench/peers}.
 */
record SpeedPeer(String name, Path program) {
    private static final Pattern ANSWER = Pattern.compile("(\\d{1,18}) (\\d{1,18})\\s*");

    /** Bytes of the answer that are read. */
    private static final int SAID_MAX = 1000;

    /** How much longer than it was asked for a program may take: it warms up as long as it measures. */
    private static final long PATIENCE_SECONDS = 120;

    /** @throws IllegalArgumentException unless the text is {@code NAME=PROGRAM} and there is such a program */
    static SpeedPeer parse(String text) {
        var equals = text.indexOf('=');
        var program = Path.of(text.substring(equals + 1));
        if (equals < 1 || !Files.isExecutable(program))
            throw new IllegalArgumentException("NAME=PROGRAM is expected, not " + text);
        return new SpeedPeer(text.substring(0, equals), program.toAbsolutePath());
    }

    /** @throws IOException where the program cannot be started */
    Speed measure(Path file, double seconds) throws IOException {
        var process = new ProcessBuilder(program.toString(), file.toString(), Double.toString(seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            var patience = PATIENCE_SECONDS + (long) (3 * seconds);
            if (!process.waitFor(patience, TimeUnit.SECONDS))
                return new Speed.Failed("not done after " + patience + " s");
            var said = new String(process.getInputStream().readNBytes(SAID_MAX), StandardCharsets.UTF_8);
            if (process.exitValue() != 0)
                return new Speed.Failed("exit code " + process.exitValue() + " " + said.strip());
            var answer = ANSWER.matcher(said);
            if (!answer.matches()) return new Speed.Failed("said \"" + said.strip() + "\"");
            return new Speed.Cost(Long.parseLong(answer.group(1)), Double.parseDouble(answer.group(2)), 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
