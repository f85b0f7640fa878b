package coco.node.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * One connection: who is at the other end as far as TLS tells, and what it has in progress. Cut where nothing was in progress for
 * too long, whatever the client has sent of a next request. Owned by its event loop.
 */
final class Client {
    private final HttpConnection connection;
    private final Vertx vertx;
    private final Door door;
    private final List<X509Certificate> chain;
    private final Admission.Origin origin;
    private final Set<Exchange> inProgress = new HashSet<>();
    private long idleTimer;

    Client(HttpConnection connection, Vertx vertx, Door door) {
        this.connection = connection;
        this.vertx = vertx;
        this.door = door;
        this.chain = chain(connection);
        this.origin = chain.isEmpty()
                ? new Admission.Origin(connection.remoteAddress().hostAddress(), true)
                : new Admission.Origin(Authorities.fingerprint(chain.getFirst()).toHex(), false);
        watch();
    }

    List<X509Certificate> chain() {
        return chain;
    }

    /** By certificate where there is one: many clients of an organisation may share an address. */
    Admission.Origin origin() {
        return origin;
    }

    void begin(Exchange exchange) {
        vertx.cancelTimer(idleTimer);
        inProgress.add(exchange);
    }

    void end(Exchange exchange) {
        if (inProgress.remove(exchange) && inProgress.isEmpty()) watch();
    }

    /** The deadline of all that is in progress is now. */
    void expire() {
        for (var exchange : new ArrayList<>(inProgress)) exchange.expired();
    }

    /** Lets the client read what is written, for a while. */
    void close() {
        connection.close();
        vertx.setTimer(Gateway.LINGER.toMillis(), _ -> cut());
    }

    /** Ends it now. */
    void cut() {
        door.transport().cut(connection.remoteAddress());
    }

    /** The connection has closed. */
    void gone() {
        vertx.cancelTimer(idleTimer);
        for (var exchange : new ArrayList<>(inProgress)) exchange.abandoned();
    }

    private void watch() {
        idleTimer = vertx.setTimer(door.limits().connections().idle().toMillis(), _ -> close());
    }

    private static List<X509Certificate> chain(HttpConnection connection) {
        var session = connection.sslSession();
        if (session == null) return List.of();
        try {
            var chain = new ArrayList<X509Certificate>();
            for (var certificate : session.getPeerCertificates())
                if (certificate instanceof X509Certificate x509) chain.add(x509);
            return List.copyOf(chain);
        } catch (SSLPeerUnverifiedException _) {
            // The client has shown none, as it may.
            return List.of();
        }
    }
}
