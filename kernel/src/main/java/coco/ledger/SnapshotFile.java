package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.util.regex.Pattern;

/**
 * A snapshot file {@code snapshot_<seqno>_<evidence seqno>.committed}: one framed entry of type 1, then the JSON receipt of the
 * ledger entry that vouches for it. Its body is not read here.
 *
 * @param digest SHA-256 of the framed entry, header included: what the evidence in the ledger says
 */
public record SnapshotFile(Name name, Digest digest, Receipt receipt) {
    private static final Pattern FORM = Pattern.compile("snapshot_([1-9][0-9]{0,17})_([1-9][0-9]{0,17})\\.committed");

    /** What the file's name says. */
    public record Name(Seqno seqno, Seqno evidence) {
        public static Name parse(String name) throws MalformedException {
            var match = FORM.matcher(name);
            if (!match.matches()) throw new MalformedException("not the name of a committed snapshot: " + name);
            return new Name(new Seqno(Long.parseLong(match.group(1))), new Seqno(Long.parseLong(match.group(2))));
        }

        @Override
        public String toString() {
            return "snapshot_" + seqno + "_" + evidence + ".committed";
        }
    }

    public static SnapshotFile read(Name name, Bytes file) throws MalformedException {
        var array = file.unsafeArray();
        var size = EntryCodec.sizeAt(array, 0);
        if (size > array.length) throw new MalformedException("the snapshot is cut off");
        var body = file.slice(0, (int) size);
        var header = EntryCodec.snapshotSeqno(body);
        if (!header.equals(name.seqno)) throw new MalformedException("the snapshot is of seqno " + header);
        var receipt = Receipt.ofJson(file.slice((int) size, array.length));
        return new SnapshotFile(name, Digest.sha256(body), receipt);
    }
}
