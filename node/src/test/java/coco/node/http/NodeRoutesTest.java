package coco.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.node.metrics.Meters;
import coco.replica.Views;
import coco.spi.Caller;
import coco.spi.Development;
import coco.spi.Rejection;
import coco.spi.Route;
import coco.store.Version;
import coco.store.WriteSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NodeRoutesTest {
    private static final NodeId SELF = new NodeId(Digest.sha256(Bytes.ofUtf8("self")));
    private static final NodeId OTHER = new NodeId(Digest.sha256(Bytes.ofUtf8("other")));

    private final Told told = new Told();
    private final RouteTable routes;

    NodeRoutesTest() {
        var all = new ArrayList<>(NodeRoutes.of(told, new Meters()));
        all.addAll(LedgerRoutes.of(told));
        routes = new RouteTable(Published.open(all));
    }

    /** A node that says what the test wants: the chain has views 2 (from 1) and 5 (from 10), and 20 entries. */
    private static final class Told implements NodeStatus {
        @Nullable
        NodeId primary = SELF;

        @Nullable
        Rejection shortage;

        State state = State.PART_OF_NETWORK;
        boolean protects;
        Receipt receipt = new Receipt.NotYet();
        String service = "Open";
        boolean dev;

        @Override
        public Now now() {
            return new Now(state, store(), TxId.of(5, 20), new Seqno(22), new View(5), primary, shortage, false);
        }

        @Override
        public Now after(Seqno seen, Duration limit) {
            var now = now();
            var reached = now.accepted().seqno().compareTo(seen) > 0;
            return reached
                    ? now
                    : new Now(state, store(), TxId.of(5, 30), new Seqno(30), new View(5), primary, shortage, false);
        }

        private Version store() {
            var writes = WriteSet.builder()
                    .put(
                            NodeTables.SERVICE,
                            Bytes.of(new byte[8]),
                            Bytes.ofUtf8("{\"status\":\"" + service + "\",\"cert\":\"PEM\",\"recovery_count\":1}"))
                    .put(NodeTables.CONFIGURATION, Bytes.of(new byte[8]), Bytes.ofUtf8("{\"recovery_threshold\":2}"));
            for (var setting : List.of("dev", "allow_software_tee"))
                if (dev) writes.put(Development.SETTINGS, Bytes.ofUtf8(setting), Bytes.ofUtf8("true"));
            node(writes, SELF, "a.example:8000");
            node(writes, OTHER, "b.example:8001");
            return Version.EMPTY.with(7, writes.build());
        }

        private static void node(WriteSet.Builder writes, NodeId id, String address) {
            var json = "{\"status\":\"Trusted\",\"rpc_interfaces\":{\"http\":{\"published_address\":\"" + address
                    + "\"}}}";
            writes.put(NodeTables.NODES, Bytes.ofUtf8(id.toString()), Bytes.ofUtf8(json));
        }

        @Override
        public About about() {
            return new About(SELF, Seqno.ZERO, protects ? "AMD SEV-SNP" : About.SOFTWARE_TEE, protects, "0.1");
        }

        @Override
        public Views.Status status(TxId txId) {
            if (txId.seqno().value() > 20) return txId.view().value() < 5 ? Views.Status.INVALID : Views.Status.OPEN;
            var view = txId.seqno().value() >= 10 ? 5 : 2;
            return txId.view().value() == view ? Views.Status.COMMITTED : Views.Status.INVALID;
        }

        @Override
        public SortedMap<View, Seqno> viewHistory() {
            var history = new TreeMap<View, Seqno>(Comparator.comparingLong(View::value));
            history.put(new View(2), new Seqno(1));
            history.put(new View(5), new Seqno(10));
            return history;
        }

        @Override
        public Receipt receipt(TxId txId) {
            return receipt;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("Insecure_Virtual", Bytes.ofUtf8("raw"), Bytes.EMPTY, "ab");
        }

        @Override
        public Map<NodeId, Acknowledged> acknowledged() {
            return Map.of(OTHER, new Acknowledged(new Seqno(19), 12));
        }
    }

    @Test
    void theSoftwareTeeSaysThatItProtectsNothing() throws InterruptedException {
        assertEquals(
                "{\"node_id\":\"" + SELF
                        + "\",\"state\":\"PartOfNetwork\",\"last_signed_seqno\":20,\"startup_seqno\":0,"
                        + "\"stop_notice\":false,\"tee\":\"software TEE: protects nothing\",\"dev\":false}",
                body("/node/state"));
    }

    @Test
    void aNetworkForDevelopmentSaysSo() throws InterruptedException {
        told.dev = true;
        assertTrue(body("/node/state").contains("\"dev\":true"));
    }

    @Test
    void statusIsCommittedInvalidPendingOrUnknown() throws InterruptedException {
        for (var path : List.of("/tx", "/app/tx", "/node/tx")) {
            assertEquals("{\"transaction_id\":\"2.9\",\"status\":\"Committed\"}", body(path, "transaction_id", "2.9"));
            assertTrue(body(path, "transaction_id", "2.10").contains("Invalid"));
            assertTrue(body(path, "transaction_id", "5.22").contains("Pending"));
            assertTrue(body(path, "transaction_id", "5.23").contains("Unknown"));
            assertTrue(body(path, "transaction_id", "6.22").contains("Unknown"));
            assertEquals(400, get(path, Map.of("transaction_id", "5")).status());
            assertEquals(400, get(path, Map.of()).status());
        }
    }

    @Test
    void whoFollowsANodeGetsWhatComesNext() throws InterruptedException {
        assertEquals("{\"transaction_id\":\"5.20\"}", body("/node/commit", "after", "5.19"));
        assertEquals("{\"transaction_id\":\"5.30\"}", body("/node/commit", "after", "5.20"));
        assertEquals(400, get("/node/commit", Map.of("after", "20")).status());
    }

    @Test
    void theViewHistoryHasANumberForEachView() throws InterruptedException {
        assertEquals("{\"transaction_id\":\"5.20\"}", body("/app/commit"));
        assertEquals(
                "{\"transaction_id\":\"5.20\",\"view_history\":[1,1,10,10,10]}",
                body("/commit", "view_history", "true"));
        assertTrue(body("/commit", "view_history_since", "4").contains("[10,10]"));
        assertEquals(400, get("/commit", Map.of("view_history_since", "x")).status());
        assertEquals("5.20", get("/commit", Map.of()).headers().get("x-ms-ccf-transaction-id"));
    }

    @Test
    void receiptsAreReadyOrNotYetOrNotAtAll() throws InterruptedException {
        var of = Map.of("transaction_id", "5.20");
        var waiting = get("/app/receipt", of);
        assertEquals(202, waiting.status());
        assertEquals("3", waiting.headers().get("retry-after"));
        told.receipt = new NodeStatus.Receipt.Ready(Bytes.ofUtf8("{}"));
        assertEquals("{}", get("/receipt", of).body().toUtf8());
        told.receipt = new NodeStatus.Receipt.Absent("gone");
        assertRefused(404, "TransactionNotFound", get("/receipt", of));
        assertRefused(404, "TransactionInvalid", get("/receipt", Map.of("transaction_id", "2.20")));
        assertRefused(404, "TransactionPendingOrUnknown", get("/receipt", Map.of("transaction_id", "5.21")));
        assertRefused(400, "InvalidQueryParameterValue", get("/receipt", Map.of()));
    }

    @Test
    void theNetworkComesFromTheTables() throws InterruptedException {
        var network = body("/node/network");
        assertTrue(network.startsWith("{\"service_status\":\"Open\",\"service_certificate\":\"PEM\""), network);
        assertTrue(
                network.contains("\"current_view\":5,\"primary_id\":\"" + SELF + "\",\"recovery_count\":1"), network);
        assertEquals("{\"recovery_threshold\":2}", body("/node/service/configuration"));
        var nodes = body("/node/network/nodes");
        assertTrue(nodes.contains(SELF.toString()) && nodes.contains(OTHER.toString()), nodes);
        assertTrue(nodes.contains("\"last_written\":7"), nodes);
        var filtered = body("/node/network/nodes", "port", "8001");
        assertTrue(!filtered.contains(SELF.toString()) && filtered.contains(OTHER.toString()), filtered);
        assertEquals("{\"nodes\":[]}", body("/node/network/nodes", "status", "Retired"));
        assertEquals(body("/node/network/nodes/self"), body("/node/network/nodes/" + SELF));
        assertEquals(body("/node/network/nodes/primary"), body("/node/network/nodes/" + SELF));
        assertRefused(404, "ResourceNotFound", get("/node/network/nodes/x", Map.of()));
    }

    @Test
    void whoLeadsIsTold() throws InterruptedException {
        assertEquals(200, get("/node/primary", Map.of()).status());
        assertEquals(404, get("/node/backup", Map.of()).status());
        told.primary = OTHER;
        assertEquals(404, get("/node/primary", Map.of()).status());
        assertEquals(200, get("/node/backup", Map.of()).status());
        var elsewhere = call("HEAD", "/node/primary", Map.of());
        assertEquals(308, elsewhere.status());
        assertEquals("https://b.example:8001/node/primary", elsewhere.headers().get("location"));
        told.primary = null;
        assertRefused(503, "PrimaryNotFound", call("HEAD", "/node/primary", Map.of()));
        assertRefused(503, "PrimaryNotFound", get("/node/network/nodes/primary", Map.of()));
    }

    @Test
    void readyMeansThatRequestsMakeSense() throws InterruptedException {
        assertEquals(204, get("/node/ready/app", Map.of()).status());
        told.shortage = new Rejection(503, "NodeDiskFull", "the disk is full");
        assertRefused(503, "NodeDiskFull", get("/node/ready/app", Map.of()));
        told.shortage = null;
        told.service = "Opening";
        assertRefused(503, "FrontendNotOpen", get("/node/ready/app", Map.of()));
        assertEquals(204, get("/node/ready/gov", Map.of()).status());
        told.primary = null;
        assertEquals(503, get("/node/ready/gov", Map.of()).status());
        told.state = NodeStatus.State.PENDING;
        assertEquals(503, get("/node/ready/gov", Map.of()).status());
        assertEquals(204, get("/node/live", Map.of()).status());
    }

    @Test
    void evidenceVersionsAndNumbersAreShown() throws InterruptedException {
        var own = body("/node/quotes/self");
        assertTrue(own.contains("\"format\":\"Insecure_Virtual\",\"raw\":\"cmF3\""), own);
        assertEquals("{\"quotes\":[" + own + "]}", body("/node/quotes"));
        assertEquals("{\"attestations\":[" + own + "]}", body("/node/attestations"));
        assertTrue(body("/node/version").contains("\"unsafe\":true"));
        assertTrue(body("/node/consensus")
                .contains("\"acks\":{\"" + OTHER + "\":{\"seqno\":19,\"last_received_ms\":12}}"));
        assertTrue(body("/node/metrics").startsWith("{\"sessions\":{\"active\":0,\"peak\":0"));
        assertTrue(body("/metrics").contains("# TYPE coco_http_in_flight gauge"));
    }

    private String body(String path) throws InterruptedException {
        var reply = get(path, Map.of());
        assertEquals(200, reply.status(), reply.body().toUtf8());
        return reply.body().toUtf8();
    }

    private String body(String path, String name, String value) throws InterruptedException {
        var reply = get(path, Map.of(name, value));
        assertEquals(200, reply.status(), reply.body().toUtf8());
        return reply.body().toUtf8();
    }

    private Route.Reply get(String path, Map<String, String> query) throws InterruptedException {
        return call("GET", path, query);
    }

    private Route.Reply call(String method, String path, Map<String, String> query) throws InterruptedException {
        if (!(routes.find(method, path) instanceof RouteTable.Found.Here(var published)))
            throw new AssertionError("no route for " + path);
        return published
                .route()
                .handler()
                .handle(new Route.Call(
                        new Caller.Anonymous(), method, path, new HashMap<>(query), Map.of(), Bytes.EMPTY));
    }

    private static void assertRefused(int status, String code, Route.Reply reply) {
        assertEquals(status, reply.status());
        assertTrue(
                reply.body().toUtf8().contains("\"code\":\"" + code + "\""),
                reply.body().toUtf8());
    }
}
