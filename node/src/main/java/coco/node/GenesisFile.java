package coco.node;

import coco.attestation.SoftwareTee;
import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.MalformedException;
import coco.governance.Constitution;
import coco.ledger.NodeId;
import coco.ledger.ServiceInfo;
import coco.ledger.Tables;
import coco.node.http.CallerTables;
import coco.spi.Development;
import coco.spi.LedgerProtocol;
import coco.store.Table;
import coco.store.Tx;
import coco.store.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The genesis file: what the constitution holds when the network begins. JSON with {@code members}, {@code users},
 * {@code nodes}, {@code code_manifest}, {@code
 * tee_manifest}, {@code settings}, {@code tokens} and a section for each ledger protocol that wants one. Every unknown key is refused.
 */
final class GenesisFile {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int WRITES_MAX = 64 << 20;
    private static final long FILE_MAX = 64L << 20;
    private static final Set<String> SETTINGS = Set.of("allow_software_tee", "anonymous", "dev", "jwt.audience");
    private static final Table SERVICE_INFO = new Table(Tables.SERVICE_INFO);
    private static final Table MEMBERS_INFO = new Table(Tables.MEMBERS_INFO);
    private static final Table USERS_INFO = new Table(Tables.USERS_INFO);

    private final Map<String, LedgerProtocol> protocols;

    GenesisFile(Map<String, LedgerProtocol> protocols) {
        this.protocols = protocols;
    }

    /** A transaction that holds the genesis; more may be added to it. */
    Tx read(Path file, Certificate service) throws IOException, MalformedException {
        if (Files.size(file) > FILE_MAX) throw new IOException(file + " is too large for a genesis");
        try {
            return write(JSON.readTree(Files.readAllBytes(file)), service);
        } catch (JacksonException e) {
            throw new MalformedException(file + ": " + e.getOriginalMessage(), e);
        }
    }

    private Tx write(JsonNode json, Certificate service) throws MalformedException {
        var tx = new Tx(Version.EMPTY, WRITES_MAX);
        for (var section : json.properties()) {
            var value = section.getValue();
            switch (section.getKey()) {
                case "members" ->
                    certificates(tx, value, CallerTables.MEMBERS, MEMBERS_INFO, "{\"status\":\"Active\"}");
                case "users" -> certificates(tx, value, CallerTables.USERS, USERS_INFO, "{\"user_data\":null}");
                case "nodes" -> nodes(tx, value);
                case "code_manifest" -> texts(tx, value, Constitution.CODE_MANIFEST, Constitution.ALLOWED);
                case "tee_manifest" -> texts(tx, value, Constitution.TEE_MANIFEST, Constitution.TRUE);
                case "settings" -> settings(tx, value);
                case "tokens" -> tokens(tx, value);
                default -> protocol(tx, section.getKey(), value);
            }
        }
        var info = new ServiceInfo(
                ServiceInfo.Status.OPEN, service, Optional.of(0L), Optional.of("2.1"), Bytes.ofUtf8("{}"));
        tx.put(SERVICE_INFO, Tables.ONLY_ROW, info.toJson());
        check(tx);
        return tx;
    }

    /** What is for development must not be mistaken for what protects: no node of it may run in a TEE that does. */
    private static void check(Tx tx) throws MalformedException {
        var dev = tx.get(Constitution.SETTINGS, Bytes.ofUtf8("dev"));
        if (dev == null || !dev.equals(Constitution.TRUE)) return;
        if (!Development.isOn(tx::get)) throw new MalformedException("genesis: dev needs allow_software_tee");
        var kinds = tx.range(Constitution.TEE_MANIFEST, null, null);
        while (kinds.next()) {
            var kind = kinds.key().toUtf8();
            if (!kind.equals(SoftwareTee.KIND))
                throw new MalformedException(
                        "genesis: dev is for the software TEE alone, and tee_manifest names " + kind);
        }
    }

    private static void certificates(Tx tx, JsonNode list, Table table, Table infos, String info)
            throws MalformedException {
        for (var pem : array("certificates", list)) {
            var certificate = Certificate.ofPem(text("a certificate", pem));
            var key = CallerTables.key(certificate.fingerprint());
            tx.put(table, key, Bytes.ofUtf8(certificate.pem()));
            tx.put(infos, key, Bytes.ofUtf8(info));
        }
    }

    /** The list of nodes: each entry is signed by its owner over {@link VnListEntry#signed}. */
    private static void nodes(Tx tx, JsonNode list) throws MalformedException {
        for (var entry : array("nodes", list)) {
            var listed = VnListEntry.of(entry);
            var owner = tx.get(CallerTables.MEMBERS, Bytes.ofUtf8(listed.owner()));
            if (owner == null)
                throw new MalformedException(
                        "genesis: the owner of node " + listed.node().brief() + " is no member (members come first)");
            if (!listed.isSignedBy(Certificate.ofPem(owner.toUtf8()).key())) {
                throw new MalformedException(
                        "genesis: the entry of node " + listed.node().brief() + " is not signed by its owner");
            }
            tx.put(Constitution.VN_LIST, Bytes.ofUtf8(listed.node().toString()), Bytes.ofUtf8(entry.toString()));
        }
    }

    private static void texts(Tx tx, JsonNode list, Table table, Bytes value) throws MalformedException {
        for (var text : array(table.name(), list)) tx.put(table, Bytes.ofUtf8(text(table.name(), text)), value);
    }

    private static void settings(Tx tx, JsonNode settings) throws MalformedException {
        for (var setting : settings.properties()) {
            if (!SETTINGS.contains(setting.getKey()))
                throw new MalformedException("genesis: unknown setting " + setting.getKey());
            tx.put(
                    Constitution.SETTINGS,
                    Bytes.ofUtf8(setting.getKey()),
                    Bytes.ofUtf8(setting.getValue().toString()));
        }
    }

    private static void tokens(Tx tx, JsonNode tokens) throws MalformedException {
        for (var token : tokens.properties()) {
            var user = JSON.createObjectNode().put("user", token.getKey());
            tx.put(
                    CallerTables.TOKENS,
                    Bytes.ofUtf8(text("a token's digest", token.getValue())),
                    Bytes.ofUtf8(user.toString()));
        }
    }

    private void protocol(Tx tx, String name, JsonNode section) throws MalformedException {
        var protocol = protocols.get(name);
        if (protocol == null)
            throw new MalformedException("genesis: no section and no ledger protocol is called " + name);
        protocol.genesis(Bytes.ofUtf8(section.toString())).forEach(table -> {
            table.writes().forEach((key, value) -> tx.put(table.table(), key, value));
        });
    }

    private static Collection<JsonNode> array(String what, JsonNode node) throws MalformedException {
        if (!node.isArray()) throw new MalformedException("genesis: " + what + " is a list");
        return node.values();
    }

    private static String text(String what, JsonNode node) throws MalformedException {
        if (!node.isString()) throw new MalformedException("genesis: " + what + " is a text");
        return node.stringValue();
    }

    /**
     * A node that its owner vouches for (SPEC N5).
     *
     * @param owner SHA-256 of the owner's certificate, 64 hex digits
     */
    record VnListEntry(NodeId node, String peerAddress, String owner, Bytes signature) {
        static VnListEntry of(JsonNode json) throws MalformedException {
            try {
                return new VnListEntry(
                        NodeId.parse(text("node", json.path("node"))),
                        text("peer", json.path("peer")),
                        text("owner", json.path("owner")),
                        Bytes.unsafeWrap(Base64.getDecoder().decode(text("signature", json.path("signature")))));
            } catch (IllegalArgumentException e) {
                throw new MalformedException("genesis: a signature is base64", e);
            }
        }

        static byte[] signed(NodeId node, String peerAddress, String owner) {
            return Bytes.ofUtf8("coco validating node\n" + node + "\n" + peerAddress + "\n" + owner)
                    .toArray();
        }

        boolean isSignedBy(coco.crypto.VerifyingKey key) {
            return key.verifyMessage(signed(node, peerAddress, owner), signature.toArray());
        }
    }
}
