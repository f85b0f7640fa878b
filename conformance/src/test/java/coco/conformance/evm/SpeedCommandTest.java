package coco.conformance.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SpeedCommandTest {
    /** A contract that adds to a slot: 21,000 gas and what its six opcodes cost. */
    private static final String CASE = """
            {"adds": {
              "env": {"currentNumber": "0x1", "currentTimestamp": "0x1", "currentGasLimit": "0x7fffffffffffffff",
                "currentBaseFee": "0x0", "currentCoinbase": "0x0000000000000000000000000000000000000001"},
              "pre": {
                "0x1111111111111111111111111111111111111111": {"balance": "0xff", "nonce": "0x0", "code": "0x", "storage": {}},
                "0x2222222222222222222222222222222222222222": {"balance": "0x0", "nonce": "0x1", "code": "0x60015f54015f55",
                  "storage": {"0x00": "0x02"}}},
              "transaction": [{"sender": "0x1111111111111111111111111111111111111111",
                "to": "0x2222222222222222222222222222222222222222", "gasLimit": "0x30d40", "gasPrice": "0x0",
                "nonce": "0x0", "value": "0x0", "data": "0x"}]}}
            """;

    private static final int GAS = 21_000 + 3 + 2 + 2_100 + 3 + 2 + 2_900;

    @TempDir
    private Path folder = Path.of("");

    private Path test = Path.of("");
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void writeCase() throws IOException {
        test = Files.writeString(folder.resolve("case.json"), CASE);
    }

    @Test
    void measuresBothTiersAndAPeerInOneTable() throws IOException {
        // The peer looks at the case: it answers only where the slot is written out whole.
        var peer = program("peer.sh", "grep -q '\"0x" + "0".repeat(63) + "2\"' \"$1\" && echo " + GAS + " 1000000");
        assertEquals(0, run("--seconds", "0.01", "--warm", "0", "--peer", "other=" + peer, test.toString()));
        assertTrue(
                said.toString().lines().anyMatch(line -> line.matches("adds +" + GAS + " .*1000000 .*")),
                said::toString);
        assertTrue(said.toString().contains("other takes "), said::toString);
    }

    @Test
    void saysWhereAPeerUsesAnotherGas() throws IOException {
        var peer = program("peer.sh", "echo 21000 1000");
        assertEquals(0, run("--seconds", "0.01", "--warm", "0", "--peer", "other=" + peer, test.toString()));
        assertTrue(said.toString().contains("ANOTHER GAS: 21000"), said::toString);
    }

    @Test
    void tellsInTheRowThatAPeerFailedAndGoesOn() throws IOException {
        var failing = program("failing.sh", "exit 3");
        var talking = program("talking.sh", "echo hello");
        var peer = program("peer.sh", "echo " + GAS + " 1000000");
        assertEquals(
                1,
                run(
                        "--seconds",
                        "0.01",
                        "--warm",
                        "0",
                        "--peer",
                        "failing=" + failing,
                        "--peer",
                        "talking=" + talking,
                        "--peer",
                        "other=" + peer,
                        test.toString()));
        assertTrue(
                said.toString().lines().anyMatch(line -> line.matches("adds .* failed +failed +1000000 .*")),
                said::toString);
        assertTrue(said.toString().contains("failing: exit code 3"), said::toString);
        assertTrue(said.toString().contains("talking: said \"hello\""), said::toString);
        assertTrue(said.toString().contains("other takes "), said::toString);
    }

    @Test
    void takesTheMedianOfTheRounds() throws IOException {
        var counter = folder.resolve("count");
        var peer = program(
                "peer.sh",
                "echo x >> " + counter + "; case $(wc -l < " + counter + ") in 1) echo " + GAS + " 9000000;; 2) echo "
                        + GAS + " 1000000;; *) echo " + GAS + " 5000000;; esac");
        assertEquals(
                0,
                run("--seconds", "0.01", "--warm", "0", "--rounds", "3", "--peer", "other=" + peer, test.toString()));
        assertTrue(said.toString().lines().anyMatch(line -> line.matches("adds .* 5000000 .*")), said::toString);
        assertEquals(CommandLine.ExitCode.USAGE, run("--rounds", "0", test.toString()));
    }

    @Test
    void refusesAPeerThatIsNotThere() {
        assertEquals(CommandLine.ExitCode.USAGE, run("--peer", "other=" + folder.resolve("none"), test.toString()));
    }

    private int run(String... arguments) {
        var out = new PrintWriter(said, true);
        return new CommandLine(new SpeedCommand()).setOut(out).setErr(out).execute(arguments);
    }

    private Path program(String name, String command) throws IOException {
        var program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + command + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
