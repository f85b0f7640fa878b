package coco.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway over real TLS: who is let in, what is routed, what is refused with which words. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class GatewayTest {
    private static final String SMALL = "\"limits\": {\"requests\": {\"body_bytes\": 1000, \"header_bytes\": 2048}}";

    @ParameterizedTest
    @EnumSource
    void bothVersionsOfHttpAreServedOnOnePort(Version version) throws Exception {
        if (version.name().equals("HTTP_3")) return;
        try (var harness = Harness.open()) {
            var client = harness.client(Harness.MEMBER, version);
            var reply = harness.send(client, harness.request("/who?a=1&b=%C3%A9+x"));
            assertEquals(200, reply.statusCode(), reply.body());
            assertEquals(version, reply.version());
            var member = "member:" + Harness.MEMBER.certificate().fingerprint();
            assertEquals(member + " /who {a=1, b=\u00e9 x} false", reply.body());
            assertEquals(
                    "nosniff",
                    reply.headers().firstValue("x-content-type-options").orElse(""));
        }
    }

    @Test
    void onlyTls13IsSpoken() throws Exception {
        try (var harness = Harness.open();
                var socket = (SSLSocket)
                        harness.tls(null).getSocketFactory().createSocket("127.0.0.1", harness.gateway.port())) {
            socket.setSoTimeout(60_000);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThrows(SSLException.class, socket::startHandshake);
        }
    }

    @Test
    void callersAreProvenByWhatTheyShow() throws Exception {
        try (var harness = Harness.open()) {
            var user = harness.client(Harness.USER, Version.HTTP_2);
            var nobody = harness.client(null, Version.HTTP_2);
            var stranger = harness.client(Actor.selfSigned("stranger"), Version.HTTP_2);
            assertTrue(harness.send(user, harness.request("/who")).body().startsWith("user:"));
            var token = harness.request("/who").header("authorization", "Token alpha");
            assertEquals(
                    "token:alice /who {} false", harness.send(nobody, token).body());
            assertEquals(
                    "token:alice /rest/x {} false",
                    harness.send(nobody, harness.request("/token/alpha/rest/x")).body());
            for (var unproven : new HttpRequest.Builder[] {
                harness.request("/who"),
                harness.request("/who").header("authorization", "Token beta"),
                harness.request("/token/beta/who"),
                harness.request("/token/beta")
            }) assertUnprovenOrNowhere(harness.send(nobody, unproven));
            assertEquals(401, harness.send(stranger, harness.request("/who")).statusCode());
            assertEquals(
                    "anonymous /open {} false",
                    harness.send(stranger, harness.request("/open")).body());
        }
    }

    private static void assertUnprovenOrNowhere(HttpResponse<String> reply) {
        if (reply.statusCode() == 404) return;
        assertRefused(401, "InvalidAuthenticationInfo", reply);
        assertEquals(
                "Bearer, Token", reply.headers().firstValue("www-authenticate").orElse(""));
    }

    @Test
    void anonymousCallersComeInWhereTheTablesSaySo() throws Exception {
        try (var harness = Harness.openToAll("")) {
            var client = harness.client(null, Version.HTTP_2);
            assertEquals(
                    "anonymous /who {} false",
                    harness.send(client, harness.request("/who")).body());
        }
    }

    @Test
    void aRequestForNothingIsToldSo() throws Exception {
        try (var harness = Harness.open()) {
            var client = harness.client(Harness.USER, Version.HTTP_1_1);
            assertRefused(404, "ResourceNotFound", harness.send(client, harness.request("/nothing")));
            var wrong = harness.send(client, harness.request("/who").DELETE());
            assertRefused(405, "UnsupportedHttpVerb", wrong);
            assertEquals(
                    "GET, HEAD, OPTIONS", wrong.headers().firstValue("allow").orElse(""));
            assertRefused(400, "InvalidInput", rawPath(harness, "/who%zz"));
            assertRefused(400, "InvalidInput", rawPath(harness, "/who%ff"));
            var head = harness.send(client, harness.request("/who").HEAD());
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
            assertNotEquals("0", head.headers().firstValue("content-length").orElse("0"));
            var options = harness.send(client, harness.request("/echo").method("OPTIONS", BodyPublishers.noBody()));
            assertEquals(204, options.statusCode());
            assertEquals("POST, OPTIONS", options.headers().firstValue("allow").orElse(""));
        }
    }

    private static RawReply rawPath(Harness harness, String path) throws Exception {
        try (var socket = harness.socket(Harness.USER)) {
            return RawReply.ask(socket, "GET " + path + " HTTP/1.1\r\nhost: x\r\n\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyOverTheLimitIsRefusedWhetherItsLengthIsToldOrNot(Version version) throws Exception {
        if (version.name().equals("HTTP_3")) return;
        try (var harness = Harness.open(SMALL)) {
            var client = harness.client(Harness.USER, version);
            var fits = harness.request("/echo").POST(BodyPublishers.ofByteArray(new byte[1000]));
            assertEquals(1000, harness.send(client, fits).body().length());
            var known = harness.request("/echo").POST(BodyPublishers.ofByteArray(new byte[1001]));
            assertRefused(413, "RequestBodyTooLarge", harness.send(client, known));
            var chunked = harness.request("/echo")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1001])));
            assertRefused(413, "RequestBodyTooLarge", harness.send(client, chunked));
            assertEquals(1000, harness.send(client, fits).body().length(), "the gateway goes on");
            Harness.await("all places are free", () -> harness.gateway.inFlight() == 0);
        }
    }

    @Test
    void aBodyIsAskedForOnlyWhereItIsTaken() throws Exception {
        try (var harness = Harness.open(SMALL)) {
            var client = harness.client(Harness.USER, Version.HTTP_1_1);
            var fits = harness.request("/echo").expectContinue(true).POST(BodyPublishers.ofString("x"));
            assertEquals("x", harness.send(client, fits).body());
            var large = harness.request("/echo").expectContinue(true).POST(BodyPublishers.ofByteArray(new byte[1001]));
            assertRefused(413, "RequestBodyTooLarge", harness.send(client, large));
        }
    }

    @Test
    void headersAndLinesOverTheLimitAreRefused() throws Exception {
        try (var harness = Harness.open(SMALL)) {
            var long1 = "x".repeat(3_000);
            try (var socket = harness.socket(Harness.USER)) {
                var reply = RawReply.ask(socket, "GET /who HTTP/1.1\r\nhost: x\r\nlong: " + long1 + "\r\n\r\n");
                assertRefused(431, "RequestHeaderTooLarge", reply);
                assertTrue(reply.closed());
            }
            try (var socket = harness.socket(Harness.USER)) {
                assertRefused(
                        414,
                        "RequestHeaderTooLarge",
                        RawReply.ask(socket, "GET /" + long1 + " HTTP/1.1\r\nhost: x\r\n\r\n"));
            }
            try (var socket = harness.socket(Harness.USER)) {
                assertRefused(400, "InvalidInput", RawReply.ask(socket, "this is not HTTP\r\n\r\n"));
            }
            var h2 = harness.client(Harness.USER, Version.HTTP_2);
            var large = harness.request("/who").header("long", "x".repeat(2_100));
            assertEquals(431, harness.send(h2, large).statusCode());
            var larger = harness.request("/who").header("long", long1);
            assertThrows(IOException.class, () -> harness.send(h2, larger), "far over the limit the connection ends");
            assertEquals(200, harness.send(h2, harness.request("/who")).statusCode());
        }
    }

    @Test
    void aHandlerThatFailsTellsNothingOfWhy() throws Exception {
        try (var harness = Harness.open()) {
            var client = harness.client(Harness.USER, Version.HTTP_2);
            var reply = harness.send(client, harness.request("/broken"));
            assertRefused(500, "InternalError", reply);
            assertFalse(reply.body().contains("secret"));
            Harness.await("its place is free", () -> harness.gateway.inFlight() == 0);
        }
    }

    @Test
    void pagesOfNamedOriginsMayCall() throws Exception {
        try (var harness = Harness.open("\"origins\": [\"https://wallet.example\"]")) {
            var client = harness.client(Harness.USER, Version.HTTP_2);
            var preflight = harness.send(
                    client,
                    harness.request("/echo")
                            .method("OPTIONS", BodyPublishers.noBody())
                            .header("origin", "https://wallet.example")
                            .header("access-control-request-method", "POST"));
            assertEquals(204, preflight.statusCode());
            assertEquals("https://wallet.example", header(preflight, "access-control-allow-origin"));
            assertEquals("POST, OPTIONS", header(preflight, "access-control-allow-methods"));
            assertTrue(header(preflight, "access-control-allow-headers").contains("authorization"));
            var call = harness.send(client, harness.request("/who").header("origin", "https://wallet.example"));
            assertEquals(200, call.statusCode());
            assertEquals("https://wallet.example", header(call, "access-control-allow-origin"));
            assertEquals("origin", header(call, "vary"));
            var foreign = harness.send(client, harness.request("/who").header("origin", "https://evil.example"));
            assertRefused(403, "AuthorizationFailed", foreign);
            assertEquals("", header(foreign, "access-control-allow-origin"));
            var own = "https://127.0.0.1:" + harness.gateway.port();
            assertEquals(
                    200,
                    harness.send(client, harness.request("/who").header("origin", own))
                            .statusCode());
        }
    }

    @Test
    void withoutTlsOnlyNamesOfThisMachineAreAnswered() throws Exception {
        try (var harness = Harness.plain("");
                var socket = new Socket(InetAddress.getLoopbackAddress(), harness.gateway.port())) {
            socket.setSoTimeout(60_000);
            var client = harness.client(null, Version.HTTP_1_1);
            assertEquals(
                    "anonymous /who {} false",
                    harness.send(client, harness.request("/who")).body());
            var rebound = RawReply.ask(socket, "GET /who HTTP/1.1\r\nhost: evil.example\r\n\r\n");
            assertRefused(403, "AuthorizationFailed", rebound);
        }
    }

    @Test
    void theCertificateCanBeReplacedWhileItRuns() throws Exception {
        try (var harness = Harness.open()) {
            assertEquals(Harness.SERVER.chain(), serverChain(harness, Harness.SERVER));
            var endorsed = Actor.selfSigned("endorsed node");
            harness.gateway.replaceIdentity(endorsed.identity());
            assertEquals(endorsed.chain(), serverChain(harness, endorsed));
        }
    }

    private static java.util.List<java.security.cert.Certificate> serverChain(Harness harness, Actor expected)
            throws Exception {
        try (var socket = (SSLSocket)
                Actor.anonymousTls(expected).getSocketFactory().createSocket("127.0.0.1", harness.gateway.port())) {
            socket.setSoTimeout(60_000);
            socket.startHandshake();
            return java.util.List.of(socket.getSession().getPeerCertificates());
        }
    }

    @ParameterizedTest
    @EnumSource
    void stoppingLetsFinishWhatIsInProgress(Version version) throws Exception {
        if (version.name().equals("HTTP_3")) return;
        try (var harness = Harness.open()) {
            var client = harness.client(Harness.USER, version);
            var waiting = client.sendAsync(harness.request("/wait").build(), HttpResponse.BodyHandlers.ofString());
            harness.awaitEntered(1);
            var stopping = CompletableFuture.runAsync(() -> {
                try {
                    harness.stop(Duration.ofSeconds(50));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            Harness.await("new connections are refused", () -> !accepts(harness));
            assertFalse(stopping.isDone(), "it waits for the request in progress");
            harness.permits.release();
            assertEquals("waited", waiting.get(60, TimeUnit.SECONDS).body());
            stopping.get(60, TimeUnit.SECONDS);
            assertEquals(0, harness.meters.connectionsNow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStillInProgressWhenItStopsIsAnswered(Version version) throws Exception {
        if (version.name().equals("HTTP_3")) return;
        try (var harness = Harness.open()) {
            var client = harness.client(Harness.USER, version);
            var text = HttpResponse.BodyHandlers.ofString();
            var knows = client.sendAsync(harness.request("/wait").build(), text);
            harness.awaitEntered(1);
            harness.stop(Duration.ofMillis(200), () -> harness.permits.release());
            assertEquals("waited", knows.get(60, TimeUnit.SECONDS).body(), "a handler that gives up is heard");
        }
        try (var harness = Harness.open()) {
            var client = harness.client(Harness.USER, version);
            var waits = client.sendAsync(harness.request("/wait").build(), HttpResponse.BodyHandlers.ofString());
            harness.awaitEntered(1);
            harness.stop(Duration.ofMillis(200), () -> {});
            assertRefused(504, "RequestTimeout", waits.get(60, TimeUnit.SECONDS));
            assertTrue(harness.interrupted.await(60, TimeUnit.SECONDS));
        }
    }

    private static boolean accepts(Harness harness) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), harness.gateway.port())) {
            socket.setSoTimeout(60_000);
            return socket.isConnected();
        } catch (IOException _) {
            // Refused: that is the question.
            return false;
        }
    }

    @Test
    void requestsAreCountedByRouteAndStatus() throws Exception {
        try (var harness = Harness.open()) {
            var client = harness.client(Harness.USER, Version.HTTP_2);
            harness.send(client, harness.request("/rest/private-name"));
            harness.send(client, harness.request("/nothing/private-name"));
            var text = harness.meters.scrape();
            assertTrue(text.contains("coco_http_requests_seconds_count{route=\"/rest/*\",status=\"200\"} 1"), text);
            assertTrue(text.contains("route=\"none\",status=\"404\"} 1"), text);
            assertFalse(text.contains("private-name"), "no metric holds what a client sent");
        }
    }

    static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    static void assertRefused(int status, String code, HttpResponse<String> reply) {
        assertRefused(status, code, new RawReply(reply.statusCode(), reply.body(), false));
    }

    static void assertRefused(int status, String code, RawReply reply) {
        assertEquals(status, reply.status(), reply.body());
        assertTrue(reply.body().startsWith("{\"error\":{\"code\":\"" + code + "\",\"message\":\""), reply.body());
        assertEquals(reply.body(), Bytes.ofUtf8(reply.body()).toUtf8());
    }
}
