package coco.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command beside peers that agree, disagree, fail and hang: scripts that print what the real ones print. */
class FuzzCommandTest {
    private static final String AGREES = """
            while read -r file; do
              echo '{"stateRoot": "0x00"}'
              printf '[\\n  {\\n "name": "%s",\\n "pass": true\\n }\\n]\\n' "$(basename "$file" .json)"
            done""";
    private static final String DISAGREES = """
            for file in "$2"/*; do
              printf '{"test":"%s","pass":false,"errorMsg":"another root"}\\n' "$(basename "$file" .json)"
            done""";

    /** As GoogleTest does it: every second test fails, and those that do are listed again. */
    private static final String HALF_AGREES = """
            for file in "$1"/*; do
              name=".$(basename "$file" .json)"
              echo "[ RUN      ] $name"
              case $name in
                *[02468]-*) printf 'runner.cpp:7: Failure\\n  another root\\n[  FAILED  ] %s, where it is (1 ms)\\n' "$name" ;;
                *) echo "[       OK ] $name (0 ms)" ;;
              esac
            done
            echo '[  FAILED  ] .seed-2-Prague'""";

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private Path script(String body) throws IOException {
        var file = Files.createTempFile(
                folder,
                "peer",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    }

    private int run(String... options) {
        var all = new ArrayList<>(
                List.of("--count", "3", "--keep", folder.resolve("kept").toString()));
        all.addAll(List.of(options));
        return new CommandLine(new FuzzCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(errors))
                .setOverwrittenOptionsAllowed(true)
                .execute(all.toArray(String[]::new));
    }

    @Test
    void whatAllAgreeOnIsRecorded() throws IOException {
        var record = folder.resolve("record");
        assertEquals(0, run("--peer", "geth=" + script(AGREES), "--record", record.toString()), errors::toString);
        assertTrue(printed.toString().contains("3 cases, 0 different"), printed::toString);
        assertEquals(3, Files.readAllLines(record).size());
    }

    @Test
    void aPeerThatDisagreesIsHeard() throws IOException {
        var record = folder.resolve("record");
        var agrees = "geth=" + script(AGREES);
        var disagrees = "revm=" + script(DISAGREES);
        assertEquals(1, run("--peer", agrees, "--peer", disagrees, "--record", record.toString()));
        assertTrue(printed.toString().contains("revm: another root"), printed::toString);
        assertTrue(printed.toString().contains("3 cases, 3 different"), printed::toString);
        assertEquals(List.of(), Files.readAllLines(record));
        try (var kept = Files.list(folder.resolve("kept"))) {
            assertEquals(3, kept.count());
        }
    }

    @Test
    void aPeerThatSpeaksAsGoogleTestIsUnderstood() throws IOException {
        assertEquals(1, run("--fork", "Prague", "--peer", "evmone=" + script(HALF_AGREES)), errors::toString);
        assertTrue(printed.toString().contains("evmone: runner.cpp:7: Failure another root"), printed::toString);
        assertTrue(printed.toString().contains("3 cases, 1 different"), printed::toString);
    }

    @Test
    void aPeerIsNotAskedAboutForksThatItDoesNotKnow() throws IOException {
        assertEquals(0, run("--fork", "Osaka", "--peer", "evmone=" + script(HALF_AGREES)), errors::toString);
        assertTrue(printed.toString().contains("3 cases, 0 different"), printed::toString);
    }

    @Test
    void aPeerThatReadsNamesAndSaysALineEachIsUnderstood() throws IOException {
        var peer = "while read -r file; do echo '{\"test\":\"'$(basename \"$file\" .json)'\",\"pass\":true}'; done";
        assertEquals(0, run("--peer", "ethereumjs=" + script(peer)), errors::toString);
        assertTrue(printed.toString().contains("3 cases, 0 different"), printed::toString);
    }

    @Test
    void aPeerThatLeavesATestOutHasNotAgreed() throws IOException {
        assertEquals(1, run("--peer", "geth=" + script("echo cannot read it")));
        assertTrue(errors.toString().contains("geth says nothing of 3 of 3 tests"), errors::toString);
        assertTrue(errors.toString().contains("cannot read it"), errors::toString);
    }

    @Test
    void aPeerThatHangsIsEnded() throws IOException {
        var peer = new Peer(Peer.Kind.GETH, script("exec sleep 600"), Duration.ofMillis(100));
        var thrown = assertThrows(IOException.class, () -> peer.check(folder, List.of("a")));
        assertTrue(String.valueOf(thrown.getMessage()).contains("does not end"), thrown::toString);
    }

    @Test
    void aWrongCallIsRefused() {
        for (var options : List.of(
                List.of("--count", "0"),
                List.of("--minutes", "0"),
                List.of("--fork", "Tomorrow"),
                List.of("--peer", "besu=/bin/true"),
                List.of("--record", "file"))) assertEquals(2, run(options.toArray(String[]::new)), options::toString);
    }
}
