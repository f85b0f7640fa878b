package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.format.ByteReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Registers of one bank (TPM 2.0 Library Part 2, TPMS_PCR_SELECTION).
 *
 * @param bank the hash function with which they are extended
 * @param indexes 0 to 31
 */
public record PcrSelection(Hash bank, SortedSet<Integer> indexes) {
    private static final int BANKS_MAX = 16;
    private static final int BITMAP_SIZE_MAX = 4;

    public PcrSelection {
        indexes = Collections.unmodifiableSortedSet(new TreeSet<>(indexes));
    }

    /** Reads a TPML_PCR_SELECTION: no bank stands in it twice. */
    static List<PcrSelection> readAll(ByteReader in) throws MalformedException {
        var count = in.u32();
        if (count > BANKS_MAX) throw new MalformedException(count + " selections of registers");
        var all = new ArrayList<PcrSelection>();
        for (var i = 0; i < count; i++) {
            var selection = read(in);
            if (all.stream().anyMatch(other -> other.bank() == selection.bank())) {
                throw new MalformedException("two selections of " + selection.bank() + " registers");
            }
            all.add(selection);
        }
        return List.copyOf(all);
    }

    private static PcrSelection read(ByteReader in) throws MalformedException {
        var bank = TpmAlgorithm.hash(in.u16());
        var size = in.u8();
        if (size > BITMAP_SIZE_MAX) throw new MalformedException("a selection of registers of " + size + " bytes");
        var bitmap = in.take(size);
        var indexes = new TreeSet<Integer>();
        for (var i = 0; i < 8 * size; i++) {
            if ((bitmap.at(i / 8) >>> i % 8 & 1) == 1) indexes.add(i);
        }
        return new PcrSelection(bank, indexes);
    }
}
