package coco.node.peer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    private static final int PER_MINUTE = 5;
    private static final int ADDRESSES_MAX = 4_096;

    private final AtomicLong clock = new AtomicLong(7);
    private final Handshakes handshakes = new Handshakes(2, 2, PER_MINUTE, Duration.ofSeconds(1), clock::get);

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    }

    private boolean shakes(InetAddress address) {
        var begun = handshakes.begin(address);
        if (begun) handshakes.end(address);
        return begun;
    }

    @Test
    void oneAddressShakesHandsSoOftenInAMinute() throws UnknownHostException {
        for (var i = 0; i < PER_MINUTE; i++) assertTrue(shakes(address(1)));
        assertFalse(shakes(address(1)));
        assertTrue(shakes(address(2)), "another may");
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        assertFalse(shakes(address(1)));
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertTrue(shakes(address(1)));
    }

    @Test
    void addressesBeyondWhatIsRememberedAreCountedAsOne() throws UnknownHostException {
        for (var i = 0; i < ADDRESSES_MAX; i++) assertTrue(shakes(address(i)));
        for (var i = 0; i < PER_MINUTE; i++) assertTrue(shakes(address(ADDRESSES_MAX + i)));
        assertFalse(shakes(address(2 * ADDRESSES_MAX)));
        assertTrue(shakes(address(0)), "known ones have their own count");
    }
}
