package coco.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import coco.ledger.LedgerFile;
import coco.node.config.ConfigException;
import coco.node.config.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that comes back to its ledger: a network of its own in this process, stopped, changed on disk, started again. */
@Timeout(180)
class RestartTest {
    private static final Digest CODE = Digest.sha256(new byte[] {7});

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLedgerThatIsNotThatOfTheSnapshotIsRefusedWithTheEntry() throws Exception {
        var config = prepare();
        var network = runUntilSnapshot(config);
        var again = NodeProcess.start(config, CODE);
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
        var refused = assertThrows(LedgerFile.TamperedException.class, () -> NodeProcess.start(config, CODE));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::toString);
    }

    private Digest runUntilSnapshot(NodeConfig config) throws Exception {
        var node = NodeProcess.start(config, CODE);
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

    private NodeConfig prepare() throws IOException, ConfigException {
        var config = NodeConfig.read(
                Files.writeString(folder.resolve("node.json"), """
                {
                  "node": {"name": "n", "data": "data", "seal": "seal"},
                  "peer": {"listen": "127.0.0.1:%d"}, "raft": {"listen": "127.0.0.1:%d"},
                  "http": {"listen": "127.0.0.1:%d", "tls": false},
                  "network": {"genesis": "genesis.json"},
                  "limits": {"free_disk_bytes": 0, "free_heap_bytes": 0}
                }
                """.formatted(freePort(), freePort(), freePort())));
        var owner = SigningKey.generate(Curve.P256);
        var now = Instant.ofEpochSecond(1_700_000_000);
        var spec = new CertificateSpec(
                "CN=member", List.of(), now, now.plus(Duration.ofDays(9_000)), false, Optional.empty());
        var certificate = spec.selfSigned(owner);
        var member = certificate.fingerprint().toHex();
        var id = NodeProcess.init(config, CODE);
        var peer = config.peer().published().toString();
        var signature = owner.signMessage(GenesisFile.VnListEntry.signed(id, peer, member));
        Files.writeString(folder.resolve("genesis.json"), """
                {
                  "members": ["%s"],
                  "nodes": [{"node": "%s", "peer": "%s", "owner": "%s", "signature": "%s"}],
                  "code_manifest": ["%s"], "tee_manifest": ["software"],
                  "settings": {"allow_software_tee": true, "anonymous": true, "dev": true}
                }
                """.formatted(
                        certificate.pem().replace("\n", "\\n"),
                        id,
                        peer,
                        member,
                        Base64.getEncoder().encodeToString(signature),
                        CODE.toHex()));
        return config;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
