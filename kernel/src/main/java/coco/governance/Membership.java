package coco.governance;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.Digest;
import coco.crypto.HpkeKey;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Rejection;
import coco.spi.Request;
import coco.store.Table;
import coco.store.Tx;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The administrative protocol that keeps the list of trusted nodes: a node that the constitution admits becomes
 * trusted, one that leaves is
 * retired. Each change opens a new epoch (SPEC K1) and is recorded as the one change in progress (rule 4).
 *
 * <p>Only nodes submit these: the leader for a joiner that it has attested. Whether a joiner may come in is read from the ledger.
 */
public final class Membership implements LedgerProtocol {
    public static final String NAME = "membership";

    /** By node id: JSON with {@code status}, {@code cert}, evidence and addresses. CCF's table and shape. */
    public static final Table NODES = new Table("public:ccf.gov.nodes.info");

    public static final Table ENCRYPTION_KEYS = new Table("public:coco.gov.nodes.encryption_keys");
    public static final Table CHANGE = new Table("public:coco.gov.nodes.change");
    public static final Bytes SINGLETON = Bytes.of(new byte[8]);

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Decides by the ledger's own tables whether a node may come in. */
    @FunctionalInterface
    public interface Admission {
        /** The reason why not; null where the node is admitted. */
        @Nullable
        String refusal(Admit joiner, Tx ledger);
    }

    /** Asks to trust a node. */
    public record Admit(
            NodeId node,
            String certificate,
            Bytes encryptionKey,
            String peerAddress,
            String logAddress,
            String httpAddress,
            Bytes evidence)
            implements Request {
        @Override
        public Bytes encode() {
            var json = JSON.createObjectNode().put("request", "admit").put("node", node.toString());
            json.put("certificate", certificate).put("encryption_key", base64(encryptionKey));
            json.put("peer_address", peerAddress).put("log_address", logAddress).put("http_address", httpAddress);
            json.put("evidence", base64(evidence));
            return Bytes.ofUtf8(json.toString());
        }
    }

    /** Asks to retire a node. */
    public record Retire(NodeId node) implements Request {
        @Override
        public Bytes encode() {
            return Bytes.ofUtf8(JSON.createObjectNode()
                    .put("request", "retire")
                    .put("node", node.toString())
                    .toString());
        }
    }

    private final Admission admission;

    public Membership(Admission admission) {
        this.admission = admission;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Request decode(Bytes body) throws MalformedException {
        try {
            var json = JSON.readTree(body.unsafeArray());
            var node = NodeId.parse(text(json, "node"));
            return switch (text(json, "request")) {
                case "admit" -> admit(json, node);
                case "retire" -> new Retire(node);
                default -> throw new MalformedException("not a membership request");
            };
        } catch (JacksonException | IllegalArgumentException e) {
            throw new MalformedException("not a membership request", e);
        }
    }

    private static Admit admit(JsonNode json, NodeId node) throws MalformedException {
        return new Admit(
                node,
                text(json, "certificate"),
                bytes(json, "encryption_key"),
                text(json, "peer_address"),
                text(json, "log_address"),
                text(json, "http_address"),
                bytes(json, "evidence"));
    }

    @Override
    public Run begin(Place place) {
        return new Run() {
            @Override
            public Outcome execute(Caller caller, Request request, Tx tx) {
                if (!(caller instanceof Caller.Node))
                    return refused(403, "AuthorizationFailed", "only nodes ask for membership");
                return switch (request) {
                    case Admit admit -> admit(admit, tx);
                    case Retire retire -> retire(retire, tx);
                    default -> refused(400, "InvalidInput", "not a membership request");
                };
            }

            @Override
            public void end(Tx tx) {}
        };
    }

    private Outcome admit(Admit joiner, Tx tx) {
        var id = Bytes.ofUtf8(joiner.node().toString());
        if (tx.has(NODES, id)) return refused(409, "NodeAlreadyExists", "a node key is never used twice");
        try {
            if (!Certificate.ofPem(joiner.certificate())
                    .key()
                    .id()
                    .equals(joiner.node().key())) {
                return refused(400, "InvalidInput", "the certificate is another node's");
            }
            HpkeKey.checkPublicKey(joiner.encryptionKey());
        } catch (MalformedException e) {
            return refused(400, "InvalidInput", "the node's certificate or key: " + e.getMessage());
        }
        var refusal = admission.refusal(joiner, tx);
        if (refusal != null) return refused(403, "InvalidQuote", refusal);
        trust(joiner, tx);
        tx.put(CHANGE, SINGLETON, id);
        return new Outcome.Done(id, Digest.ZERO, true);
    }

    /** Writes the rows of a trusted node; the genesis of a network uses it for its first node. */
    public static void trust(Admit node, Tx tx) {
        var id = Bytes.ofUtf8(node.node().toString());
        tx.put(NODES, id, info(node, "Trusted"));
        tx.put(ENCRYPTION_KEYS, id, node.encryptionKey());
    }

    private static Bytes info(Admit node, String status) {
        var json = JSON.createObjectNode();
        json.put("cert", node.certificate());
        json.put("status", status);
        json.putObject("quote_info").put("format", "Insecure_Virtual").put("quote", base64(node.evidence()));
        json.putObject("coco").put("peer", node.peerAddress()).put("log", node.logAddress());
        json.putObject("rpc_interfaces")
                .putObject("primary_rpc_interface")
                .put("bind_address", node.httpAddress())
                .put("published_address", node.httpAddress());
        return Bytes.ofUtf8(json.toString());
    }

    private static Outcome retire(Retire retire, Tx tx) {
        var id = Bytes.ofUtf8(retire.node().toString());
        var info = tx.get(NODES, id);
        if (info == null) return refused(404, "ResourceNotFound", "no such node");
        var json = (ObjectNode) JSON.readTree(info.unsafeArray());
        if (!json.path("status").asString("").equals("Trusted"))
            return refused(409, "InvalidNodeState", "the node is not trusted");
        tx.put(NODES, id, Bytes.ofUtf8(json.put("status", "Retired").toString()));
        tx.remove(ENCRYPTION_KEYS, id);
        tx.put(CHANGE, SINGLETON, id);
        return new Outcome.Done(id, Digest.ZERO, true);
    }

    private static Outcome refused(int status, String code, String message) {
        return new Outcome.Refused(new Rejection(status, code, message));
    }

    private static String text(JsonNode json, String name) throws MalformedException {
        var value = json.get(name);
        if (value == null || !value.isString()) throw new MalformedException("a membership request lacks " + name);
        return value.stringValue();
    }

    private static Bytes bytes(JsonNode json, String name) throws MalformedException {
        return Bytes.unsafeWrap(Base64.getDecoder().decode(text(json, name)));
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.unsafeArray());
    }
}
