package coco.bench.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coco.bench.ethereum.LoadRun.Notes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Five transactions in one second: what counts, and from when to when. */
final class RunResultTest {
    private static final int MILLI = 1_000_000;
    private static final int COUNT = 5;

    private static Notes notes() {
        var notes = new Notes(new SignedLoad(List.of(), Map.of(), COUNT, 1), 2);
        notes.from = 1_000L * MILLI;
        notes.to = 2_000L * MILLI;
        return notes;
    }

    private static void note(Notes notes, int transaction, int due, int first, int second) {
        notes.due[transaction] = (long) due * MILLI;
        notes.seen[0][transaction] = (long) first * MILLI;
        notes.seen[1][transaction] = (long) second * MILLI;
    }

    private static RunResult result(Notes notes, boolean... succeeded) {
        return RunResult.of(notes, new Audit.Receipts(succeeded, new long[] {21_000, 21_000, 21_000, 0, 0}, 1));
    }

    @Test
    void onlySuccessesCount() {
        var notes = notes();
        note(notes, 0, 1_100, 1_120, 1_150);
        note(notes, 1, 1_200, 1_250, 1_240);
        note(notes, 2, 1_300, 1_310, 1_320);
        notes.due[3] = 1_400L * MILLI;
        notes.due[4] = 1_500L * MILLI;
        notes.refused[4] = true;
        var result = result(notes, true, true, false, false, false);
        assertEquals(2, result.committed());
        assertEquals(42_000, result.gas());
        assertEquals(1, result.refused());
        assertEquals(1, result.missing());
        assertEquals(1, result.failed());
        assertEquals(2, result.first().count());
        assertEquals(50, result.first().max());
        assertEquals(50, result.all().max(), "the second node is later once, the first once");
    }

    @Test
    void theRateIsOfWhatWasCommittedInTimeAndLatencyOfWhatWasDueInTime() {
        var notes = notes();
        note(notes, 0, 900, 1_100, 1_100);
        note(notes, 1, 1_900, 2_100, 2_110);
        note(notes, 2, 1_500, 1_600, 0);
        var result = result(notes, true, true, true, false, false);
        assertEquals(2, result.committed(), "the first and the third");
        assertEquals(2, result.first().count(), "the second and the third");
        assertEquals(200, result.first().max());
        assertEquals(1, result.all().count(), "the third has not reached the second node");
        assertEquals(210, result.all().max());
    }
}
