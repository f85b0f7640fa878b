package coco.node.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what strangers cost before they have proven anything: how many shake hands at once, in all and from one address, how many
 * from one address in a minute, and how long all of it may take, however busily the other side sends. Its monitor guards the counts.
 */
final class Handshakes {
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);

    private static final long MINUTE_NANOS = 60_000_000_000L;
    /** Addresses that are counted apart in a minute; all others are counted as one. */
    private static final int ADDRESSES_MAX = 4_096;

    private static final InetAddress OTHERS = new InetSocketAddress(0).getAddress();

    private final int total;
    private final int perAddress;
    private final int perMinute;
    private final Duration limit;
    private final LongSupplier nanos;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Map<InetAddress, Integer> thisMinute = new HashMap<>();
    private long minuteBegan;
    private int open;

    /** @param nanos a clock that never goes back */
    Handshakes(int total, int perAddress, int perMinute, Duration limit, LongSupplier nanos) {
        this.total = total;
        this.perAddress = perAddress;
        this.perMinute = perMinute;
        this.limit = limit;
        this.nanos = nanos;
        this.minuteBegan = nanos.getAsLong();
    }

    /** Whether one more from {@code address} may begin; who begins also ends. */
    synchronized boolean begin(InetAddress address) {
        if (open >= total || byAddress.getOrDefault(address, 0) >= perAddress || isTooOften(address)) return false;
        open++;
        byAddress.merge(address, 1, Integer::sum);
        return true;
    }

    private boolean isTooOften(InetAddress address) {
        var now = nanos.getAsLong();
        if (now - minuteBegan >= MINUTE_NANOS) {
            thisMinute.clear();
            minuteBegan = now;
        }
        var counted = thisMinute.size() < ADDRESSES_MAX || thisMinute.containsKey(address) ? address : OTHERS;
        return thisMinute.merge(counted, 1, Integer::sum) > perMinute;
    }

    synchronized void end(InetAddress address) {
        open--;
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    /** What is done on a fresh socket until the other side has proven itself. */
    interface Proof {
        PeerConnection make() throws IOException;
    }

    /** Closes the socket under a proof that takes too long: a limit for each read alone would let a slow sender go on for ever. */
    PeerConnection within(SSLSocket socket, Proof proof) throws IOException {
        var done = new CountDownLatch(1);
        Thread.ofVirtual().name("handshake-limit").start(() -> closeUnless(done, socket));
        try {
            return proof.make();
        } finally {
            done.countDown();
        }
    }

    private void closeUnless(CountDownLatch done, SSLSocket socket) {
        try {
            if (done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) return;
            LOG.warn("a peer at {} did not prove itself in {}", socket.getRemoteSocketAddress(), limit);
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a socket", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
