package coco.node.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what strangers cost before they have proven anything: how many shake hands at once, in all and from one address, and
 * how long all of it may take, however busily the other side sends. Its monitor guards the counts.
 */
final class Handshakes {
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);

    private final int total;
    private final int perAddress;
    private final Duration limit;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int open;

    Handshakes(int total, int perAddress, Duration limit) {
        this.total = total;
        this.perAddress = perAddress;
        this.limit = limit;
    }

    /** Whether one more from {@code address} may begin; who begins also ends. */
    synchronized boolean begin(InetAddress address) {
        if (open >= total || byAddress.getOrDefault(address, 0) >= perAddress) return false;
        open++;
        byAddress.merge(address, 1, Integer::sum);
        return true;
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
