package coco.node;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.Entry;
import coco.ledger.EntryCodec;
import coco.ledger.LeafComponents;
import coco.ledger.MerkleProof;
import coco.ledger.Receipt;
import coco.ledger.SignatureEntry;
import coco.ledger.TxId;
import coco.replica.Evidence;
import coco.replica.LedgerState;
import java.io.IOException;
import java.util.List;

/**
 * Makes receipts of committed transactions out of the ledger's entries: each batch's signature entry holds the part
 * of the tree that is needed.
 */
final class Receipts {
    private static final int BATCH_MAX = 100_000;

    private final Entries entries;

    Receipts(Entries entries) {
        this.entries = entries;
    }

    /** The receipt of a transaction that {@code accepted} holds, in CCF's JSON. */
    Bytes json(LedgerState accepted, TxId txId) throws IOException, InterruptedException, MalformedException {
        var entry = EntryCodec.decode(entries.read(txId.seqno()));
        if (!entry.txId().equals(txId))
            throw new MalformedException("the ledger file holds another entry " + txId.seqno());
        if (SignatureEntry.isOne(entry)) return ofSignature(entry).toJson();
        var seqno = txId.seqno();
        for (var i = 0; i < BATCH_MAX; i++) {
            seqno = seqno.next();
            var next = EntryCodec.decode(entries.read(seqno));
            if (SignatureEntry.isOne(next))
                return covered(accepted, entry, next).toJson();
        }
        throw new MalformedException("no signature follows entry " + txId);
    }

    private static Receipt covered(LedgerState accepted, Entry entry, Entry signature) throws MalformedException {
        var signed = SignatureEntry.of(signature).orElseThrow();
        var tree = signed.tree().orElseThrow(() -> new MalformedException("a signature without its tree"));
        var node = signed.node().orElseThrow(() -> new MalformedException("a signature without its node"));
        var proof = tree.proof(entry.txId().seqno().value())
                .orElseThrow(() -> new MalformedException("the signed tree does not reach back to the entry"));
        var components = LeafComponents.of(entry, Evidence.of(accepted.store(), entry.txId()));
        return Receipt.of(components, proof, node);
    }

    private static Receipt ofSignature(Entry entry) throws MalformedException {
        var node = SignatureEntry.of(entry)
                .orElseThrow()
                .node()
                .orElseThrow(() -> new MalformedException("a signature without its node"));
        var certificate =
                node.certificate().orElseThrow(() -> new MalformedException("a signature without its certificate"));
        return new Receipt(
                certificate,
                new Receipt.Leaf.Plain(node.root()),
                node.node(),
                new MerkleProof(List.of()),
                node.signature(),
                List.of());
    }
}
