package coco.sim;

import java.util.PriorityQueue;

/**
 * What happens when: virtual time in microseconds, and the things to come. Things due at the same time happen in the
 * order they were set.
 */
final class Schedule {
    private record Due(long at, long order, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long now;
    private long order;

    long now() {
        return now;
    }

    void after(long micros, Runnable action) {
        queue.add(new Due(now + micros, order++, action));
    }

    /** Lets the next thing happen; false where nothing is left to happen before {@code until}. */
    boolean step(long until) {
        var due = queue.peek();
        if (due == null || due.at() > until) {
            now = until;
            return false;
        }
        queue.remove();
        now = due.at();
        due.action().run();
        return true;
    }
}
