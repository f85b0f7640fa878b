package coco.ethereum.rpc;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts commits, for those who wait for the next. Locked by itself. */
final class Commits {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private long count;

    void add() {
        lock.lock();
        try {
            count++;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there were more than {@code seen}, or the time is over. */
    void await(long seen, long nanos) throws InterruptedException {
        lock.lock();
        try {
            var left = nanos;
            while (count <= seen && left > 0) left = more.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }
}
