package coco.spi;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each promise that {@link LogHistory} checks is broken here once, and must be noticed. */
class LogHistoryTest {
    private static final LogEvent A1 = entry(1, 1, "a");
    private static final LogEvent B1 = entry(1, 2, "b");
    private static final LogEvent C2 = entry(2, 4, "c");

    @Test
    void honestLivesPass() {
        var installed = life(3, A1);
        installed.installed(2);
        installed.accept(C2);
        LogHistory.check(
                List.of(life(1, A1, B1, new LogEvent.LeaderReady(2), C2), life(2, A1, B1, B1, C2), installed, life(1)));
    }

    @Test
    void anotherEntryAtTheSameIndex() {
        notices("another entry", life(1, A1, B1), life(2, A1, entry(1, 2, "x")));
        notices("another entry", life(1, A1), life(2, entry(2, 1, "a")));
    }

    @Test
    void aLostEntry() {
        notices("skips [2]", life(1, A1, B1, C2), life(2, A1, C2));
    }

    @Test
    void anotherOrder() {
        notices("skips [1]", life(1, B1, A1));
        var behindSnapshot = new LogLife(1, 2);
        behindSnapshot.accept(B1);
        notices("goes back", behindSnapshot);
    }

    @Test
    void fallingTerms() {
        notices("terms fall", life(1, entry(3, 1, "a"), entry(2, 2, "b")));
    }

    @Test
    void readyTooEarly() {
        notices("without entry 2", life(1, A1, B1), life(2, A1, new LogEvent.LeaderReady(2)));
        notices("after ready 2", life(1, A1, new LogEvent.LeaderReady(2), A1));
    }

    @Test
    void twoLeadersOfATerm() {
        notices("second leader", life(1, new LogEvent.LeaderReady(2)), life(2, new LogEvent.LeaderReady(2)));
    }

    private static void notices(String what, LogLife... lives) {
        var error = assertThrows(AssertionError.class, () -> LogHistory.check(List.of(lives)));
        assertTrue(String.valueOf(error.getMessage()).contains(what), error.getMessage());
    }

    private static LogLife life(int node, LogEvent... events) {
        var life = new LogLife(node, -1);
        for (var event : events) life.accept(event);
        return life;
    }

    private static LogEvent entry(long term, long index, String text) {
        return new LogEvent.Committed(term, index, Bytes.ofUtf8(text));
    }
}
