package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.node.config.ConfigException;
import coco.node.config.NodeConfig;
import coco.node.metrics.Meters;
import coco.spi.Route;
import coco.spi.Route.Reply;
import coco.store.Version;
import coco.store.WriteSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A real gateway on a free port of this machine, with a few routes, and clients for it. */
final class Harness implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Actor SERVER = Actor.selfSigned("node");
    static final Actor MEMBER = Actor.selfSigned("member");
    static final Actor USER = Actor.selfSigned("user");

    final Meters meters = new Meters();
    final Gateway gateway;

    /** The route {@code /wait} answers once it gets a permit; {@code entered} counts who has come so far. */
    final Semaphore permits = new Semaphore(0);

    final Semaphore entered = new Semaphore(0);
    final CountDownLatch interrupted = new CountDownLatch(1);

    private final boolean tls;
    private final List<HttpClient> clients = new ArrayList<>();
    private boolean stopped;

    private Harness(String http, boolean tls, WriteSet.Builder tables)
            throws ConfigException, IOException, InterruptedException {
        this.tls = tls;
        var config = NodeConfig.parse("""
                {
                  "node": {"name": "n", "data": "d"}, "peer": {"listen": "127.0.0.1:0"},
                  "raft": {"listen": "127.0.0.1:0"}, "network": {"genesis": "g"},
                  "http": {"listen": "127.0.0.1:0", "tls": %s %s}
                }
                """.formatted(tls, http.isEmpty() ? "" : ", " + http));
        tables.put(CallerTables.MEMBERS, MEMBER.tableKey(), MEMBER.pem());
        tables.put(CallerTables.USERS, USER.tableKey(), USER.pem());
        tables.put(
                CallerTables.TOKENS,
                CallerTables.key(Digest.sha256(Bytes.ofUtf8("alpha"))),
                Bytes.ofUtf8("{\"user\":\"alice\"}"));
        var state = Version.EMPTY.with(1, tables.build());
        var callers = new Callers(() -> state, Actor.NOW::toEpochMilli);
        this.gateway = new Gateway(config.http(), tls ? SERVER.identity() : null, routes(), callers, meters);
        gateway.start();
    }

    static Harness open() throws ConfigException, IOException, InterruptedException {
        return open("");
    }

    /** @param http what stands in the section {@code http} beside the address */
    static Harness open(String http) throws ConfigException, IOException, InterruptedException {
        return new Harness(http, true, WriteSet.builder());
    }

    static Harness plain(String http) throws ConfigException, IOException, InterruptedException {
        return new Harness(http, false, anonymousAdmitted());
    }

    static Harness openToAll(String http) throws ConfigException, IOException, InterruptedException {
        return new Harness(http, true, anonymousAdmitted());
    }

    private static WriteSet.Builder anonymousAdmitted() {
        return WriteSet.builder().put(CallerTables.SETTINGS, Bytes.ofUtf8("anonymous"), Bytes.ofUtf8("true"));
    }

    private List<Published> routes() {
        var routes = new ArrayList<Published>();
        routes.addAll(Published.open(List.of(new Route("GET", "/open", Harness::echo))));
        routes.addAll(Published.proven(List.of(
                new Route("GET", "/who", Harness::echo),
                new Route("POST", "/echo", call -> Reply.of(200, "application/octet-stream", call.body())),
                new Route("GET", "/rest/*", Harness::echo),
                new Route("GET", "/wait", this::await),
                new Route("POST", "/wait", this::await),
                new Route("GET", "/large", _ -> Reply.of(200, "text/plain", Bytes.unsafeWrap(new byte[32 << 20]))),
                new Route("GET", "/broken", _ -> {
                    throw new IllegalStateException("a secret");
                }))));
        return routes;
    }

    private static Reply echo(Route.Call call) {
        var text = call.caller().text() + " " + call.path() + " " + call.query() + " "
                + call.headers().containsKey("authorization");
        return Reply.of(200, "text/plain", Bytes.ofUtf8(text));
    }

    private Reply await(Route.Call call) throws InterruptedException {
        entered.release();
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
        return Reply.of(200, "text/plain", Bytes.ofUtf8("waited"));
    }

    URI uri(String path) {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + gateway.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    }

    HttpClient client(@Nullable Actor actor, HttpClient.Version version) throws GeneralSecurityException, IOException {
        var client = HttpClient.newBuilder()
                .sslContext(tls(actor))
                .version(version)
                .connectTimeout(PATIENCE)
                .build();
        clients.add(client);
        return client;
    }

    SSLContext tls(@Nullable Actor actor) throws GeneralSecurityException, IOException {
        return actor == null ? Actor.anonymousTls(SERVER) : actor.tls(SERVER);
    }

    HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A TLS connection for those who do not speak HTTP as they should. */
    SSLSocket socket(@Nullable Actor actor) throws GeneralSecurityException, IOException {
        var socket = (SSLSocket) tls(actor).getSocketFactory().createSocket("127.0.0.1", gateway.port());
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        socket.startHandshake();
        return socket;
    }

    /** Waits until it is so; fails where it is not in time. */
    static void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("never: " + what);
            LockSupport.parkNanos(5_000_000);
        }
    }

    void awaitEntered(int requests) throws InterruptedException {
        if (!entered.tryAcquire(requests, PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
            throw new AssertionError("the requests have not come in");
    }

    void stop(Duration grace) throws InterruptedException {
        stop(grace, () -> {});
    }

    void stop(Duration grace, Runnable giveUp) throws InterruptedException {
        stopped = true;
        gateway.stop(grace, giveUp);
    }

    @Override
    public void close() {
        permits.release(10_000);
        for (var client : clients) client.shutdownNow();
        try {
            if (!stopped) gateway.stop(Duration.ofSeconds(1), () -> {});
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while it stops", e);
        }
        meters.close();
    }
}
