package coco.governance;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import coco.spi.Development;
import coco.store.Cursor;
import coco.store.Table;
import coco.store.Version;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The network's policies as the ledger holds them (SPEC G1), read at one version. Every value changes only by a vote. */
public record Constitution(Version store) {
    /** Key: name of a setting. Value: JSON. */
    public static final Table SETTINGS = Development.SETTINGS;
    /** Key: 64 hex digits of a code measurement. Value: JSON string {@code AllowedToJoin}. */
    public static final Table CODE_MANIFEST = new Table("public:ccf.gov.nodes.virtual.measurements");
    /** Key: a kind of TEE. Value: JSON {@code true}. */
    public static final Table TEE_MANIFEST = new Table("public:coco.gov.tee_manifest");
    /** Key: node id, 64 hex digits. Value: JSON, the entry that its owner has signed (SPEC N5). */
    public static final Table VN_LIST = new Table("public:coco.gov.vn_list");

    public static final Bytes ALLOWED = Bytes.ofUtf8("\"AllowedToJoin\"");
    public static final Bytes TRUE = Bytes.ofUtf8("true");

    private static final String SOFTWARE = "software";

    /** A setting that is on. */
    public boolean is(String setting) {
        var value = bytes(SETTINGS, Bytes.ofUtf8(setting));
        return value != null && value.equals(TRUE);
    }

    private @Nullable Bytes bytes(Table table, Bytes key) {
        var value = store.get(table, key);
        return value == null ? null : value.bytes();
    }

    public boolean allowsSoftwareTee() {
        return is("allow_software_tee");
    }

    /** See {@link Development}. */
    public boolean isDev() {
        return Development.isOn(this::bytes);
    }

    /** Kinds of TEE that a node may run in. */
    public Set<String> kinds() {
        var kinds = new HashSet<String>();
        for (var row : rows(TEE_MANIFEST).rows()) kinds.add(row.key().toUtf8());
        if (!allowsSoftwareTee()) kinds.remove(SOFTWARE);
        return kinds;
    }

    /** Measurements of code that a node may run. */
    public Set<Digest> measurements() {
        var measurements = new HashSet<Digest>();
        for (var row : rows(CODE_MANIFEST).rows()) {
            try {
                if (row.value().bytes().equals(ALLOWED))
                    measurements.add(Digest.ofHex(row.key().toUtf8()));
            } catch (MalformedException e) {
                throw new IllegalStateException("broken invariant: the code manifest holds measurements", e);
            }
        }
        return measurements;
    }

    /**
     * SHA-256 of everything that it holds: of each table its name, then its rows in order, a byte 1 before each and a byte 0 behind the
     * last. Names, keys and values stand behind their length in bytes, a number of four bytes, big endian.
     */
    public Digest digest() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (var table : List.of(SETTINGS, CODE_MANIFEST, TEE_MANIFEST, VN_LIST)) {
                put(out, Bytes.ofUtf8(table.name()));
                for (var row : rows(table).rows()) {
                    out.writeByte(1);
                    put(out, row.key());
                    put(out, row.value().bytes());
                }
                out.writeByte(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory takes all bytes", e);
        }
        return Digest.sha256(bytes.toByteArray());
    }

    private static void put(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.size());
        out.write(bytes.unsafeArray());
    }

    public boolean isListed(NodeId node) {
        return store.get(VN_LIST, Bytes.ofUtf8(node.toString())) != null;
    }

    /** The row of {@code node} among the nodes; null where there is none. */
    public @Nullable Bytes node(NodeId node) {
        return bytes(Membership.NODES, Bytes.ofUtf8(node.toString()));
    }

    private Cursor rows(Table table) {
        return store.range(table, null, null);
    }
}
