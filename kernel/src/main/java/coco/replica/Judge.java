package coco.replica;

import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.Entry;
import coco.ledger.EntryCodec;
import coco.ledger.MapWrites;
import coco.ledger.MerkleTree;
import coco.ledger.NodeId;
import coco.ledger.NodeSignature;
import coco.ledger.Sealer;
import coco.ledger.SignatureEntry;
import coco.ledger.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a committed batch, as every other node does: from its bytes, its Raft term and the accepted state alone (rules 9 to 11).
 *
 * <p>It remembers the batches accepted last, only to tell a harmless repetition from a misfit: both change nothing.
 */
final class Judge {
    private static final int REMEMBERED = 64;

    private final @Nullable Digest expectedNetwork;
    private final Keyring keyring;
    private final TrustedNodes trusted = new TrustedNodes();
    private final Map<Long, Bytes> recent = new LinkedHashMap<>();

    Judge(@Nullable Digest expectedNetwork, Keyring keyring) {
        this.expectedNetwork = expectedNetwork;
        this.keyring = keyring;
    }

    void remember(Batch batch, Bytes bytes) {
        recent.put(batch.first().value(), Digest.sha256(bytes).toBytes());
        if (recent.size() > REMEMBERED) recent.remove(recent.keySet().iterator().next());
    }

    Verdict judge(LedgerState accepted, long term, Bytes bytes) {
        try {
            var batch = Batch.decode(bytes);
            if (isRepeated(batch, bytes)) return new Verdict.Duplicate();
            var misplaced = misplaced(accepted, term, batch);
            if (misplaced != null) return new Verdict.Voided(misplaced);
            var entries = entries(batch);
            var tree = tree(accepted, entries);
            var wrong = wrongSignature(accepted, entries, tree);
            if (wrong != null) return new Verdict.Voided(wrong);
            if (accepted.isEmpty()
                    && expectedNetwork != null
                    && !networkOf(batch).equals(expectedNetwork)) {
                return new Verdict.Broken("this is network " + networkOf(batch) + ", not the one that was approved");
            }
            return open(accepted, term, batch, entries, tree);
        } catch (MalformedException e) {
            return new Verdict.Voided("malformed: " + e.getMessage());
        }
    }

    private boolean isRepeated(Batch batch, Bytes bytes) {
        var before = recent.get(batch.first().value());
        return before != null && before.equals(Digest.sha256(bytes).toBytes());
    }

    /** Why the batch does not go where it claims to; null where it does. */
    static @Nullable String misplaced(LedgerState accepted, long term, Batch batch) {
        var viewBase = accepted.isEmpty() ? batch.view().value() - term : accepted.viewBase();
        if (batch.view().value() != viewBase + term)
            return "made for view " + batch.view() + ", in the log of term " + term;
        if (batch.first().value() != accepted.seqno().value() + 1) {
            return "begins at " + batch.first() + " after " + accepted.seqno();
        }
        if (!batch.previousRoot().equals(accepted.root())) return "builds on another root";
        if (!batch.networkId().equals(accepted.networkId())) return "of another network";
        if (!batch.view().equals(accepted.view()) && !batch.epoch().view().equals(batch.view())) {
            return "opens a view without an epoch of its own";
        }
        if (batch.epoch().compareTo(accepted.epoch()) < 0) return "goes back to an older epoch";
        return null;
    }

    /** Whether batches on top of {@code state} may be signed by {@code node}. */
    boolean trusts(LedgerState state, NodeId node) {
        return trusted.key(state.store(), node) != null;
    }

    private static Digest networkOf(Batch batch) {
        return Digest.sha256(batch.entries().getFirst());
    }

    private static List<Entry> entries(Batch batch) throws MalformedException {
        var entries = new ArrayList<Entry>(batch.entries().size());
        var seqno = batch.first();
        for (var bytes : batch.entries()) {
            var entry = EntryCodec.decode(bytes);
            if (!entry.txId().seqno().equals(seqno) || !entry.txId().view().equals(batch.view())) {
                throw new MalformedException(
                        "entry " + entry.txId() + " in the place of " + batch.view() + "." + seqno);
            }
            var last = seqno.equals(batch.last());
            if (SignatureEntry.isOne(entry) != last) throw new MalformedException("a batch ends in its one signature");
            if (entry.claims().isEmpty() || entry.evidence().isEmpty())
                throw new MalformedException("an entry of an old type");
            if (entry.cut().isBefore() || (entry.cut().isAfter() && !last))
                throw new MalformedException("a cut inside a batch");
            entries.add(entry);
            seqno = seqno.next();
        }
        return entries;
    }

    /** The tree that the signature has to cover. */
    private static MerkleTree tree(LedgerState accepted, List<Entry> entries) {
        var tree = accepted.tree()
                .retainingFrom(Math.max(
                        accepted.tree().retainedFrom(), accepted.seqno().value()));
        for (var entry : entries.subList(0, entries.size() - 1)) tree = tree.append(entry.leaf());
        return tree;
    }

    private @Nullable String wrongSignature(LedgerState accepted, List<Entry> entries, MerkleTree tree)
            throws MalformedException {
        var signature = SignatureEntry.of(entries.getLast())
                .flatMap(SignatureEntry::node)
                .orElseThrow(() -> new MalformedException("a batch without a node's signature"));
        if (!signature.txId().equals(entries.getLast().txId())) return "the signature is another entry's";
        if (!signature.root().equals(tree.root())) return "the signed root is not that of the entries";
        return isTrustedSigner(accepted, entries, signature)
                ? null
                : "signed by " + signature.node().brief() + ", who may not, or wrongly";
    }

    private boolean isTrustedSigner(LedgerState accepted, List<Entry> entries, NodeSignature signature) {
        // The genesis entry names the node that signs it.
        var store = accepted.isEmpty()
                ? accepted.store().with(1, Writes.of(entries.getFirst().maps(), List.of()))
                : accepted.store();
        var key = trusted.key(store, signature.node());
        return key != null && signature.isBy(key);
    }

    private Verdict open(LedgerState accepted, long term, Batch batch, List<Entry> entries, MerkleTree tree)
            throws MalformedException {
        // First all that may make it void: what is void leaves nothing behind, no key either.
        var signature = entries.getLast();
        var time = ledgerTime(signature);
        if (time <= accepted.ledgerTime()) return new Verdict.Voided("ledger time does not grow");
        var viewBase = accepted.isEmpty() ? viewBase(entries) : accepted.viewBase();
        if (batch.view().value() != viewBase + term) return new Verdict.Voided("the genesis is made for another view");
        var opensEpoch = !batch.epoch().equals(accepted.epoch());
        if (opensEpoch) {
            var record = epochRecord(entries);
            if (!record.id().equals(batch.epoch()) || !record.first().equals(batch.first()))
                return new Verdict.Voided("another epoch's record");
            var problem = keyring.learn(record);
            if (problem != null) return new Verdict.Broken(problem);
        }
        var sealer = keyring.get(batch.epoch());
        if (sealer == null) return new Verdict.Broken("this node lacks the key of epoch " + batch.epoch());
        var editor = accepted.store().edit();
        var writes = new ArrayList<Effect.Write>();
        var bytes = accepted.chunkBytes();
        for (var entry : entries) {
            var opened = opened(sealer, entry);
            if (opened == null)
                return new Verdict.Broken(
                        "entry " + entry.txId() + " does not open under the key of epoch " + batch.epoch());
            var written = Writes.of(entry.maps(), opened);
            editor.apply(entry.txId().seqno().value(), written);
            writes.add(new Effect.Write(entry.txId(), written));
            bytes += entry.bytes().size();
        }
        writes.removeLast();
        var next = new LedgerState(
                accepted.isEmpty() ? networkOf(batch) : accepted.networkId(),
                viewBase,
                batch.view(),
                batch.epoch(),
                opensEpoch ? batch.first() : accepted.epochFirst(),
                opensEpoch ? time : accepted.epochOpened(),
                batch.last(),
                tree.append(signature.leaf()),
                editor.now(),
                time,
                signature.cut().isAfter() ? 0 : bytes);
        return new Verdict.Accepted(next, writes, batch, List.of());
    }

    private static EpochRecord epochRecord(List<Entry> entries) throws MalformedException {
        var row = entries.getFirst().onlyRow(EpochRecord.TABLE.name());
        return EpochRecord.decode(row.orElseThrow(() -> new MalformedException("a new epoch without its record")));
    }

    private static @Nullable List<MapWrites> opened(Sealer sealer, Entry entry) {
        try {
            return sealer.open(entry);
        } catch (AuthenticationFailedException | MalformedException e) {
            return null;
        }
    }

    private static long ledgerTime(Entry signature) throws MalformedException {
        var row = signature
                .onlyRow(Tables.LEDGER_TIME)
                .orElseThrow(() -> new MalformedException("a signature without a time"));
        try {
            return Long.parseLong(row.toUtf8());
        } catch (NumberFormatException e) {
            throw new MalformedException("a signature's time is not a number", e);
        }
    }

    private static long viewBase(List<Entry> entries) throws MalformedException {
        var row = entries.getFirst()
                .onlyRow(Genesis.VIEW_BASE.name())
                .orElseThrow(() -> new MalformedException("a genesis without a view base"));
        try {
            return Long.parseLong(row.toUtf8());
        } catch (NumberFormatException e) {
            throw new MalformedException("a view base is a number", e);
        }
    }
}
