package coco.node.http;

import coco.crypto.Bytes;
import coco.governance.Constitution;
import coco.node.metrics.Meters;
import coco.spi.Route;
import coco.spi.Route.Call;
import coco.spi.Route.Reply;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a node tells about itself and its network, to everybody, with CCF's paths and shapes. */
public final class NodeRoutes {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CCF_VERSION = "ccf-7.0.0";
    private static final String NODES = "/node/network/nodes";

    private final NodeStatus node;
    private final Meters meters;

    private NodeRoutes(NodeStatus node, Meters meters) {
        this.node = node;
        this.meters = meters;
    }

    public static List<Route> of(NodeStatus node, Meters meters) {
        var routes = new NodeRoutes(node, meters);
        return List.of(
                get("/node/state", routes::state),
                get("/node/version", routes::version),
                get("/node/live", _ -> JsonReply.empty(204)),
                get("/node/ready/app", routes::readyApp),
                get("/node/ready/gov", routes::readyGov),
                get("/node/network", routes::network),
                get(NODES, routes::nodes),
                get(NODES + "/*", routes::oneNode),
                get("/node/primary", routes::primary),
                new Route("HEAD", "/node/primary", routes::toPrimary),
                get("/node/backup", routes::backup),
                get("/node/consensus", routes::consensus),
                get("/node/service/configuration", routes::configuration),
                get("/node/quotes", _ -> routes.allEvidence("quotes")),
                get("/node/attestations", _ -> routes.allEvidence("attestations")),
                get("/node/quotes/self", _ -> routes.ownEvidence()),
                get("/node/attestations/self", _ -> routes.ownEvidence()),
                get("/node/metrics", routes::sessions),
                get("/metrics", routes::prometheus));
    }

    private static Route get(String path, Route.Handler handler) {
        return new Route("GET", path, handler);
    }

    private Reply state(Call call) {
        var now = node.now();
        var about = node.about();
        var body = JSON.createObjectNode();
        body.put("node_id", about.self().toString());
        body.put("state", now.state().text());
        body.put("last_signed_seqno", now.accepted().seqno().value());
        body.put("startup_seqno", about.startup().value());
        body.put("stop_notice", now.stopping());
        body.put("tee", about.tee());
        body.put("dev", new Constitution(now.store()).isDev());
        return JsonReply.of(body, now.accepted());
    }

    private Reply version(Call call) {
        var about = node.about();
        var body = JSON.createObjectNode();
        body.put("coco_version", about.version());
        body.put("ccf_version", CCF_VERSION);
        body.put("quickjs_version", "");
        body.put("unsafe", !about.protects());
        return JsonReply.of(body, null);
    }

    private Reply readyApp(Call call) {
        var now = node.now();
        var shortage = now.shortage();
        if (shortage != null) return notReady(shortage.code(), shortage.message());
        return ready(isPart(now) && NodeTables.isOpen(now.store()));
    }

    private Reply readyGov(Call call) {
        return ready(isPart(node.now()));
    }

    private static boolean isPart(NodeStatus.Now now) {
        return now.state() == NodeStatus.State.PART_OF_NETWORK && !now.stopping() && now.primary() != null;
    }

    private static Reply ready(boolean ready) {
        return ready ? JsonReply.empty(204) : notReady("FrontendNotOpen", "Not ready so far.");
    }

    private static Reply notReady(String code, String message) {
        return new Reply(
                503, Map.of("content-type", "application/json", "retry-after", "1"), Refusal.error(code, message));
    }

    private Reply network(Call call) {
        var now = node.now();
        var service = NodeTables.service(now.store());
        var body = JSON.createObjectNode();
        body.put(
                "service_status",
                service == null ? "Opening" : service.path("status").asString("Opening"));
        body.put(
                "service_certificate",
                service == null ? "" : service.path("cert").asString(""));
        body.set("service_data", service == null ? null : service.get("service_data"));
        body.put("current_view", now.view().value());
        body.put("primary_id", now.primary() == null ? null : now.primary().toString());
        body.put(
                "recovery_count",
                service == null ? 0 : service.path("recovery_count").asLong(0));
        body.set("current_service_create_txid", service == null ? null : service.get("current_service_create_txid"));
        return JsonReply.of(body, now.accepted());
    }

    private Reply nodes(Call call) {
        var now = node.now();
        var query = call.query();
        var filter = new NodeTables.Filter(query.get("host"), query.get("port"), query.get("status"));
        var body = JSON.createObjectNode();
        body.set("nodes", NodeTables.nodes(now, filter));
        return JsonReply.of(body, now.accepted());
    }

    private Reply oneNode(Call call) {
        var now = node.now();
        var id = call.path().substring(NODES.length() + 1);
        var primary = now.primary();
        var meant =
                switch (id) {
                    case "self" -> node.about().self().toString();
                    case "primary" -> primary == null ? "" : primary.toString();
                    default -> id;
                };
        if (meant.isEmpty()) return JsonReply.refusal(503, "PrimaryNotFound", "Nobody is known to lead.");
        var found = NodeTables.node(now, meant);
        return found == null
                ? JsonReply.refusal(404, "ResourceNotFound", "There is no node of this id.")
                : JsonReply.of(found, now.accepted());
    }

    private boolean leads() {
        return node.about().self().equals(node.now().primary());
    }

    private Reply primary(Call call) {
        return leads() ? JsonReply.empty(200) : JsonReply.refusal(404, "ResourceNotFound", "This node does not lead.");
    }

    private Reply backup(Call call) {
        return leads() ? JsonReply.refusal(404, "ResourceNotFound", "This node leads.") : JsonReply.empty(200);
    }

    private Reply toPrimary(Call call) {
        if (leads()) return JsonReply.empty(200);
        var now = node.now();
        var address = now.primary() == null
                ? null
                : NodeTables.published(now.store(), now.primary().toString());
        if (address == null) return JsonReply.refusal(503, "PrimaryNotFound", "Nobody is known to lead.");
        return new Reply(308, Map.of("location", "https://" + address + "/node/primary"), Bytes.EMPTY);
    }

    private Reply consensus(Call call) {
        var now = node.now();
        var body = JSON.createObjectNode();
        var details = body.putObject("details");
        var acks = details.putObject("acks");
        node.acknowledged().forEach((id, ack) -> acks.putObject(id.toString())
                .put("seqno", ack.seqno().value())
                .put("last_received_ms", ack.lastReceivedMillis()));
        var trusted = NodeTables.nodes(now, new NodeTables.Filter(null, null, "Trusted"));
        var configuration = details.putArray("configs").addObject();
        configuration.put("idx", now.accepted().seqno().value());
        var members = configuration.putObject("nodes");
        for (var one : trusted) members.putObject(one.path("node_id").asString(""));
        configuration.put("rid", 0);
        details.put("current_view", now.view().value());
        details.put("primary_id", now.primary() == null ? null : now.primary().toString());
        details.put("leadership_state", leads() ? "Leader" : "Follower");
        details.put("membership_state", now.state() == NodeStatus.State.PENDING ? "Learner" : "Active");
        details.put("ticking", true);
        return JsonReply.of(body, now.accepted());
    }

    private Reply configuration(Call call) {
        var now = node.now();
        var configuration = NodeTables.configuration(now.store());
        return configuration == null
                ? JsonReply.refusal(404, "ResourceNotFound", "The service has no configuration so far.")
                : JsonReply.of(configuration, now.accepted());
    }

    private Reply allEvidence(String name) {
        var body = JSON.createObjectNode();
        var all = body.putArray(name);
        var own = evidence();
        if (own != null) all.add(own);
        return JsonReply.of(body, null);
    }

    private Reply ownEvidence() {
        var own = evidence();
        return own == null
                ? JsonReply.refusal(404, "ResourceNotFound", "This node has no evidence so far.")
                : JsonReply.of(own, null);
    }

    private @Nullable ObjectNode evidence() {
        var evidence = node.evidence();
        if (evidence == null) return null;
        var base64 = Base64.getEncoder();
        var body = JSON.createObjectNode();
        body.put("node_id", node.about().self().toString());
        body.put("format", evidence.format());
        body.put("raw", base64.encodeToString(evidence.raw().unsafeArray()));
        body.put("endorsements", base64.encodeToString(evidence.endorsements().unsafeArray()));
        body.put("measurement", evidence.measurement());
        if (!node.about().protects()) body.put("tee", node.about().tee());
        return body;
    }

    private Reply sessions(Call call) {
        var body = JSON.createObjectNode();
        var sessions = body.putObject("sessions");
        sessions.put("active", meters.connectionsNow()).put("peak", meters.connectionsPeak());
        sessions.putObject("interfaces")
                .putObject("http")
                .put("active", meters.connectionsNow())
                .put("peak", meters.connectionsPeak());
        return JsonReply.of(body, null);
    }

    private Reply prometheus(Call call) {
        return Reply.of(200, "text/plain; version=0.0.4; charset=utf-8", Bytes.ofUtf8(meters.scrape()));
    }
}
