package coco.node;

import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import coco.node.config.ConfigException;
import coco.node.config.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Configurations of a network in this process: the first node starts it by a genesis that lists all, the others may join. */
final class TestNetwork {
    static final Digest CODE = Digest.sha256(new byte[] {7});

    private TestNetwork() {}

    /**
     * Writes the files and makes each node's identity.
     *
     * @param names of the nodes, which are the names of their data folders too
     * @return the first node's configuration; the others' are made by {@link #joining} once the network has an id
     */
    static List<NodeConfig> prepare(Path folder, String... names) throws IOException, ConfigException {
        var member = SigningKey.generate(Curve.P256);
        var now = Instant.ofEpochSecond(1_700_000_000);
        var spec = new CertificateSpec(
                "CN=member", List.of(), now, now.plus(Duration.ofDays(9_000)), false, Optional.empty());
        var certificate = spec.selfSigned(member);
        var owner = certificate.fingerprint().toHex();
        var configs = new ArrayList<NodeConfig>();
        var nodes = new ArrayList<String>();
        for (var name : names) {
            var config = config(folder, name, "{\"genesis\": \"genesis.json\"}");
            configs.add(config);
            var id = NodeProcess.init(config, CODE);
            var peer = config.peer().published().toString();
            var signature = member.signMessage(GenesisFile.VnListEntry.signed(id, peer, owner));
            nodes.add("{\"node\": \"%s\", \"peer\": \"%s\", \"owner\": \"%s\", \"signature\": \"%s\"}"
                    .formatted(id, peer, owner, Base64.getEncoder().encodeToString(signature)));
        }
        Files.writeString(folder.resolve("genesis.json"), """
                {
                  "members": ["%s"],
                  "nodes": [%s],
                  "code_manifest": ["%s"], "tee_manifest": ["software"],
                  "settings": {"allow_software_tee": true, "anonymous": true, "dev": true}
                }
                """.formatted(
                        certificate.pem().replace("\n", "\\n"), String.join(", ", nodes), CODE.toHex()));
        return configs;
    }

    /** The node again, which joins {@code network} at {@code first} instead of making one. */
    static NodeConfig joining(NodeConfig node, NodeConfig first, Digest network) {
        var join = new NodeConfig.Network.Join(List.of(first.peer().published()), network);
        return new NodeConfig(node.node(), node.peer(), node.raft(), node.http(), join, node.limits());
    }

    private static NodeConfig config(Path folder, String name, String network) throws IOException, ConfigException {
        return NodeConfig.read(Files.writeString(folder.resolve(name + ".json"), """
                {
                  "node": {"name": "%s", "data": "%s", "seal": "seal-%s"},
                  "peer": {"listen": "127.0.0.1:%d"}, "raft": {"listen": "127.0.0.1:%d"},
                  "http": {"listen": "127.0.0.1:%d", "tls": false},
                  "network": %s,
                  "limits": {"free_disk_bytes": 0, "free_heap_bytes": 0, "joining_patience": "1 s"}
                }
                """.formatted(
                        name, name, name, freePort(), freePort(), freePort(), network)));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
