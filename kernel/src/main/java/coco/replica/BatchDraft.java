package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.ledger.Cut;
import coco.ledger.Draft;
import coco.ledger.Entry;
import coco.ledger.MapWrites;
import coco.ledger.MerkleTree;
import coco.ledger.NodeSignature;
import coco.ledger.Sealer;
import coco.ledger.Seqno;
import coco.ledger.ServiceSignature;
import coco.ledger.SignatureEntry;
import coco.ledger.Tables;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.store.Editor;
import coco.store.Tx;
import coco.store.Version;
import coco.store.WriteSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A batch in the making: the transactions placed so far, and the state they lead to. Owner: one {@link Assembler}. */
final class BatchDraft {
    static final int SIGNATURE_BYTES = 4 << 10;

    /** A transaction that has its place, before it is sealed. */
    private record Placed(TxId txId, WriteSet writes, Digest claims) {}

    record Signed(Batch batch, LedgerState after, List<Effect.Write> writes) {}

    private final LedgerState head;
    private final View view;
    private final long ledgerTime;
    private final Editor editor;
    private final List<Placed> transactions = new ArrayList<>();
    private int bytes;
    private long viewBase;
    private EpochId epoch;
    private boolean opensEpoch;
    private boolean mustSign;

    BatchDraft(LedgerState head, View view, long ledgerTime) {
        this.head = head;
        this.view = view;
        this.ledgerTime = ledgerTime;
        this.editor = head.store().edit();
        this.viewBase = head.viewBase();
        this.epoch = head.epoch();
    }

    /** A transaction on top of all placed so far. */
    Tx tx(int bytesMax) {
        return new Tx(editor.now(), bytesMax);
    }

    /** The tables after all transactions placed so far. */
    Version now() {
        return editor.now();
    }

    TxId next() {
        return new TxId(view, new Seqno(head.seqno().value() + transactions.size() + 1));
    }

    /** The newest transaction that something executed now has read from. */
    TxId last() {
        return transactions.isEmpty() ? head.txId() : transactions.getLast().txId();
    }

    void add(WriteSet writes, Digest claims) {
        var txId = next();
        transactions.add(new Placed(txId, writes, claims));
        editor.apply(txId.seqno().value(), writes);
        bytes += writes.bytes();
    }

    void viewBase(long base) {
        viewBase = base;
    }

    /** The entry that comes next, the first of the batch, opens {@code id}. */
    void openEpoch(EpochId id) {
        Check.that(transactions.isEmpty(), "a batch belongs to one epoch");
        epoch = id;
        opensEpoch = true;
    }

    /** A client waits for what this batch stands on: it is signed even if it holds nothing. */
    void mustSign() {
        mustSign = true;
    }

    boolean opensEpoch() {
        return opensEpoch;
    }

    EpochId epoch() {
        return epoch;
    }

    boolean isEmpty() {
        return transactions.isEmpty() && !mustSign;
    }

    int size() {
        return transactions.size();
    }

    int bytes() {
        return bytes;
    }

    Signed sealAndSign(Sealer sealer, Setup setup) {
        var tree = head.tree()
                .retainingFrom(Math.max(head.tree().retainedFrom(), head.seqno().value()));
        var entries = new ArrayList<Bytes>();
        var written = new ArrayList<Effect.Write>();
        var size = head.chunkBytes();
        for (var placed : transactions) {
            var entry = sealer.seal(new Draft(placed.txId(), Cut.NONE, placed.claims(), maps(placed.writes())));
            entries.add(entry.bytes());
            written.add(new Effect.Write(placed.txId(), placed.writes()));
            tree = tree.append(entry.leaf());
            size += entry.bytes().size();
        }
        var signature = sign(sealer, setup, tree, size);
        entries.add(signature.bytes());
        var network = head.isEmpty() ? Digest.sha256(entries.getFirst()) : head.networkId();
        var batch = new Batch(
                head.isEmpty() ? Digest.ZERO : network,
                view,
                epoch,
                head.seqno().next(),
                signature.txId().seqno(),
                head.root(),
                entries);
        return new Signed(batch, after(signature, network, tree.append(signature.leaf()), size), written);
    }

    private Entry sign(Sealer sealer, Setup setup, MerkleTree tree, long size) {
        var txId = next();
        var root = tree.root();
        var serviceKey = Check.present(setup.serviceKey(), "a leader holds the service key");
        var node = NodeSignature.sign(txId, root, setup.nodeKey(), setup.nodeCertificate());
        var service = ServiceSignature.sign(
                txId, root, serviceKey, new ServiceSignature.Issuer("", ""), Instant.ofEpochMilli(ledgerTime));
        var maps = new ArrayList<>(SignatureEntry.writes(node, service, tree, tree.retainedFrom()));
        maps.add(MapWrites.onlyRow(Tables.LEDGER_TIME, Bytes.ofUtf8(Long.toString(ledgerTime))));
        var cut = size + SIGNATURE_BYTES >= setup.limits().chunkBytes() ? Cut.AFTER : Cut.NONE;
        return sealer.seal(new Draft(txId, cut, Digest.ZERO, maps));
    }

    private LedgerState after(Entry signature, Digest network, MerkleTree tree, long size) {
        var signatureWrites = Writes.of(signature.maps(), List.of());
        editor.apply(signature.txId().seqno().value(), signatureWrites);
        return new LedgerState(
                network,
                viewBase,
                view,
                epoch,
                opensEpoch ? head.seqno().next() : head.epochFirst(),
                opensEpoch ? ledgerTime : head.epochOpened(),
                signature.txId().seqno(),
                tree,
                editor.now(),
                ledgerTime,
                signature.cut().isAfter() ? 0 : size + signature.bytes().size());
    }

    private static List<MapWrites> maps(WriteSet writes) {
        var maps = new ArrayList<MapWrites>();
        for (var table : writes.tables()) {
            maps.add(new MapWrites(table.table().name(), 0, table.writes(), List.copyOf(table.removes())));
        }
        return maps;
    }
}
