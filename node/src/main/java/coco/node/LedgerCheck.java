package coco.node;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.Chunk;
import coco.ledger.ChunkName;
import coco.ledger.EntryCodec;
import coco.ledger.LedgerFile.TamperedException;
import coco.ledger.LedgerVerifier;
import coco.ledger.MerkleTree;
import coco.replica.LedgerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds the ledger files of a node that comes back against its newest snapshot, whose Merkle root covers every entry up to it.
 * What is newer the ordered log hands over again, and {@link coco.ledger.LedgerFile} compares it. Only hashes are computed; the
 * signatures are asked where something is wrong, since they tell which entry it is.
 */
final class LedgerCheck {
    private LedgerCheck() {}

    /** @throws TamperedException where they do not fit; the message names file, offset and entry */
    static void against(LedgerState state, Path folder) throws IOException, TamperedException {
        if (state.isEmpty()) return;
        var files = files(folder);
        var tree = treeUpTo(state.seqno().value(), files);
        if (tree.size() == state.seqno().value() + 1 && tree.root().equals(state.root())) return;
        throw new TamperedException("the ledger in " + folder + " is not that of the snapshot at " + state.txId() + ": "
                + problem(tree, files));
    }

    private static Map<ChunkName, Path> files(Path folder) throws IOException, TamperedException {
        var files = new TreeMap<ChunkName, Path>();
        try (var all = Files.newDirectoryStream(folder, "ledger_*")) {
            for (var file : all) files.put(ChunkName.parse(file.getFileName().toString()), file);
        } catch (MalformedException e) {
            throw new TamperedException("unknown file in the ledger: " + e.getMessage());
        }
        return files;
    }

    /** Ends early where an entry cannot be read. */
    private static MerkleTree treeUpTo(long last, Map<ChunkName, Path> files) throws IOException {
        var tree = MerkleTree.EMPTY;
        for (var file : files.entrySet()) {
            if (file.getKey().first().value() != tree.size()) return tree;
            var chunk = Chunk.read(Bytes.unsafeWrap(Files.readAllBytes(file.getValue())));
            for (var frame : chunk.frames()) {
                if (tree.size() > last) return tree;
                try {
                    tree = tree.append(EntryCodec.decode(frame.bytes()).leaf());
                } catch (MalformedException _) {
                    // What is wrong with it is told where all is known to be wrong.
                    return tree;
                }
                tree = tree.retainingFrom(tree.size());
            }
            if (chunk.defect().isPresent()) return tree;
        }
        return tree;
    }

    private static String problem(MerkleTree tree, Map<ChunkName, Path> files) throws IOException {
        var verifier = new LedgerVerifier();
        for (var file : files.entrySet())
            verifier.file(file.getKey(), Bytes.unsafeWrap(Files.readAllBytes(file.getValue())));
        var problems = verifier.report().problems();
        return problems.isEmpty()
                ? "it ends at entry " + (tree.size() - 1)
                : problems.getFirst().toString();
    }
}
