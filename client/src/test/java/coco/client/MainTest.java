package coco.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on the golden ledger and receipts of the kernel's tests. */
class MainTest {
    private static final Path GOLDEN = Path.of("..", "kernel", "src", "test", "golden");

    private final StringWriter out = new StringWriter();

    private int run(Object... arguments) {
        var words = new String[arguments.length];
        for (var i = 0; i < words.length; i++) words[i] = arguments[i].toString();
        var writer = new PrintWriter(out, true);
        return Main.run(writer, writer, words);
    }

    private static Path copy(Path folder) throws IOException {
        var ledger = Files.createDirectory(folder.resolve("ledger"));
        try (var files = Files.list(GOLDEN.resolve("ledger"))) {
            for (var file : files.toList()) Files.copy(file, ledger.resolve(file.getFileName()));
        }
        return ledger;
    }

    @Test
    void aSoundLedgerExitsWithZero() {
        assertEquals(0, run("ledger", "verify", GOLDEN, "--service-cert", GOLDEN.resolve("service_cert.pem")));
        assertTrue(out.toString().contains("proved up to         3.6"), out.toString());
    }

    @Test
    void aChangedLedgerExitsWithOneAndNamesThePlace(@TempDir Path folder) throws IOException {
        var file = copy(folder).resolve("ledger_3-5.committed");
        var bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
        assertEquals(1, run("ledger", "verify", folder));
        assertTrue(out.toString().contains("PROBLEM ledger_3-5.committed, offset 8, seqno 3"), out.toString());
    }

    @Test
    void aMissingFileExitsWithOne(@TempDir Path folder) throws IOException {
        Files.delete(copy(folder).resolve("ledger_3-5.committed"));
        assertEquals(1, run("ledger", "verify", folder));
    }

    @Test
    void whatIsNotThereExitsWithTwo(@TempDir Path folder) {
        assertEquals(2, run("ledger", "verify", folder.resolve("none")));
        assertEquals(2, run("ledger", "verify", folder, "--snapshots", folder.resolve("none")));
        assertEquals(2, run("ledger", "verify"));
    }

    @Test
    void receiptsOfBothKindsAreJudged(@TempDir Path folder) throws IOException {
        var service = GOLDEN.resolve("service_cert.pem");
        var claims = Files.writeString(folder.resolve("claims"), "claim");
        var other = Files.writeString(folder.resolve("other"), "other");
        for (var name : new String[] {"receipt.json", "receipt.cose"}) {
            var receipt = GOLDEN.resolve(name);
            assertEquals(0, run("receipt", "verify", receipt, "--service-cert", service));
            assertEquals(0, run("receipt", "verify", receipt, "--service-cert", service, "--claims", claims));
            assertEquals(1, run("receipt", "verify", receipt, "--service-cert", service, "--claims", other));
            var bytes = Files.readAllBytes(receipt);
            bytes[bytes.length - 5] ^= 1;
            var changed = Files.write(folder.resolve(name), bytes);
            assertEquals(1, run("receipt", "verify", changed, "--service-cert", service));
        }
        assertEquals(2, run("receipt", "verify", folder.resolve("none"), "--service-cert", service));
    }
}
