package coco.sim;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.ChunkName;
import coco.ledger.Entry;
import coco.ledger.EntryCodec;
import coco.ledger.LedgerVerifier;
import coco.ledger.MerkleTree;
import coco.ledger.Receipt;
import coco.ledger.Seqno;
import coco.ledger.SignatureEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What stands on the disks in the end: the same everywhere (I8), sound to an outsider, and good for receipts. */
final class Audit {
    private static final int RECEIPTS = 3;

    private final World world;
    private final Chance chance;

    Audit(World world, Chance chance) {
        this.world = world;
        this.chance = chance;
    }

    void run() {
        try {
            var files = new TreeMap<ChunkName, Bytes>();
            for (var place : world.places()) {
                if (place.isVacant()) continue;
                var its = chunks(place);
                if (files.isEmpty()) files.putAll(its);
                if (!files.equals(its))
                    throw new Checker.Violation("I8: " + place.node().name() + " has other ledger files");
                world.counts().merge("chunks compared", its.size(), Integer::sum);
            }
            var node = chance.pick(world.places().stream()
                            .filter(place -> !place.isVacant())
                            .toList())
                    .node();
            var entries = entries(node);
            // The outsider's check of every signature takes longer than all the rest.
            if (world.seed() % 8 == 0) verify(files);
            receipts(entries);
        } catch (IOException | MalformedException e) {
            throw new Checker.Violation("a ledger file cannot be read: " + e);
        }
    }

    private static SortedMap<ChunkName, Bytes> chunks(Place place) throws IOException, MalformedException {
        var files = new TreeMap<ChunkName, Bytes>();
        for (var name : place.disk.list()) {
            if (!name.startsWith("ledger_")) continue;
            files.put(ChunkName.parse(name), Bytes.unsafeWrap(place.disk.read(name, 0, (int) place.disk.size(name))));
        }
        return files;
    }

    private List<Entry> entries(SimNode node) throws IOException, MalformedException {
        var ledger = node.files().ledger();
        if (ledger.last().value() != world.checker().length()) {
            throw new Checker.Violation("I8: the ledger file of " + node.name() + " ends at " + ledger.last());
        }
        var entries = new ArrayList<Entry>();
        for (var seqno = new Seqno(1); seqno.compareTo(ledger.last()) <= 0; seqno = seqno.next()) {
            var bytes = ledger.read(seqno);
            world.checker().recorded(node.name(), seqno.value(), bytes);
            entries.add(EntryCodec.decode(bytes));
        }
        return entries;
    }

    private void verify(Map<ChunkName, Bytes> files) {
        var verifier = new LedgerVerifier();
        files.forEach(verifier::file);
        var report = verifier.report();
        if (!report.isSound() || report.entries() != world.checker().length()) {
            throw new Checker.Violation("the ledger is not sound: " + report.problems());
        }
        world.count("ledgers verified");
    }

    /** Some entries with the first signature after each. */
    private void receipts(List<Entry> entries) throws MalformedException {
        for (var i = 0; i < RECEIPTS; i++) receipt(entries, chance.below(entries.size() - 1));
    }

    private void receipt(List<Entry> entries, int index) throws MalformedException {
        var signer = index + 1;
        while (!SignatureEntry.isOne(entries.get(signer))) signer++;
        var tree = MerkleTree.EMPTY;
        for (var entry : entries.subList(0, signer)) tree = tree.append(entry.leaf());
        var signature =
                SignatureEntry.of(entries.get(signer)).orElseThrow().node().orElseThrow();
        var leaf = entries.get(index).leaf();
        var proof = tree.proof(index + 1L).orElseThrow();
        var receipt = new Receipt(
                signature.certificate().orElseThrow(),
                new Receipt.Leaf.Plain(leaf),
                signature.node(),
                proof,
                signature.signature(),
                List.of());
        var read = Receipt.ofJson(receipt.toJson());
        var problem = read.problem(Identity.serviceCertificate());
        if (problem.isPresent()) throw new Checker.Violation("a receipt proves nothing: " + problem.get());
        if (proof.root(Digest.sha256(leaf.unsafeArray())).equals(signature.root())) {
            throw new Checker.Violation("a receipt proves what is not there");
        }
        world.count("receipts verified");
    }
}
