package coco.node.http;

import coco.crypto.Bytes;
import coco.store.Table;
import coco.store.Value;
import coco.store.Version;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what governance has recorded about nodes and the service, in CCF's tables. */
final class NodeTables {
    static final JsonMapper JSON = JsonMapper.shared();

    /** Key: the node id, 64 hex digits. Value: JSON with {@code status}, {@code rpc_interfaces}, {@code node_data} and more. */
    static final Table NODES = new Table("public:ccf.gov.nodes.info");

    static final Table SERVICE = new Table("public:ccf.gov.service.info");
    static final Table CONFIGURATION = new Table("public:ccf.gov.service.config");

    /** The key of a table that holds one value. */
    private static final Bytes ONLY = Bytes.of(new byte[8]);

    private NodeTables() {}

    static @Nullable ObjectNode service(Version store) {
        return object(store.get(SERVICE, ONLY));
    }

    static @Nullable ObjectNode configuration(Version store) {
        return object(store.get(CONFIGURATION, ONLY));
    }

    static boolean isOpen(Version store) {
        var service = service(store);
        return service != null && service.path("status").asString("").equals("Open");
    }

    /** Which nodes are asked for; null admits all. */
    record Filter(
            @Nullable String host,
            @Nullable String port,
            @Nullable String status) {
        boolean admits(ObjectNode node) {
            if (status != null && !node.path("status").asString("").equals(status)) return false;
            if (host == null && port == null) return true;
            for (var at : node.path("rpc_interfaces")) {
                var address = at.path("published_address").asString("");
                var colon = address.lastIndexOf(':');
                if (colon > 0
                        && (host == null || host.equals(address.substring(0, colon)))
                        && (port == null || port.equals(address.substring(colon + 1)))) return true;
            }
            return false;
        }
    }

    static ArrayNode nodes(NodeStatus.Now now, Filter filter) {
        var nodes = JSON.createArrayNode();
        var rows = now.store().range(NODES, null, null);
        while (rows.next()) {
            var node = object(rows.value());
            if (node != null && filter.admits(node))
                nodes.add(node(now, rows.key().toUtf8(), node, rows.value()));
        }
        return nodes;
    }

    static @Nullable ObjectNode node(NodeStatus.Now now, String id) {
        var value = now.store().get(NODES, Bytes.ofUtf8(id));
        var node = object(value);
        return node == null || value == null ? null : node(now, id, node, value);
    }

    private static ObjectNode node(NodeStatus.Now now, String id, ObjectNode recorded, Value value) {
        var primary = now.primary();
        var node = JSON.createObjectNode();
        node.put("node_id", id);
        node.put("status", recorded.path("status").asString(""));
        node.put("primary", primary != null && primary.toString().equals(id));
        node.set("node_data", recorded.path("node_data").isMissingNode() ? null : recorded.get("node_data"));
        node.put("last_written", value.seqno());
        node.set(
                "rpc_interfaces",
                recorded.path("rpc_interfaces").isObject() ? recorded.get("rpc_interfaces") : JSON.createObjectNode());
        return node;
    }

    /** The first address at which clients find a node; null where none is recorded. */
    static @Nullable String published(Version store, String id) {
        var node = object(store.get(NODES, Bytes.ofUtf8(id)));
        if (node == null) return null;
        for (var at : node.path("rpc_interfaces")) {
            var address = at.path("published_address").asString("");
            if (!address.isEmpty()) return address;
        }
        return null;
    }

    private static @Nullable ObjectNode object(@Nullable Value value) {
        if (value == null) return null;
        try {
            JsonNode node = JSON.readTree(value.bytes().unsafeArray());
            return node instanceof ObjectNode object ? object : null;
        } catch (JacksonException _) {
            // Governance wrote something else: then it says nothing.
            return null;
        }
    }
}
