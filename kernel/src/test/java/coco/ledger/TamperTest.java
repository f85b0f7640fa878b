package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.AeadKey;
import coco.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Real files with one byte changed, or with their ends cut off: always a typed report that names the right entry. */
class TamperTest {
    private static final String SERVICE = "acme_containing_service";

    /** Every how many bytes inside an entry one is changed; {@code -Dcoco.tamper.step=1} changes all of them. */
    private static final int STEP = Integer.getInteger("coco.tamper.step", 97);

    private record File(ChunkName name, Bytes bytes, LedgerVerifier before) {}

    private static List<File> files() {
        var files = new ArrayList<File>();
        var verifier = new LedgerVerifier();
        for (var file : RealLedgers.files(SERVICE).entrySet()) {
            files.add(new File(file.getKey(), file.getValue(), new LedgerVerifier(verifier)));
            verifier.file(file.getKey(), file.getValue());
        }
        return files;
    }

    private static Report judge(List<File> files, int index, Bytes changed) {
        var verifier = new LedgerVerifier(files.get(index).before);
        verifier.file(files.get(index).name, changed);
        // An entry behind the last signature of a file is judged by a signature in the next.
        for (var i = index + 1; i < files.size() && verifier.report().isSound(); i++)
            verifier.file(files.get(i).name, files.get(i).bytes);
        return verifier.report();
    }

    @Test
    void everyChangedByteOfAnEntryIsFoundAndTheEntryIsNamed() {
        var files = files();
        var changes = 0;
        for (var index = 0; index < files.size(); index++) {
            var isLastFile = index == files.size() - 1;
            var chunk = Chunk.read(files.get(index).bytes);
            for (var i = 0; i < chunk.frames().size(); i++) {
                var frame = chunk.frames().get(i);
                var uncovered =
                        isLastFile && i == chunk.frames().size() - 1 ? uncovered(frame.bytes()) : Set.<Integer>of();
                for (var at : chosen(frame.bytes().size())) {
                    if (uncovered.contains(at)) continue;
                    changes++;
                    checkNamed(files, index, frame, at);
                }
            }
        }
        assertTrue(changes > 2000, changes + " bytes were changed");
    }

    private static void checkNamed(List<File> files, int index, Chunk.Frame frame, int at) {
        var changed = files.get(index).bytes.toArray();
        changed[frame.offset() + at] ^= 1;
        var report = judge(files, index, Bytes.unsafeWrap(changed));
        var where = files.get(index).name + " entry at " + frame.offset() + " byte " + at;
        assertFalse(report.isSound(), where);
        var problem = report.problems().getFirst();
        assertEquals(files.get(index).name.toString(), problem.file(), where);
        // In an open file a wrong size can only show where the next entry ought to begin.
        var isSize =
                at >= 2 && at < EntryCodec.HEADER_SIZE && !files.get(index).name.committed();
        if (!isSize) assertEquals(frame.offset(), problem.offset(), () -> where + "\n" + report.toText());
    }

    private static Set<Integer> chosen(int size) {
        var chosen = new TreeSet<Integer>();
        for (var at = 0; at < size; at++) if (at < 120 || at % STEP == 0 || at > size - 40) chosen.add(at);
        return chosen;
    }

    /**
     * The bytes of the last signature entry that nothing covers until the next one is written, and whose change leaves the
     * entry well formed: flags, the tag (checked by holders of the epoch's key), claims and evidence digests, dependency, read
     * versions, and in the node's signature the numbers of what was committed.
     */
    private static Set<Integer> uncovered(Bytes entry) {
        var uncovered = new TreeSet<Integer>();
        uncovered.add(1);
        add(uncovered, EntryCodec.HEADER_SIZE, AeadKey.TAG_SIZE);
        add(uncovered, EntryCodec.PUBLIC_BEGIN + 9, 32 + 32 + 8);
        var text = new String(entry.toArray(), StandardCharsets.ISO_8859_1);
        for (var table : List.of(Tables.SIGNATURES, Tables.COSE_SIGNATURES, Tables.TREE))
            add(uncovered, text.indexOf(table) + table.length(), 8);
        for (var number : List.of("\"commit_seqno\":", "\"commit_view\":"))
            add(uncovered, text.indexOf(number) + number.length(), 1);
        return uncovered;
    }

    private static void add(Set<Integer> set, int from, int count) {
        for (var i = 0; i < count; i++) set.add(from + i);
    }

    @Test
    void aChangedFrameOfAFileIsFound() {
        var files = files();
        for (var index = 0; index < files.size(); index++) {
            var file = files.get(index).bytes;
            var frames = Chunk.read(file).frames();
            var end = frames.getLast().offset() + frames.getLast().bytes().size();
            for (var at = 0; at < file.size(); at++) {
                if (at >= Chunk.HEADER_SIZE && at < end) continue;
                var changed = file.toArray();
                changed[at] ^= 1;
                assertFalse(
                        judge(files, index, Bytes.unsafeWrap(changed)).isSound(),
                        files.get(index).name + " byte " + at);
            }
        }
    }

    @Test
    void everyCutIsReported() {
        var files = files();
        for (var index : new int[] {1, files.size() - 1}) {
            var file = files.get(index).bytes;
            for (var size = 0; size < file.size(); size += index == files.size() - 1 ? 1 : 31) {
                var verifier = new LedgerVerifier(files.get(index).before);
                verifier.file(files.get(index).name, file.slice(0, size));
                var isOpenAndEmpty =
                        size == Chunk.HEADER_SIZE && !files.get(index).name.committed();
                assertEquals(isOpenAndEmpty, verifier.report().isSound(), files.get(index).name + " cut at " + size);
            }
        }
    }

    @Test
    void aMissingFileIsReported() {
        for (var missing = 0; missing < files().size() - 1; missing++) {
            var verifier = new LedgerVerifier();
            var files = files();
            files.remove(missing);
            for (var file : files) verifier.file(file.name, file.bytes);
            assertEquals(1, verifier.report().problems().size());
        }
    }

    @Test
    void swappedEntriesAreReported() {
        var file = files().getFirst();
        var frames = Chunk.read(file.bytes).frames();
        var swapped =
                Chunk.complete(List.of(frames.get(1).bytes(), frames.get(0).bytes()));
        var verifier = new LedgerVerifier();
        verifier.file(file.name, swapped);
        assertEquals(
                "the entry says it is seqno 2",
                verifier.report().problems().getFirst().reason());
    }
}
