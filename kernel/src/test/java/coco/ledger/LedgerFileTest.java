package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger on disk: cut by the entries' own flags, written once, repaired at the end only. Chunks: 1 to 3, 4 to 5, 6 on. */
class LedgerFileTest {
    private final MemoryStorage disk = new MemoryStorage();
    private final List<Bytes> entries = new ArrayList<>();

    @BeforeEach
    void someEntries() {
        var ledger = new TestLedger();
        for (var seqno = 1; seqno <= 8; seqno++) {
            var cut = seqno == 3 || seqno == 5 ? Cut.AFTER : Cut.NONE;
            var row = MapWrites.onlyRow("public:test", Bytes.ofUtf8("value " + seqno));
            entries.add(ledger.add(cut, Digest.ZERO, row).bytes());
        }
    }

    private LedgerFile open() throws IOException, LedgerFile.TamperedException {
        return LedgerFile.open(disk, new Seqno(1));
    }

    private LedgerFile whole() throws IOException, LedgerFile.TamperedException {
        var file = open();
        file.append(new Seqno(1), entries);
        file.sync();
        return file;
    }

    private void holds(LedgerFile file, int last) throws IOException {
        assertEquals(new Seqno(last), file.last());
        for (var seqno = 1; seqno <= last; seqno++) assertEquals(entries.get(seqno - 1), file.read(new Seqno(seqno)));
        var beyond = new Seqno(last + 1L);
        assertThrows(IOException.class, () -> file.read(beyond));
    }

    private static final List<String> NAMES = List.of("ledger_1-3.committed", "ledger_4-5.committed", "ledger_6");

    @Test
    void chunksEndWhereTheEntriesSay() throws IOException, LedgerFile.TamperedException {
        holds(whole(), 8);
        assertEquals(NAMES, disk.list());
        assertEquals(Chunk.complete(entries.subList(0, 3)), Bytes.of(disk.bytes(NAMES.getFirst())));
        assertEquals(Chunk.open(entries.subList(5, 8)), Bytes.of(disk.bytes("ledger_6")));
        holds(open(), 8);
    }

    @Test
    void bytesDoNotDependOnHowTheyCame() throws IOException, LedgerFile.TamperedException {
        whole();
        var other = new MemoryStorage();
        var file = LedgerFile.open(other, new Seqno(1));
        for (var seqno = 1; seqno <= 8; seqno++) {
            file.append(new Seqno(seqno), List.of(entries.get(seqno - 1)));
            file = LedgerFile.open(other, new Seqno(1));
        }
        assertEquals(disk.list(), other.list());
        for (var name : NAMES) assertEquals(Bytes.of(disk.bytes(name)), Bytes.of(other.bytes(name)), name);
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenAgain() throws IOException, LedgerFile.TamperedException {
        var file = whole();
        var before = Bytes.of(disk.bytes("ledger_6"));
        file.append(new Seqno(1), entries);
        file.append(new Seqno(7), entries.subList(6, 8));
        holds(file, 8);
        assertEquals(before, Bytes.of(disk.bytes("ledger_6")));
        assertEquals(0, file.repaired());
    }

    @Test
    void thereAreNoGaps() throws IOException, LedgerFile.TamperedException {
        var file = open();
        file.append(new Seqno(1), entries.subList(0, 2));
        assertThrows(IllegalStateException.class, () -> file.append(new Seqno(4), entries.subList(3, 4)));
        holds(file, 2);
    }

    @Test
    void aCrashTakesNothingThatWasSynced() throws IOException, LedgerFile.TamperedException {
        var file = whole();
        disk.crash();
        holds(open(), 8);
        assertEquals(8, file.last().value());
    }

    @Test
    void aClosedChunkIsDurableByItself() throws IOException, LedgerFile.TamperedException {
        open().append(new Seqno(1), entries);
        disk.crash();
        assertEquals(Chunk.complete(entries.subList(0, 3)), Bytes.of(disk.bytes(NAMES.get(0))));
        assertEquals(Chunk.complete(entries.subList(3, 5)), Bytes.of(disk.bytes(NAMES.get(1))));
        holds(open(), 5);
    }

    @Test
    void aTornEndIsCutBackToWholeEntriesAndFilledAgain() throws IOException, LedgerFile.TamperedException {
        whole();
        var content = disk.bytes("ledger_6");
        for (var size = 0; size < content.length; size++) {
            disk.files.put("ledger_6", java.util.Arrays.copyOf(content, size));
            var file = open();
            var kept = file.last().value();
            assertTrue(kept >= 5 && kept < 8, "cut at " + size + ": " + kept);
            file.append(new Seqno(6), entries.subList(5, 8));
            holds(file, 8);
            assertEquals(Bytes.of(content), Bytes.of(disk.bytes("ledger_6")));
        }
    }

    @Test
    void aWrongEndIsWrittenAgain() throws IOException, LedgerFile.TamperedException {
        whole();
        var content = disk.bytes("ledger_6");
        var before = Bytes.of(content);
        content[content.length - 1] ^= 1;
        var file = open();
        file.append(new Seqno(6), entries.subList(5, 8));
        assertEquals(1, file.repaired());
        assertEquals(before, Bytes.of(disk.bytes("ledger_6")));
        holds(file, 8);
    }

    @Test
    void aChunkWhoseClosingWasCutShortIsClosed() throws IOException, LedgerFile.TamperedException {
        var file = open();
        file.append(new Seqno(1), entries.subList(0, 3));
        var closed = disk.bytes("ledger_1-3.committed");
        // Everything but the last step, the new name.
        disk.rename("ledger_1-3.committed", "ledger_1");
        holds(open(), 3);
        assertEquals(List.of("ledger_1-3.committed"), disk.list());
        assertEquals(Bytes.of(closed), Bytes.of(disk.bytes("ledger_1-3.committed")));
    }

    @Test
    void aClosedChunkIsNeverChanged() throws IOException, LedgerFile.TamperedException {
        whole();
        var content = disk.bytes("ledger_1-3.committed");
        content[60] ^= 1;
        var before = Bytes.of(content);
        var file = open();
        assertThrows(LedgerFile.TamperedException.class, () -> file.append(new Seqno(1), entries));
        assertEquals(before, Bytes.of(disk.bytes("ledger_1-3.committed")));
    }

    @Test
    void foreignAndMissingFilesAreTampering() throws IOException, LedgerFile.TamperedException {
        whole();
        var middle = disk.files.remove("ledger_4-5.committed");
        assertThrows(LedgerFile.TamperedException.class, this::open);
        disk.append("ledger_4-5.committed", middle);
        holds(open(), 8);
        for (var name : List.of("ledger_4", "ledger_x", "ledger_6-8", "ledger_9")) {
            disk.append(name, disk.bytes("ledger_6"));
            assertThrows(LedgerFile.TamperedException.class, this::open, name);
            disk.delete(name);
        }
        disk.append("snapshot_3", new byte[3]);
        holds(open(), 8);
    }

    @Test
    void aBrokenPositionsTableGivesNoEntry() throws IOException, LedgerFile.TamperedException {
        whole();
        var content = disk.bytes("ledger_1-3.committed");
        for (var at : List.of(0, 6, content.length - 1, content.length - 5)) {
            content[at] ^= 0x7f;
            var file = open();
            var wrong = 0;
            for (var seqno = 1; seqno <= 3; seqno++) {
                try {
                    if (!file.read(new Seqno(seqno)).equals(entries.get(seqno - 1))) wrong++;
                } catch (IOException e) {
                    wrong++;
                }
            }
            assertTrue(wrong > 0, "byte " + at);
            content[at] ^= 0x7f;
        }
    }

    @Test
    void aNodeThatJoinsBeginsBehindItsSnapshot() throws IOException, LedgerFile.TamperedException {
        var file = LedgerFile.open(disk, new Seqno(4));
        assertEquals(new Seqno(3), file.last());
        file.append(new Seqno(4), entries.subList(3, 8));
        assertEquals(new Seqno(4), file.first());
        assertEquals(new Seqno(8), LedgerFile.open(disk, new Seqno(1)).last());
        file.append(new Seqno(2), entries.subList(1, 8));
        assertEquals(List.of("ledger_4-5.committed", "ledger_6"), disk.list());
    }
}
