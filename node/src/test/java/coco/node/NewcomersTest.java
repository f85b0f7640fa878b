package coco.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coco.attestation.SoftwareTee;
import coco.crypto.Digest;
import coco.ledger.NodeId;
import coco.node.config.NodeConfig;
import coco.node.peer.LeaseTable;
import coco.node.peer.PeerMessage;
import coco.node.peer.PeerNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Nodes that come into a network, and one that is admitted and never comes. */
@Timeout(60)
class NewcomersTest {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whoIsAdmittedAndNeverComesIsRetiredAndOthersMayJoin() throws Exception {
        var configs = TestNetwork.prepare(folder, "first", "ghost", "second");
        var first = NodeProcess.start(configs.getFirst(), TestNetwork.CODE);
        try {
            var ghost = admitOnly(configs.get(1), configs.getFirst(), first.network());
            var joining = TestNetwork.joining(configs.getLast(), configs.getFirst(), first.network());
            var second = NodeProcess.start(joining, TestNetwork.CODE);
            try {
                assertEquals("Retired", status(configs.getFirst(), ghost));
                assertEquals("Trusted", status(configs.getFirst(), second.id()));
                // Two voters: nothing commits at the first without the second, which therefore has a vote.
                while (!status(joining, second.id()).equals("Trusted")) LockSupport.parkNanos(20_000_000);
            } finally {
                second.stop();
            }
        } finally {
            first.stop();
        }
    }

    /** Asks to be admitted as a node does, and goes away with the answer. */
    private static NodeId admitOnly(NodeConfig ghost, NodeConfig at, Digest network) throws Exception {
        var tee = SoftwareTee.open(ghost.node().seal(), TestNetwork.CODE);
        var identity = NodeIdentity.load(ghost.node().data(), tee);
        var service = new PeerService(
                tee,
                identity,
                TestNetwork.CODE,
                ghost.peer().published().toString(),
                ghost.raft().published().toString(),
                ghost.http().address().published().toString());
        var listen = new InetSocketAddress(
                ghost.peer().listen().host(), ghost.peer().listen().port());
        var leases = new LeaseTable(60_000, System::currentTimeMillis);
        try (var peers = new PeerNetwork(listen, identity.privateKey(), identity.x509(), service, service, leases);
                var connection =
                        peers.dial(at.peer().listen().host(), at.peer().listen().port())) {
            var admitted =
                    assertInstanceOf(PeerMessage.Admitted.class, connection.ask(new PeerMessage.Join(), ANSWER_MAX));
            assertEquals(network, admitted.network());
        }
        return identity.id();
    }

    private static String status(NodeConfig at, NodeId node) throws IOException, InterruptedException {
        var uri = URI.create("http://" + at.http().address().published() + "/node/network/nodes/" + node);
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            return JsonMapper.shared().readTree(answer.body()).path("status").asString("");
        }
    }
}
