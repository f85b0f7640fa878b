package coco.node.http;

import coco.node.config.HttpLimits;
import coco.node.config.HttpLimits.Share;
import coco.node.metrics.Meters;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says how many requests, and how many bytes of them, may be in progress: in all, for an origin (known at once: certificate or
 * address), for a caller (known once proven). Its monitor guards all counts.
 *
 * <p>Fair: while half of the total is free, each may use its own limit. Beyond that nobody may hold more than the total divided
 * by the number of those who are here, so whoever comes finds room.
 */
final class Admission {
    private final HttpLimits.InFlight limits;
    private final Meters meters;
    private final Map<String, Use> origins = new HashMap<>();
    private final Map<String, Use> callers = new HashMap<>();
    private final Use all = new Use();

    private static final class Use {
        int count;
        long bytes;

        void add(int count, long bytes) {
            this.count += count;
            this.bytes += bytes;
        }
    }

    Admission(HttpLimits.InFlight limits, Meters meters) {
        this.limits = limits;
        this.meters = meters;
    }

    /** Whoever the gateway sees behind a connection, before anything is proven. */
    record Origin(String key, boolean address) {}

    /**
     * Admits a request whose header is here, or returns null.
     *
     * @param urgent of operators and governance: it may use what is reserved
     * @param bytes of the body as far as it is known
     */
    synchronized @Nullable Ticket admit(Origin origin, boolean urgent, long bytes) {
        var roomy = limits.total().count() - (urgent ? 0 : limits.reserved());
        if (all.count >= roomy || all.bytes + bytes > limits.total().bytes()) return shed("total");
        var share = origin.address() ? limits.perAddress() : limits.perCaller();
        var key = lane(origin.key(), urgent);
        if (!fits(origins, key, share, 1, bytes)) return shed("origin");
        return new Ticket(key, bytes);
    }

    /** Urgent requests have a share of their own: who has filled his with others can still govern, and no more than that. */
    private static String lane(String key, boolean urgent) {
        return urgent ? "urgent " + key : key;
    }

    private @Nullable Ticket shed(String reason) {
        meters.shed(reason);
        return null;
    }

    /** Whether {@code key} may have this much more. */
    private boolean fits(Map<String, Use> uses, String key, Share share, int count, long bytes) {
        var use = uses.getOrDefault(key, new Use());
        if (use.count + count > share.count() || use.bytes + bytes > share.bytes()) return false;
        var others = uses.size() - (uses.containsKey(key) ? 1 : 0);
        var total = limits.total();
        var crowded = 2 * all.count > total.count() || 2 * all.bytes > total.bytes();
        if (!crowded || others == 0) return true;
        return use.count + count <= Math.max(1, total.count() / (others + 1))
                && use.bytes + bytes <= Math.max(bytes, total.bytes() / (others + 1));
    }

    private static void add(Map<String, Use> uses, String key, int count, long bytes) {
        var use = uses.computeIfAbsent(key, _ -> new Use());
        use.add(count, bytes);
        if (use.count == 0) uses.remove(key);
    }

    /** How many requests are in progress. */
    synchronized int count() {
        return all.count;
    }

    /** The place of one request in progress; its owner closes it once. */
    final class Ticket implements AutoCloseable {
        private final String origin;
        private @Nullable String caller;
        private long bytes;
        private boolean closed;

        /** Under the monitor of the admission. */
        private Ticket(String origin, long bytes) {
            this.origin = origin;
            this.bytes = bytes;
            all.add(1, bytes);
            add(origins, origin, 1, bytes);
            meters.inFlight(1);
        }

        /** The body is longer than was known; false where there is no room for it. */
        boolean grow(long more, boolean address) {
            synchronized (Admission.this) {
                var share = address ? limits.perAddress() : limits.perCaller();
                if (all.bytes + more > limits.total().bytes() || !fits(origins, origin, share, 0, more)) {
                    meters.shed("bytes");
                    return false;
                }
                bytes += more;
                all.add(0, more);
                add(origins, origin, 0, more);
                return true;
            }
        }

        /** The caller is proven; false where it has too much in progress already. */
        boolean claim(String name, boolean urgent) {
            var key = lane(name, urgent);
            synchronized (Admission.this) {
                if (closed) return false;
                if (!fits(callers, key, limits.perCaller(), 1, bytes)) {
                    meters.shed("caller");
                    return false;
                }
                caller = key;
                add(callers, key, 1, bytes);
                return true;
            }
        }

        @Override
        public void close() {
            synchronized (Admission.this) {
                if (closed) return;
                closed = true;
                all.add(-1, -bytes);
                add(origins, origin, -1, -bytes);
                if (caller != null) add(callers, caller, -1, -bytes);
                meters.inFlight(-1);
            }
        }
    }
}
