package coco.node.http;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may call (the CORS protocol of the Fetch standard). A page that may not is refused before anything is done:
 * a browser would send the user's certificate along with a request that the page only wants to have happened.
 *
 * @param allowed origins, or {@code *}
 * @param tls whether the node's own origin is https
 * @param localOnly the listener is plain HTTP on loopback: only names of this machine may stand in the host header, or a page could
 *     have its own name resolve to it
 */
record Origins(Set<String> allowed, boolean tls, boolean localOnly) {
    private static final String MAX_AGE_SECONDS = "600";

    boolean admits(@Nullable String origin, @Nullable String authority) {
        if (localOnly && authority != null && !isLocal(authority)) return false;
        return origin == null || isAllowed(origin) || isOwn(origin, authority);
    }

    private boolean isAllowed(String origin) {
        return allowed.contains(origin) || allowed.contains("*");
    }

    private boolean isOwn(String origin, @Nullable String authority) {
        return authority != null && origin.equals((tls ? "https://" : "http://") + authority);
    }

    private static boolean isLocal(String authority) {
        try {
            var host = new URI("http://" + authority).getHost();
            return host != null
                    && (host.equalsIgnoreCase("localhost")
                            || host.equals("[::1]")
                            || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}"));
        } catch (URISyntaxException _) {
            // What is no authority names nothing on this machine.
            return false;
        }
    }

    /** To be put on every response to a page; what it may read of the headers beside the usual ones is named. */
    void allow(@Nullable String origin, MultiMap headers) {
        if (allowed.isEmpty()) return;
        headers.set("vary", "origin");
        if (origin == null || !isAllowed(origin)) return;
        headers.set("access-control-allow-origin", allowed.contains("*") ? "*" : origin);
        if (!allowed.contains("*")) headers.set("access-control-allow-credentials", "true");
        headers.set(
                "access-control-expose-headers", "x-ms-ccf-transaction-id, retry-after, location, www-authenticate");
    }

    /** The answer to a browser that asks before it sends. */
    static void preflight(String allow, MultiMap headers) {
        headers.set("access-control-allow-methods", allow);
        headers.set("access-control-allow-headers", "authorization, content-type, submission-id");
        headers.set("access-control-max-age", MAX_AGE_SECONDS);
    }
}
