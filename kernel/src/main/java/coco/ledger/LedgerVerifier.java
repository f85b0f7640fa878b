package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a ledger offline: feed it the files in their order, then the snapshots, then ask for the report.
 *
 * <p>It recomputes the Merkle tree from the bytes, and asks at each signature entry: is the signed root that of the tree; did
 * the node sign it, was it trusted at that place by the tables of the ledger itself, did the service issue its certificate,
 * was that valid at the time of signing; did the service's key sign it too. The first entry that breaks the chain ends the
 * reading: nothing after it is judged. Where a root differs, the tree's value in the signature entry tells which entry it is.
 *
 * <p>What it cannot know: whether the first service certificate is the right one (compare {@link Report#service}), whether a
 * later part of the ledger was left out. Mutable; owned by its maker.
 */
public final class LedgerVerifier {
    private record Place(String file, long offset) {}

    /** What the ledger says about one snapshot, and the service then. */
    private record Vouched(SnapshotEvidence evidence, Digest leaf, Certificate service) {}

    private final List<Place> places;
    private final List<Report.Problem> problems;
    private final Map<Seqno, Vouched> snapshots;
    private final Map<Digest, Seqno> signedRoots;
    private final TrustState trust;
    private MerkleTree tree = MerkleTree.EMPTY;
    private View view = new View(0);
    private Optional<TxId> lastSigned = Optional.empty();
    private Optional<Digest> lastRoot = Optional.empty();
    /** A fall of the view: the entry itself or one before it was changed, which the next signature tells. */
    private Optional<Report.Problem> suspicion = Optional.empty();

    private boolean stopped;
    private long nodeSignatures;
    private long serviceSignatures;
    private long snapshotsRead;

    public LedgerVerifier() {
        places = new ArrayList<>(List.of(new Place("", 0)));
        problems = new ArrayList<>();
        snapshots = new HashMap<>();
        signedRoots = new HashMap<>();
        trust = new TrustState();
    }

    /** A verifier that goes on from where {@code other} is, on its own. */
    LedgerVerifier(LedgerVerifier other) {
        places = new ArrayList<>(other.places);
        problems = new ArrayList<>(other.problems);
        snapshots = new HashMap<>(other.snapshots);
        signedRoots = new HashMap<>(other.signedRoots);
        trust = new TrustState(other.trust);
        tree = other.tree;
        view = other.view;
        lastSigned = other.lastSigned;
        lastRoot = other.lastRoot;
        suspicion = other.suspicion;
        stopped = other.stopped;
        nodeSignatures = other.nodeSignatures;
        serviceSignatures = other.serviceSignatures;
        snapshotsRead = other.snapshotsRead;
    }

    /** The seqno that the next entry must have. */
    public Seqno next() {
        return new Seqno(tree.size());
    }

    /** Judges the next file. After a break it does nothing. */
    public void file(ChunkName name, Bytes bytes) {
        if (stopped) return;
        var file = name.toString();
        if (!name.first().equals(next())) {
            stop(
                    new Place(file, 0),
                    Optional.of(next()),
                    "the file begins at " + name.first() + ", expected " + next());
            return;
        }
        var chunk = Chunk.read(bytes);
        var frames = chunk.frames();
        for (var i = 0; i < frames.size() && !stopped; i++) {
            var isFirst = i == 0;
            var isLast = i == frames.size() - 1 && chunk.defect().isEmpty();
            entry(new Place(file, frames.get(i).offset()), frames.get(i).bytes(), isFirst, isLast);
        }
        if (!stopped) close(name, chunk);
    }

    private void close(ChunkName name, Chunk chunk) {
        var file = name.toString();
        if (chunk.defect().isPresent()) {
            var defect = chunk.defect().get();
            stop(new Place(file, defect.offset()), Optional.of(next()), defect.reason());
            return;
        }
        var end = new Seqno(tree.size() - 1);
        if (name.last().isPresent() && !name.last().get().equals(end))
            stop(new Place(file, 0), Optional.empty(), "the file ends at " + end + ", its name says otherwise");
        else if (name.last().isPresent() && !chunk.complete())
            stop(new Place(file, 0), Optional.empty(), "the file is closed by its name but has no positions table");
        else if (chunk.complete() && !isSigned(end))
            stop(places.getLast(), Optional.of(end), "the file is closed but does not end in a signature");
    }

    private boolean isSigned(Seqno seqno) {
        return lastSigned.isPresent() && lastSigned.get().seqno().equals(seqno);
    }

    private void entry(Place place, Bytes bytes, boolean isFirst, boolean isLast) {
        var seqno = next();
        try {
            var entry = EntryCodec.decode(bytes);
            checkOrder(entry, isFirst, isLast);
            if (entry.txId().view().compareTo(view) < 0 && suspicion.isEmpty())
                suspicion = Optional.of(fallAt(place, entry.txId()));
            places.add(place);
            var signature = SignatureEntry.of(entry);
            if (signature.isPresent()) signature(entry.txId(), signature.get());
            else apply(entry);
            if (stopped) return;
            tree = tree.append(entry.leaf());
            view = entry.txId().view();
        } catch (MalformedException e) {
            stop(place, Optional.of(seqno), String.valueOf(e.getMessage()));
        }
    }

    private void checkOrder(Entry entry, boolean isFirst, boolean isLast) throws MalformedException {
        var txId = entry.txId();
        if (!txId.seqno().equals(next())) throw new MalformedException("the entry says it is seqno " + txId.seqno());
        if (entry.cut().isBefore() && !isFirst || entry.cut().isAfter() && !isLast)
            throw new MalformedException("the file is not cut where the entry asks for it");
    }

    private static Report.Problem fallAt(Place place, TxId txId) {
        return new Report.Problem(
                place.file, place.offset, Optional.of(txId.seqno()), "the view falls to " + txId.view());
    }

    private void apply(Entry entry) throws MalformedException {
        trust.apply(entry, lastRoot);
        var json = entry.onlyRow(Tables.SNAPSHOT_EVIDENCE);
        if (json.isEmpty()) return;
        var evidence = SnapshotEvidence.ofJson(json.get());
        if (entry.type().hasClaims() && !entry.claims().equals(Optional.of(evidence.hash())))
            throw new MalformedException("the entry claims another snapshot than its table");
        if (evidence.version().compareTo(entry.txId().seqno()) >= 0)
            throw new MalformedException("the snapshot is of a later state than its evidence");
        trust.serviceCertificate()
                .ifPresent(
                        service -> snapshots.put(entry.txId().seqno(), new Vouched(evidence, entry.leaf(), service)));
    }

    private void signature(TxId txId, SignatureEntry signature) throws MalformedException {
        var root = tree.root();
        checkTree(txId, signature);
        var signed = signature.node().map(NodeSignature::root).or(() -> signature
                .tree()
                .map(MerkleTree::root));
        if (signed.isPresent() && !signed.get().equals(root)) {
            blame(txId.seqno(), signature);
            return;
        }
        if (suspicion.isPresent()) {
            stopped = true;
            problems.add(suspicion.get());
            return;
        }
        var reasons = new ArrayList<String>();
        var time = signature.service().map(ServiceSignature::issuedAt);
        signature.node().ifPresent(node -> reasons.addAll(trust.problemsOf(node, time)));
        signature.service().ifPresent(service -> reasons.addAll(trust.problemsOf(service, root)));
        for (var reason : reasons) stop(places.getLast(), Optional.of(txId.seqno()), reason);
        if (stopped) return;
        if (signature.node().isPresent()) nodeSignatures++;
        if (signature.service().isPresent()) serviceSignatures++;
        lastSigned = Optional.of(txId);
        lastRoot = Optional.of(root);
        signedRoots.put(root, txId.seqno());
    }

    /** The parts of a signature entry agree with each other and with the entry. */
    private static void checkTree(TxId txId, SignatureEntry signature) throws MalformedException {
        if (signature.node().isPresent() && !signature.node().get().txId().equals(txId))
            throw new MalformedException("the node's signature is for another entry");
        if (signature.service().isPresent() && !signature.service().get().txId().equals(txId))
            throw new MalformedException("the service's signature is for another entry");
        if (signature.tree().isEmpty()) return;
        var listed = signature.tree().get();
        if (listed.size() != txId.seqno().value()) throw new MalformedException("the tree has a wrong size");
        if (signature.node().isPresent() && !signature.node().get().root().equals(listed.root()))
            throw new MalformedException("the tree is not the one that was signed");
    }

    /** The signed root is another: names the entries that are not what the tree in the signature entry says. */
    private void blame(Seqno seqno, SignatureEntry signature) {
        if (signature.tree().isPresent()) {
            var listed = signature.tree().get();
            for (var index = listed.retainedFrom(); index < listed.size(); index++)
                if (!listed.leaf(index).equals(tree.leaf(index)))
                    stop(
                            places.get((int) index),
                            Optional.of(new Seqno(index)),
                            "the entry is not the one that was signed at " + seqno);
        }
        if (!stopped) stop(places.getLast(), Optional.of(seqno), "the signed root is not that of the entries before");
    }

    /** Judges a snapshot file against the evidence in the ledger; after all files. */
    public void snapshot(SnapshotFile.Name name, Bytes bytes) {
        snapshotsRead++;
        try {
            var snapshot = SnapshotFile.read(name, bytes);
            var vouched = snapshots.get(name.evidence());
            if (vouched == null) throw new MalformedException("the ledger has no evidence of the snapshot");
            check(snapshot, vouched);
        } catch (MalformedException e) {
            problems.add(
                    new Report.Problem(name.toString(), 0, Optional.of(name.seqno()), String.valueOf(e.getMessage())));
        }
    }

    private void check(SnapshotFile snapshot, Vouched vouched) throws MalformedException {
        if (!vouched.evidence.equals(
                new SnapshotEvidence(snapshot.digest(), snapshot.name().seqno())))
            throw new MalformedException("the snapshot is not the one that the ledger vouches for");
        var receipt = snapshot.receipt();
        var problem = receipt.problem(vouched.service);
        if (problem.isPresent()) throw new MalformedException("the snapshot's receipt: " + problem.get());
        if (!receipt.leaf().digest().equals(vouched.leaf))
            throw new MalformedException("the snapshot's receipt is of another entry");
        if (!signedRoots.containsKey(receipt.root()))
            throw new MalformedException("the root of the snapshot's receipt is not signed in this ledger");
    }

    /** The judgement so far. Entries behind the last signature are a problem: nobody vouches for them. */
    public Report report() {
        var all = new ArrayList<>(problems);
        var signed = lastSigned.map(txId -> txId.seqno().value()).orElse(0L);
        if (!stopped && suspicion.isPresent()) {
            all.add(suspicion.get());
        } else if (!stopped && signed + 1 < tree.size()) {
            var place = places.get((int) (signed + 1));
            var reason = "no signature covers the entries from here on";
            all.add(new Report.Problem(place.file, place.offset, Optional.of(new Seqno(signed + 1)), reason));
        }
        if (tree.size() == 1 && all.isEmpty())
            all.add(new Report.Problem("", 0, Optional.empty(), "there are no entries"));
        return new Report(
                tree.size() - 1,
                nodeSignatures,
                serviceSignatures,
                snapshotsRead,
                lastSigned,
                trust.serviceCertificate(),
                all);
    }

    private void stop(Place place, Optional<Seqno> seqno, String reason) {
        stopped = true;
        problems.add(new Report.Problem(place.file, place.offset, seqno, reason));
    }
}
