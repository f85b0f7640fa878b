package coco.evidence;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** What a hostile host does to bytes: changes them one by one, and cuts them off. */
public final class Hostile {
    private Hostile() {}

    /** Whether bytes are accepted. Anything unchecked that it throws fails the test. */
    public interface Reader {
        boolean accepts(Octets bytes) throws MalformedException;
    }

    /**
     * Changes one byte in {@code every}, in turn: one bit, which differs from byte to byte. None may be accepted, except where
     * {@code free} says that the format leaves the byte unsigned.
     */
    public static void changeEach(Octets good, int every, IntPredicate free, Reader reader) {
        for (var at = 0; at < good.size(); at++) {
            if (at % every != 0 || free.test(at)) continue;
            var changed = good.toArray();
            changed[at] ^= (byte) (1 << at % 8);
            assertFalse(accepts(Octets.of(changed), reader), "accepted with byte " + at + " changed");
        }
    }

    /** Cuts off at every length below the whole. None may be accepted. */
    public static void cutEach(Octets good, int every, Reader reader) {
        for (var size = 0; size < good.size(); size++) {
            if (size % every != 0) continue;
            assertFalse(accepts(Octets.of(Arrays.copyOf(good.toArray(), size)), reader), "accepted at " + size);
        }
    }

    private static boolean accepts(Octets bytes, Reader reader) {
        try {
            return reader.accepts(bytes);
        } catch (MalformedException e) {
            return false; // refused, as it ought to be
        }
    }
}
