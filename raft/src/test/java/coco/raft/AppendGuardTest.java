package coco.raft;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import coco.crypto.Bytes;
import coco.spi.OrderedLog.Proposal;
import org.junit.jupiter.api.Test;

class AppendGuardTest {
    private final AppendGuard guard = new AppendGuard();

    @Test
    void takesOneBatchAfterTheOther() {
        append(5, 11, 20);
        append(5, 21, 21);
        assertNotNull(guard.refusal(batch(5, 21, 21), 5), "again");
        assertNotNull(guard.refusal(batch(5, 23, 25), 5), "a gap");
        append(5, 22, 30);
    }

    @Test
    void theFirstOfferOfATermSetsItsBeginEvenIfRefused() {
        guard.offered(batch(5, 11, 20), 5);
        guard.offered(batch(5, 21, 30), 5);
        assertNotNull(guard.refusal(batch(5, 21, 30), 5), "its predecessor is not in the log");
        append(5, 11, 20);
    }

    @Test
    void aTermThatIsOverOrNeverWasTakesNothing() {
        append(5, 11, 20);
        assertNotNull(guard.refusal(batch(5, 21, 30), 6), "the term has moved on");
        guard.offered(batch(9, 1, 1), 6);
        append(6, 15, 15);
        assertNotNull(guard.refusal(batch(5, 21, 30), 6));
        assertNotNull(guard.refusal(batch(7, 16, 16), 6));
        append(6, 16, 16);
    }

    private void append(long term, long first, long last) {
        var batch = batch(term, first, last);
        guard.offered(batch, term);
        assertNull(guard.refusal(batch, term));
        guard.appended(batch);
    }

    private static Proposal batch(long term, long first, long last) {
        return new Proposal(term, first, last, 1, Bytes.EMPTY);
    }
}
