package coco.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Digest;
import coco.ledger.LedgerFile;
import coco.node.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that comes back to its ledger: a network of its own in this process, stopped, changed on disk, started again. */
@Timeout(180)
class RestartTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLedgerThatIsNotThatOfTheSnapshotIsRefusedWithTheEntry() throws Exception {
        var config = TestNetwork.prepare(folder, "data").getFirst();
        var network = runUntilSnapshot(config);
        var again = NodeProcess.start(config, TestNetwork.CODE);
        assertEquals(network, again.network(), "untouched, it comes back");
        again.stop();
        var file = firstFile();
        var bytes = Files.readAllBytes(file);
        // Behind the header of the file and of the first entry: in the middle of the genesis.
        bytes[600] ^= 1;
        assertRefused(config, bytes, file.getFileName() + ", offset 8, seqno 1: ");
        assertRefused(config, new byte[8], "there are no entries");
    }

    private void assertRefused(NodeConfig config, byte[] ledger, String reason) throws IOException {
        Files.write(firstFile(), ledger);
        var refused =
                assertThrows(LedgerFile.TamperedException.class, () -> NodeProcess.start(config, TestNetwork.CODE));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::toString);
    }

    private Digest runUntilSnapshot(NodeConfig config) throws Exception {
        var node = NodeProcess.start(config, TestNetwork.CODE);
        try {
            var network = node.network();
            while (snapshots() == 0) LockSupport.parkNanos(10_000_000);
            return network;
        } finally {
            node.stop();
        }
    }

    private long snapshots() throws IOException {
        try (var files = Files.list(folder.resolve("data/snapshots"))) {
            return files.filter(file -> !file.toString().endsWith(".part")).count();
        }
    }

    private Path firstFile() throws IOException {
        try (var files = Files.list(folder.resolve("data/ledger"))) {
            return files.filter(file -> file.getFileName().toString().matches("ledger_1(-[0-9]+\\.committed)?"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
