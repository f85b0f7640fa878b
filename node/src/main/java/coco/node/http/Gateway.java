package coco.node.http;

import coco.node.config.NodeConfig;
import coco.node.metrics.Meters;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The node's HTTP server: TLS 1.3 with optional client certificates, HTTP/1.1 and HTTP/2 on one port. {@link #start} and {@link
 * #stop} are for one owner, once each.
 */
public final class Gateway {
    private static final int LOOPS_MAX = 4;
    private static final Duration START_MAX = Duration.ofSeconds(30);

    /** How long an answer may take to be written once its request is given up, and a connection to close. */
    static final Duration LINGER = Duration.ofSeconds(5);

    /** How long handlers may take to answer once they are told to give up. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final NodeConfig.Http config;
    private final @Nullable ServerKeys keys;
    private final Vertx vertx;
    private final Door door;
    private final Connections connections;
    private final BoundedTransport transport;
    private final List<Listener> listeners = new ArrayList<>();

    /**
     * @param identity what clients see; null only where the configuration switches TLS off
     * @param routes all that is served; no two with one method and path
     * @param callers proves who calls
     */
    public Gateway(
            NodeConfig.Http config,
            @Nullable TlsIdentity identity,
            List<Published> routes,
            Callers callers,
            Meters meters) {
        if (config.tls() != (identity != null))
            throw new IllegalArgumentException("an identity is given where TLS is on, and only there");
        this.config = config;
        this.keys = identity == null ? null : new ServerKeys(identity);
        var limits = config.limits();
        var origins = new Origins(config.origins(), config.tls(), !config.tls());
        var admission = new Admission(limits.inFlight(), meters);
        this.connections = new Connections(limits.connections(), meters);
        this.transport = new BoundedTransport(connections);
        this.door = new Door(
                limits, new RouteTable(routes), callers, origins, admission, meters, transport, new AtomicBoolean());
        this.vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(loops())
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(2))
                .withTransport(transport)
                .build();
    }

    /**
     * Opens the listener; returns once it takes connections.
     *
     * @throws IOException where the address cannot be had
     */
    public void start() throws IOException, InterruptedException {
        var options = options();
        for (var i = 0; i < loops(); i++) listeners.add(new Listener(door, options));
        var next = listeners.iterator();
        try {
            get(
                    vertx.deployVerticle(next::next, new DeploymentOptions().setInstances(listeners.size()))
                            .mapEmpty(),
                    START_MAX);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return listeners.getFirst().port();
    }

    /** Shows new connections another certificate, such as the one that the service has endorsed. */
    public void replaceIdentity(TlsIdentity identity) {
        if (keys == null) throw new IllegalStateException("TLS is off");
        keys.replace(identity);
    }

    /** How many requests are in progress. */
    public int inFlight() {
        return door.admission().count();
    }

    /**
     * Takes no new connections and requests, lets those in progress finish, then closes.
     *
     * @param grace how long they may take
     * @param giveUp called after that where some are left: has handlers that wait answer what they know. Who has not by a
     *     second later is told that there was no answer in time.
     */
    public void stop(Duration grace, Runnable giveUp) throws InterruptedException {
        door.closed().set(true);
        connections.close();
        transport.stopAccepting();
        var longest = grace.plus(LAST_WORDS).plus(LINGER);
        var all = Future.all(listeners.stream().map(it -> it.stop(longest)).toList());
        var stopped = all.<Void>mapEmpty();
        if (!endsIn(grace, stopped)) {
            giveUp.run();
            if (!endsIn(LAST_WORDS, stopped)) {
                listeners.forEach(Listener::expire);
                endsIn(LINGER, stopped);
            }
        }
        close();
    }

    private static boolean endsIn(Duration max, Future<Void> future) throws InterruptedException {
        try {
            get(future, max);
            return true;
        } catch (IOException _) {
            // What does not end in time is ended by what follows.
            return false;
        }
    }

    private void close() throws InterruptedException {
        try {
            get(vertx.close(), LINGER);
        } catch (IOException e) {
            throw new IllegalStateException("the event loops do not end", e);
        }
    }

    private static void get(Future<Void> future, Duration max) throws IOException, InterruptedException {
        var result = new CompletableFuture<@Nullable Void>();
        future.onComplete(_ -> result.complete(null), result::completeExceptionally);
        try {
            result.get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("not done within " + max, e);
        }
    }

    private static int loops() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, LOOPS_MAX);
    }

    private HttpServerOptions options() {
        var limits = config.limits();
        var listen = config.address().listen();
        var options = new HttpServerOptions()
                .setHost(listen.host())
                // A negative port is one that the system chooses and all listeners share.
                .setPort(listen.port() == 0 ? -1 : listen.port())
                .setMaxHeaderSize(limits.requests().headerBytes())
                .setMaxInitialLineLength(limits.requests().headerBytes())
                .setHandle100ContinueAutomatically(false)
                .setCompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(limits.requests().streams())
                        .setMaxHeaderListSize(limits.requests().headerBytes()));
        if (keys == null) return options;
        return options.setSsl(true)
                .setSslEngineOptions(new JdkSSLEngineOptions())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setTrustOptions(TrustOptions.wrap(new AnyCertificate()))
                .setClientAuth(ClientAuth.REQUEST)
                .setSslHandshakeTimeout(limits.connections().handshake().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}
