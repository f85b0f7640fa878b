package coco.node.http;

import static coco.node.http.GatewayTest.assertRefused;
import static coco.node.http.GatewayTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway bears, and what it cuts. No test measures time: each waits, with a bound, for what must happen. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class GatewayLimitsTest {
    private static String requests(String text) {
        return "\"limits\": {\"requests\": {" + text + "}}";
    }

    private static String connections(String text) {
        return "\"limits\": {\"connections\": {" + text + "}}";
    }

    private static String inFlight(int total, int perCaller, int reserved) {
        return """
                "limits": {"in_flight": {"total": {"count": %d, "bytes": "32 MB"}, "reserved": %d,
                  "per_caller": {"count": %d, "bytes": "16 MB"}}}
                """.formatted(total, reserved, perCaller);
    }

    @Test
    void oneCallerCannotTakeAllPlaces() throws Exception {
        try (var harness = Harness.open(inFlight(8, 2, 2))) {
            var member = harness.client(Harness.MEMBER, Version.HTTP_2);
            var waiting = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (var i = 0; i < 2; i++) waiting.add(wait(harness, member));
            harness.awaitEntered(2);
            var third = harness.send(member, harness.request("/who"));
            assertRefused(503, "TooManyPendingTransactions", third);
            assertEquals("1", header(third, "retry-after"));
            var user = harness.client(Harness.USER, Version.HTTP_2);
            assertEquals(200, harness.send(user, harness.request("/who")).statusCode());
            harness.permits.release(2);
            for (var one : waiting)
                assertEquals(200, one.get(60, TimeUnit.SECONDS).statusCode());
            assertEquals(200, harness.send(member, harness.request("/who")).statusCode());
            assertTrue(harness.meters.scrape().contains("coco_http_shed_total{reason=\"origin\"} 1.0"));
        }
    }

    @Test
    void aCallerIsCountedOnceHoweverManyWaysHeComes() throws Exception {
        try (var harness = Harness.open(inFlight(8, 2, 2))) {
            var one = harness.client(null, Version.HTTP_2);
            var other = harness.client(Harness.USER, Version.HTTP_2);
            var path = harness.request("/token/alpha/wait").build();
            var text = HttpResponse.BodyHandlers.ofString();
            var waiting = one.sendAsync(path, text);
            var second = other.sendAsync(path, text);
            harness.awaitEntered(2);
            assertRefused(503, "TooManyPendingTransactions", harness.send(one, harness.request("/token/alpha/who")));
            harness.permits.release(2);
            assertEquals(200, waiting.get(60, TimeUnit.SECONDS).statusCode());
            assertEquals(200, second.get(60, TimeUnit.SECONDS).statusCode());
            assertTrue(harness.meters.scrape().contains("coco_http_shed_total{reason=\"caller\"} 1.0"));
        }
    }

    @Test
    void operatorsFindAPlaceWhenAllOthersAreTaken() throws Exception {
        try (var harness = Harness.open(inFlight(3, 3, 1))) {
            var user = harness.client(Harness.USER, Version.HTTP_2);
            var waiting = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (var i = 0; i < 2; i++) waiting.add(wait(harness, user));
            harness.awaitEntered(2);
            var member = harness.client(Harness.MEMBER, Version.HTTP_2);
            assertRefused(503, "TooManyPendingTransactions", harness.send(member, harness.request("/who")));
            assertEquals(200, harness.send(member, harness.request("/open")).statusCode());
            harness.permits.release(2);
            for (var one : waiting) one.get(60, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<HttpResponse<String>> wait(Harness harness, HttpClient client) {
        return client.sendAsync(harness.request("/wait").build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesAreCountedWhetherTheirLengthIsToldOrNot(boolean told) throws Exception {
        var limits = """
                "limits": {"requests": {"body_bytes": 600},
                  "in_flight": {"total": {"count": 100, "bytes": 1000}, "reserved": 0,
                    "per_address": {"count": 50, "bytes": 1000}, "per_caller": {"count": 50, "bytes": 1000}}}
                """;
        try (var harness = Harness.open(limits)) {
            var client = harness.client(Harness.USER, Version.HTTP_2);
            var body = BodyPublishers.ofByteArray(new byte[600]);
            var first =
                    client.sendAsync(harness.request("/wait").POST(body).build(), HttpResponse.BodyHandlers.ofString());
            harness.awaitEntered(1);
            var second = harness.request("/echo")
                    .POST(
                            told
                                    ? body
                                    : BodyPublishers.ofInputStream(
                                            () -> new java.io.ByteArrayInputStream(new byte[600])));
            assertRefused(503, "TooManyPendingTransactions", harness.send(client, second));
            harness.permits.release();
            assertEquals(200, first.get(60, TimeUnit.SECONDS).statusCode());
            Harness.await("all places are free", () -> harness.gateway.inFlight() == 0);
            assertEquals(200, harness.send(client, second).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void aHandlerThatWaitsTooLongIsInterrupted(String version) throws Exception {
        try (var harness = Harness.open(requests("\"deadline\": \"300 ms\""))) {
            var client = harness.client(Harness.USER, Version.valueOf(version));
            assertRefused(504, "RequestTimeout", harness.send(client, harness.request("/wait")));
            assertTrue(harness.interrupted.await(60, TimeUnit.SECONDS));
            Harness.await("its place is free", () -> harness.gateway.inFlight() == 0);
            assertEquals(200, harness.send(client, harness.request("/who")).statusCode());
        }
    }

    @Test
    void aClientThatGoesAwayInterruptsItsHandler() throws Exception {
        try (var harness = Harness.open()) {
            try (var socket = harness.socket(Harness.USER)) {
                RawReply.send(socket, "GET /wait HTTP/1.1\r\nhost: x\r\n\r\n");
                harness.awaitEntered(1);
            }
            assertTrue(harness.interrupted.await(60, TimeUnit.SECONDS));
            Harness.await("its place is free", () -> harness.gateway.inFlight() == 0);
        }
    }

    @Test
    void aBodyThatComesTooSlowlyIsCut() throws Exception {
        try (var harness = Harness.open(requests("\"deadline\": \"500 ms\""));
                var socket = harness.socket(Harness.USER)) {
            RawReply.send(socket, "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nx");
            var drip = Thread.ofVirtual().start(() -> drip(socket));
            assertRefused(408, "RequestTimeout", RawReply.read(socket));
            assertTrue(RawReply.ends(socket));
            drip.join();
            Harness.await("its place is free", () -> harness.gateway.inFlight() == 0);
        }
    }

    /** A byte now and then, as long as somebody takes it: each one would put off a limit on silence. */
    private static void drip(Socket socket) {
        try {
            for (var i = 0; i < 98; i++) {
                RawReply.send(socket, "x");
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
        } catch (IOException _) {
            // Cut, as it should be.
            return;
        }
    }

    @Test
    void aStreamThatComesTooSlowlyIsCutAndItsConnectionGoesOn() throws Exception {
        try (var harness = Harness.open(requests("\"deadline\": \"500 ms\""))) {
            var client = harness.client(Harness.USER, Version.HTTP_2);
            assertEquals(200, harness.send(client, harness.request("/who")).statusCode());
            var never = new java.io.PipedInputStream(new java.io.PipedOutputStream());
            var slow = client.sendAsync(
                    harness.request("/echo")
                            .POST(BodyPublishers.ofInputStream(() -> never))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Harness.await("it has come", () -> harness.gateway.inFlight() == 1);
            Harness.await("its place is free", () -> harness.gateway.inFlight() == 0);
            assertEquals(200, harness.send(client, harness.request("/who")).statusCode());
            assertEquals(1, harness.meters.connectionsPeak(), "on the connection of before");
            never.close();
            slow.cancel(true);
        }
    }

    @Test
    void aClientThatNeverShakesHandsIsCut() throws Exception {
        try (var harness = Harness.open(connections("\"handshake\": \"300 ms\""));
                var socket = new Socket(InetAddress.getLoopbackAddress(), harness.gateway.port())) {
            socket.setSoTimeout(60_000);
            assertTrue(RawReply.ends(socket));
            Harness.await("it is not counted any more", () -> harness.meters.connectionsNow() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /who HTTP/1.1\r\nhost: x\r\nhalf: "})
    void aConnectionWithoutAWholeRequestIsCut(String sent) throws Exception {
        try (var harness = Harness.open(connections("\"idle\": \"500 ms\""));
                var socket = harness.socket(Harness.USER)) {
            RawReply.send(socket, sent);
            if (!sent.isEmpty()) Thread.ofVirtual().start(() -> drip(socket));
            assertTrue(RawReply.ends(socket));
        }
    }

    @Test
    void aConnectionIsKeptBetweenRequestsAndCutWhenIdle() throws Exception {
        try (var harness = Harness.open(connections("\"idle\": \"1 s\""));
                var socket = harness.socket(Harness.USER)) {
            for (var i = 0; i < 3; i++)
                assertEquals(
                        200,
                        RawReply.ask(socket, "GET /who HTTP/1.1\r\nhost: x\r\n\r\n")
                                .status());
            assertTrue(RawReply.ends(socket));
        }
    }

    @Test
    void aRequestInProgressIsNotIdle() throws Exception {
        try (var harness = Harness.open(connections("\"idle\": \"200 ms\""));
                var socket = harness.socket(Harness.USER)) {
            RawReply.send(socket, "GET /wait HTTP/1.1\r\nhost: x\r\n\r\n");
            harness.awaitEntered(1);
            java.util.concurrent.locks.LockSupport.parkNanos(600_000_000);
            harness.permits.release();
            assertEquals("waited", RawReply.read(socket).body());
        }
    }

    @Test
    void aClientThatDoesNotReadIsCut() throws Exception {
        try (var harness = Harness.open(requests("\"deadline\": \"500 ms\""));
                var socket = harness.socket(Harness.USER)) {
            RawReply.send(socket, "GET /large HTTP/1.1\r\nhost: x\r\n\r\n");
            Harness.await("it has come", () -> harness.meters.scrape().contains("route=\"/large\""));
            Harness.await("it is cut", () -> harness.meters.connectionsNow() == 0);
            assertEquals(0, harness.gateway.inFlight());
            assertFalse(socket.isClosed());
        }
    }

    @Test
    void connectionsOverTheLimitAreClosedAtOnce() throws Exception {
        try (var harness = Harness.open(connections("\"total\": 2, \"handshake\": \"60 s\""))) {
            try (var one = harness.socket(Harness.USER);
                    var halfOpen = new Socket(InetAddress.getLoopbackAddress(), harness.gateway.port());
                    var third = new Socket(InetAddress.getLoopbackAddress(), harness.gateway.port())) {
                third.setSoTimeout(60_000);
                assertTrue(RawReply.ends(third));
                assertEquals(
                        200,
                        RawReply.ask(one, "GET /who HTTP/1.1\r\nhost: x\r\n\r\n")
                                .status());
                assertTrue(halfOpen.isConnected());
                assertTrue(harness.meters.scrape().contains("coco_http_shed_total{reason=\"connections\"} 1.0"));
            }
            Harness.await("they are not counted any more", () -> harness.meters.connectionsNow() == 0);
            try (var again = harness.socket(Harness.USER)) {
                assertEquals(
                        200,
                        RawReply.ask(again, "GET /who HTTP/1.1\r\nhost: x\r\n\r\n")
                                .status());
            }
        }
    }

    @Test
    void oneAddressCannotTakeAllConnections() throws Exception {
        try (var harness = Harness.open(connections("\"total\": 5, \"per_address\": 1"));
                var first = harness.socket(Harness.USER);
                var second = new Socket(InetAddress.getLoopbackAddress(), harness.gateway.port())) {
            second.setSoTimeout(60_000);
            assertTrue(RawReply.ends(second));
            try (var elsewhere = new Socket()) {
                elsewhere.bind(new java.net.InetSocketAddress("127.0.0.2", 0));
                elsewhere.connect(
                        new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), harness.gateway.port()));
                Harness.await("another address is taken", () -> harness.meters.connectionsNow() == 2);
            }
            assertTrue(first.isConnected());
        }
    }
}
