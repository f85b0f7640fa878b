package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.MalformedException;
import coco.crypto.VerifyingKey;
import coco.ledger.NodeId;
import coco.store.Cursor;
import coco.store.Table;
import coco.store.Tx;
import coco.store.Value;
import coco.store.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which nodes the ledger trusts, read from its governance tables at one version. */
public final class TrustedNodes {
    /** By node id (64 hex digits): JSON with {@code status}, {@code cert} and what else is known of the node. */
    public static final Table INFO = new Table("public:ccf.gov.nodes.info");
    /** By node id: the HPKE public key of the node's present process, 65 bytes. */
    public static final Table ENCRYPTION_KEYS = new Table("public:coco.gov.nodes.encryption_keys");
    /** One row: the node whose addition or removal was recorded last. */
    public static final Table CHANGE = new Table("public:coco.gov.nodes.change");

    public static final Bytes CHANGE_KEY = Bytes.of(new byte[8]);

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int READ_MAX = 256;

    /** What a node's row says: its key, or null where the ledger does not trust it. */
    private record Row(Bytes bytes, @Nullable VerifyingKey key) {}

    /** The rows read before: each batch asks for that of its signer and for that of the node itself. Owner: the replica. */
    private final Map<NodeId, Row> read = new HashMap<>();

    TrustedNodes() {}

    /** The key of {@code node} if it is trusted at this version. */
    @Nullable
    VerifyingKey key(Version version, NodeId node) {
        var value = version.get(INFO, Bytes.ofUtf8(node.toString()));
        if (value == null) return null;
        var row = read.get(node);
        if (row == null || !row.bytes.equals(value.bytes())) {
            row = new Row(value.bytes(), keyOf(value.bytes(), node));
            if (read.size() >= READ_MAX) read.clear();
            read.put(node, row);
        }
        return row.key;
    }

    private static @Nullable VerifyingKey keyOf(Bytes value, NodeId node) {
        try {
            var info = JSON.readTree(value.unsafeArray());
            if (!isTrusted(info)) return null;
            var key = Certificate.ofPem(info.path("cert").asString("")).key();
            return key.id().equals(node.key()) ? key : null;
        } catch (JacksonException | MalformedException e) {
            return null;
        }
    }

    /** All nodes trusted at this version. */
    public static Set<NodeId> of(Version version) {
        return of(version.range(INFO, null, null));
    }

    /** All nodes trusted once {@code tx} is placed. */
    static Set<NodeId> of(Tx tx) {
        return of(tx.range(INFO, null, null));
    }

    private static Set<NodeId> of(Cursor nodes) {
        var trusted = new HashSet<NodeId>();
        while (nodes.next()) {
            try {
                if (isTrusted(JSON.readTree(nodes.value().bytes().unsafeArray()))) {
                    trusted.add(NodeId.parse(nodes.key().toUtf8()));
                }
            } catch (JacksonException | MalformedException e) {
                throw new IllegalStateException("broken invariant: the table of nodes is well formed", e);
            }
        }
        return trusted;
    }

    /** The HPKE public keys of all nodes that are trusted once {@code tx} is. */
    static SortedMap<NodeId, Bytes> encryptionKeys(Tx tx) {
        var keys = new TreeMap<NodeId, Bytes>();
        for (var node : of(tx)) {
            var key = tx.get(ENCRYPTION_KEYS, Bytes.ofUtf8(node.toString()));
            if (key != null) keys.put(node, key);
        }
        return keys;
    }

    /**
     * Rule 4: why a node must not lead with these voters; null where they are the trusted nodes, give or take the one
     * recorded change.
     */
    static @Nullable String mismatch(Version version, Set<NodeId> voters) {
        return mismatch(of(version), version.get(CHANGE, CHANGE_KEY), voters);
    }

    /** The same once {@code tx} is placed. */
    static @Nullable String mismatch(Tx tx, Set<NodeId> voters) {
        var change = tx.getValue(CHANGE, CHANGE_KEY);
        return mismatch(of(tx), change, voters);
    }

    private static @Nullable String mismatch(Set<NodeId> trusted, @Nullable Value change, Set<NodeId> voters) {
        var differing = new HashSet<NodeId>(trusted);
        differing.addAll(voters);
        differing.removeIf(node -> trusted.contains(node) && voters.contains(node));
        if (differing.isEmpty()) return null;
        if (differing.size() == 1 && change != null) {
            var node = differing.iterator().next();
            if (node.toString().equals(change.bytes().toUtf8())) return null;
        }
        return "the voters of the log are not the nodes that the ledger trusts";
    }

    private static boolean isTrusted(JsonNode info) {
        return info.path("status").asString("").equals("Trusted");
    }
}
