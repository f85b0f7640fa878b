package coco.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does: asks again and again, with a bound. */
final class Until {
    /** Longer than anything takes on a machine that is busy with other things. */
    static final Duration LONG = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Until() {}

    interface Question {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Words for what was found instead. */
    interface Report {
        String text() throws IOException, InterruptedException;
    }

    static void holds(String what, Question question) throws IOException, InterruptedException {
        holds(what, LONG, question, () -> "");
    }

    /** @throws AssertionError where it does not hold in time */
    static void holds(String what, Duration limit, Question question, Report otherwise)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (!question.holds()) {
            if (System.nanoTime() > end)
                throw new AssertionError("not in " + limit.toSeconds() + " s: " + what + " " + otherwise.text());
            if (Thread.interrupted()) throw new InterruptedException();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
