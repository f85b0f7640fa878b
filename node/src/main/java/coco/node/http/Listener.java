package coco.node.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop's part of the server: its connections and their requests are touched on this loop alone. */
final class Listener extends VerticleBase {
    private final Door door;
    private final HttpServerOptions options;
    private final IdentityHashMap<HttpConnection, Client> clients = new IdentityHashMap<>();
    private volatile @Nullable HttpServer server;

    Listener(Door door, HttpServerOptions options) {
        this.door = door;
        this.options = options;
    }

    @Override
    public Future<?> start() {
        var opened = vertx.createHttpServer(options)
                .connectionHandler(this::client)
                .requestHandler(request -> new Exchange(door, vertx, client(request.connection()), request).begin())
                .invalidRequestHandler(Listener::refuse);
        server = opened;
        return opened.listen();
    }

    int port() {
        var opened = server;
        if (opened == null) throw new IllegalStateException("not started");
        return opened.actualPort();
    }

    Future<Void> stop(Duration grace) {
        var opened = server;
        return opened == null ? Future.succeededFuture() : opened.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends every request in progress as its deadline would. Any thread. */
    void expire() {
        context.runOnContext(_ -> clients.values().forEach(Client::expire));
    }

    private Client client(HttpConnection connection) {
        var known = clients.get(connection);
        if (known != null) return known;
        var client = new Client(connection, vertx, door);
        clients.put(connection, client);
        connection.closeHandler(_ -> {
            clients.remove(connection);
            client.gone();
        });
        return client;
    }

    /** What cannot be read as a request is answered and the connection closed: nobody knows where the next one would begin. */
    private static void refuse(HttpServerRequest request) {
        var refusal =
                switch (request.decoderResult().cause()) {
                    case TooLongHttpLineException _ -> Refusal.LINE_TOO_LONG;
                    case TooLongHttpHeaderException _ -> Refusal.HEADER_TOO_LARGE;
                    case null, default -> Refusal.MALFORMED;
                };
        var reply = refusal.reply();
        var response = request.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        response.putHeader("connection", "close");
        response.end(Buffer.buffer(reply.body().unsafeArray()));
        request.connection().close();
    }
}
