package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;

/**
 * The only row of {@code public:ccf.internal.snapshot_evidence}: the ledger's word for a snapshot.
 *
 * @param hash SHA-256 of the snapshot's framed entry
 * @param version seqno of the state in it
 */
public record SnapshotEvidence(Digest hash, Seqno version) {
    public static SnapshotEvidence ofJson(Bytes json) throws MalformedException {
        var object = Json.readObject(json);
        var version = Json.number(object, "version");
        if (version < 1) throw new MalformedException("a snapshot is of an entry");
        return new SnapshotEvidence(Digest.ofHex(Json.text(object, "hash")), new Seqno(version));
    }

    public Bytes toJson() {
        return Json.write(Json.object().put("hash", hash.toHex()).put("version", version.value()));
    }
}
