package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.spi.Caller;
import coco.spi.Route;
import coco.spi.Route.Reply;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response. All fields belong to the event loop of its connection; the virtual thread that works for it gets
 * values and posts its reply back.
 *
 * <p>The deadline runs from the end of the header until the response is sent: a body that comes a byte a second, a handler that
 * waits for ever and a client that does not read are all ended by it.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String NOWHERE = "none";

    private final Door door;
    private final Vertx vertx;
    private final Context loop;
    private final Client client;
    private final HttpServerRequest request;
    private final long began = System.nanoTime();

    private String routeName = NOWHERE;
    private @Nullable Buffer body;
    private long discarded;
    private Admission.@Nullable Ticket ticket;
    private @Nullable Thread worker;
    private long timer;
    private boolean received;
    private boolean late;
    private boolean replied;
    private boolean sent;
    private boolean ended;

    Exchange(Door door, Vertx vertx, Client client, HttpServerRequest request) {
        this.door = door;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.client = client;
        this.request = request;
    }

    void begin() {
        client.begin(this);
        timer = vertx.setTimer(door.limits().requests().deadline().toMillis(), _ -> expired());
        request.exceptionHandler(_ -> abandoned());
        request.handler(this::arrived);
        request.endHandler(_ -> {
            received = true;
            endIfDone();
        });
        var refusal = enter();
        if (refusal != null) send(refusal);
    }

    /** Everything that can be said before the body is here; null where the request is taken. */
    private @Nullable Reply enter() {
        if (door.closed().get()) return Refusal.STOPPING.reply();
        var origin = request.getHeader("origin");
        if (!door.origins().admits(origin, authority())) return Refusal.FOREIGN_PAGE.reply();
        Target target;
        try {
            target = Target.parse(request.uri());
        } catch (MalformedException e) {
            return Refusal.MALFORMED.reply(String.valueOf(e.getMessage()));
        }
        return switch (door.routes().find(request.method().name(), target.path())) {
            case RouteTable.Found.Nothing() -> Refusal.NOT_FOUND.reply();
            case RouteTable.Found.OtherMethods(var allow) ->
                request.method().name().equals("OPTIONS") ? options(allow) : Refusal.OTHER_METHOD.with("allow", allow);
            case RouteTable.Found.Here(var published) -> admit(published, target);
        };
    }

    private Reply options(String allow) {
        if (request.getHeader("access-control-request-method") != null)
            Origins.preflight(allow, request.response().headers());
        return new Reply(204, Map.of("allow", allow), Bytes.EMPTY);
    }

    private @Nullable Reply admit(Published published, Target target) {
        routeName = published.route().path();
        var known = declaredLength();
        if (known > door.limits().requests().bodyBytes()) return Refusal.BODY_TOO_LARGE.reply();
        var urgent = published.access() == Published.Access.OPEN;
        ticket = door.admission().admit(client.origin(), urgent, Math.max(0, known));
        if (ticket == null) return Refusal.BUSY.reply();
        var buffer = Buffer.buffer(Math.toIntExact(Math.max(0, known)));
        body = buffer;
        request.endHandler(_ -> {
            received = true;
            if (!replied) work(published, target, Bytes.unsafeWrap(buffer.getBytes()));
            endIfDone();
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect")))
            request.response().writeContinue();
        return null;
    }

    private long declaredLength() {
        var header = request.getHeader("content-length");
        if (header == null) return -1;
        try {
            return Long.parseLong(header);
        } catch (NumberFormatException _) {
            // Decoders refuse it before; whatever it is, it is too large.
            return Long.MAX_VALUE;
        }
    }

    private void arrived(Buffer chunk) {
        if (replied || body == null || ticket == null) {
            discard(chunk.length());
            return;
        }
        if (body.length() + chunk.length() > door.limits().requests().bodyBytes()) {
            send(Refusal.BODY_TOO_LARGE.reply());
        } else if (declaredLength() < 0
                && !ticket.grow(chunk.length(), client.origin().address())) {
            send(Refusal.BUSY.reply());
        } else {
            body.appendBuffer(chunk);
        }
    }

    /** The client is still sending what was refused: for a while it may, so that it gets to see the answer. */
    private void discard(int bytes) {
        discarded += bytes;
        if (discarded > 2L * door.limits().requests().bodyBytes()) cut();
    }

    private void work(Published published, Target target, Bytes content) {
        var credentials = new Credentials(client.chain(), request.getHeader("authorization"), target.token());
        var method = request.method().name();
        var headers = headers();
        var open = published.access() == Published.Access.OPEN;
        var mine = ticket;
        var thread = Thread.ofVirtual().name("request").unstarted(() -> {
            var reply = Refusal.BROKEN.reply();
            try {
                var caller = open
                        ? door.callers().proveOrAnonymous(credentials)
                        : door.callers().prove(credentials);
                reply = mine != null && mine.claim(quotaName(caller), open)
                        ? handle(
                                published.route(),
                                new Route.Call(caller, method, target.path(), target.query(), headers, content))
                        : Refusal.BUSY.reply();
            } catch (UnprovenException e) {
                reply = Refusal.UNPROVEN.reply(e.text(), "www-authenticate", "Bearer, Token");
            } finally {
                var answer = reply;
                loop.runOnContext(_ -> finished(answer));
            }
        });
        worker = thread;
        thread.start();
    }

    /** Nobody in particular is counted by where he comes from. */
    private String quotaName(Caller caller) {
        return caller instanceof Caller.Anonymous
                ? "anonymous:" + client.origin().key()
                : caller.text();
    }

    private static Reply handle(Route route, Route.Call call) {
        try {
            return route.handler().handle(call);
        } catch (InterruptedException _) {
            // The deadline has passed or the client has gone: whoever interrupts has answered.
            return Refusal.NOT_IN_TIME.reply();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("route", route.path()).setCause(e).log("a handler failed");
            return Refusal.BROKEN.reply();
        }
    }

    /** Lower-case names, the first of each; credentials have been judged and go no further. */
    private Map<String, String> headers() {
        var headers = new HashMap<String, String>();
        for (var header : request.headers())
            headers.putIfAbsent(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue());
        headers.remove("authorization");
        headers.remove("proxy-authorization");
        headers.remove("cookie");
        return Map.copyOf(headers);
    }

    private void finished(Reply reply) {
        worker = null;
        if (!replied) send(reply);
        else if (ended && ticket != null) ticket.close();
    }

    private void send(Reply reply) {
        replied = true;
        // What was refused before its end takes no more room.
        if (ticket != null && !received) ticket.close();
        body = null;
        door.meters().request(routeName, reply.status(), System.nanoTime() - began);
        if (request.response().ended() || request.response().closed()) {
            sent = true;
            endIfDone();
            return;
        }
        try {
            write(reply);
        } catch (IllegalArgumentException e) {
            LOG.atError().addKeyValue("route", routeName).setCause(e).log("a handler gave headers that cannot be sent");
            cut();
        }
    }

    private void write(Reply reply) {
        var response = request.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        response.putHeader("x-content-type-options", "nosniff").putHeader("cache-control", "no-store");
        door.origins().allow(request.getHeader("origin"), response.headers());
        if (door.closed().get() && request.version() != HttpVersion.HTTP_2) response.putHeader("connection", "close");
        var bodiless = reply.status() == 204 || reply.status() == 304;
        if (!bodiless)
            response.putHeader("content-length", Integer.toString(reply.body().size()));
        var content = bodiless || request.method().name().equals("HEAD") ? Bytes.EMPTY : reply.body();
        response.end(Buffer.buffer(content.unsafeArray())).onComplete(_ -> {
            sent = true;
            if (late) giveUp();
            else endIfDone();
        });
    }

    /** The deadline is over. */
    void expired() {
        vertx.cancelTimer(timer);
        if (replied) {
            cut();
            return;
        }
        timer = vertx.setTimer(Gateway.LINGER.toMillis(), _ -> cut());
        // What has not arrived by now is not waited for.
        late = !received;
        if (worker != null) worker.interrupt();
        send(late ? Refusal.TOO_SLOW.reply() : Refusal.NOT_IN_TIME.reply());
    }

    /** The client has gone, or has reset this request. */
    void abandoned() {
        if (worker != null) worker.interrupt();
        replied = true;
        sent = true;
        received = true;
        endIfDone();
    }

    /** What is answered is not received to its end. */
    private void giveUp() {
        if (request.version() == HttpVersion.HTTP_2) cut();
        else client.close();
    }

    private void cut() {
        if (ended) return;
        if (request.version() == HttpVersion.HTTP_2) request.response().reset();
        else client.cut();
        abandoned();
    }

    private void endIfDone() {
        if (ended || !received || !sent) return;
        ended = true;
        vertx.cancelTimer(timer);
        if (ticket != null && worker == null) ticket.close();
        client.end(this);
    }

    private @Nullable String authority() {
        var host = request.getHeader("host");
        var authority = request.authority();
        return host != null || authority == null ? host : authority.toString();
    }
}
