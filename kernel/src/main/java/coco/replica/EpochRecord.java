package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.store.Table;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What opens an epoch, in the public table {@link #TABLE}: written by the entry that is the first to be sealed with the epoch's key.
 *
 * @param first that entry's sequence number
 * @param generation of the network key that {@code threshold} is encrypted to
 * @param threshold the key, encrypted to the actors' shared network key (SPEC K2); empty only where the software TEE is allowed
 * @param wraps the key, encrypted (HPKE) to each trusted node's key of this process life
 * @param commitment {@link Keyring#commitment} of the key
 */
record EpochRecord(
        EpochId id, Seqno first, long generation, Bytes threshold, SortedMap<NodeId, Bytes> wraps, Digest commitment) {
    static final Table TABLE = new Table("public:coco.gov.epoch");
    /** The table holds one row: the epoch in force. Older records stay in the ledger. */
    static final Bytes KEY = Bytes.of(new byte[8]);

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int WRAPS_MAX = 1_000;

    Bytes encode() {
        var json = JSON.createObjectNode();
        json.put("epoch", id.toString());
        json.put("first_seqno", first.value());
        json.put("generation", generation);
        json.put("threshold", base64(threshold));
        var nodes = json.putObject("wraps");
        wraps.forEach((node, wrap) -> nodes.put(node.toString(), base64(wrap)));
        json.put("commitment", commitment.toHex());
        return Bytes.ofUtf8(json.toString());
    }

    static EpochRecord decode(Bytes bytes) throws MalformedException {
        try {
            var json = JSON.readTree(bytes.unsafeArray());
            var wraps = new TreeMap<NodeId, Bytes>();
            for (Map.Entry<String, JsonNode> wrap : json.path("wraps").properties()) {
                if (wraps.size() == WRAPS_MAX) throw new MalformedException("an epoch record with too many wraps");
                wraps.put(NodeId.parse(wrap.getKey()), bytes(wrap.getValue()));
            }
            var record = new EpochRecord(
                    EpochId.parse(text(json.get("epoch"))),
                    new Seqno(json.path("first_seqno").asLong(-1)),
                    json.path("generation").asLong(-1),
                    bytes(json.get("threshold")),
                    wraps,
                    Digest.ofHex(text(json.get("commitment"))));
            if (!record.encode().equals(bytes)) throw new MalformedException("the epoch record is not in its one form");
            return record;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new MalformedException("not an epoch record", e);
        }
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.unsafeArray());
    }

    private static Bytes bytes(@Nullable JsonNode node) throws MalformedException {
        return Bytes.unsafeWrap(Base64.getDecoder().decode(text(node)));
    }

    private static String text(@Nullable JsonNode node) throws MalformedException {
        if (node == null || !node.isString()) throw new MalformedException("an epoch record lacks a text");
        return node.stringValue();
    }
}
