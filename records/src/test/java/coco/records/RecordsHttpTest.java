package coco.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.ledger.TxId;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Route;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class RecordsHttpTest {
    private static final Bytes BINARY = Bytes.of((byte) 0, (byte) 0xff, (byte) 0x80);

    private final LedgerProtocol records = new Records();
    private final OneNode ledger = new OneNode(records);

    @Test
    void theNodeFindsTheProtocolByName() {
        var names = ServiceLoader.load(LedgerProtocol.class).stream()
                .map(provider -> provider.get().name())
                .toList();
        assertTrue(names.contains("records"), names.toString());
    }

    @Test
    void aRecordComesBackAsItWasSent() throws InterruptedException {
        var put = call("PUT", "/app/records/a", "hello");
        assertEquals(201, put.status());
        assertEquals("2.2", put.headers().get("x-ms-ccf-transaction-id"));
        var got = call("GET", "/app/records/a", "");
        assertEquals(200, got.status());
        assertEquals("hello", got.body().toUtf8());
        assertEquals("text/plain; charset=utf-8", got.headers().get("content-type"));
        assertEquals("2.2", got.headers().get("x-ms-ccf-transaction-id"));
    }

    @Test
    void aSecondPutReplaces() throws InterruptedException {
        call("PUT", "/app/records/a", "one");
        assertEquals(204, call("PUT", "/app/records/a", "two").status());
        assertEquals("two", call("GET", "/app/records/a", "").body().toUtf8());
    }

    @Test
    void binaryStaysBinary() throws InterruptedException {
        call("PUT", "/app/records/b", Map.of(), Map.of(), BINARY);
        var got = call("GET", "/app/records/b", "");
        assertEquals(BINARY, got.body());
        assertEquals("application/octet-stream", got.headers().get("content-type"));
    }

    @Test
    void whatIsDeletedIsGone() throws InterruptedException {
        call("PUT", "/app/records/a", "x");
        assertEquals(204, call("DELETE", "/app/records/a", "").status());
        assertRefused(404, "KeyNotFound", call("GET", "/app/records/a", ""));
        assertRefused(404, "KeyNotFound", call("DELETE", "/app/records/a", ""));
    }

    @Test
    void aRefusedRequestGetsNoPlaceInTheLedger() throws InterruptedException {
        var before = ledger.committed().txId();
        call("DELETE", "/app/records/none", "");
        assertEquals(before, ledger.committed().txId());
    }

    @Test
    void theReceiptComesWithTheAnswerOnRequest() throws InterruptedException {
        var put = call("PUT", "/app/records/a", Map.of("receipt", "json"), Map.of(), Bytes.ofUtf8("x"));
        assertEquals(201, put.status());
        assertEquals("{\"receipt of\":\"2.2\"}", put.body().toUtf8());
        var unknown = call("PUT", "/app/records/a", Map.of("receipt", "cose"), Map.of(), Bytes.ofUtf8("x"));
        assertRefused(400, "InvalidQueryParameterValue", unknown);
        assertEquals(TxId.of(2, 2), ledger.committed().txId(), "a wrong request is not executed");
    }

    @Test
    void askingAgainWithOneSubmissionIdExecutesOnce() throws InterruptedException {
        var id = Map.of("submission-id", "order 7");
        var first = call("PUT", "/app/records/a", Map.of(), id, Bytes.ofUtf8("x"));
        var second = call("PUT", "/app/records/a", Map.of(), id, Bytes.ofUtf8("x"));
        assertEquals(first, second);
        assertEquals(TxId.of(2, 2), ledger.committed().txId());
        var tooLong = Map.of("submission-id", "x".repeat(129));
        assertRefused(400, "InvalidHeaderValue", call("PUT", "/app/records/a", Map.of(), tooLong, Bytes.ofUtf8("x")));
    }

    @Test
    void everyAnswerOfTheNetworkHasItsStatus() throws InterruptedException {
        ledger.answerNext(new Answer.NotExecuted("the leader changed"));
        var notExecuted = call("PUT", "/app/records/a", "x");
        assertRefused(503, "TransactionReplicationFailed", notExecuted);
        assertEquals("1", notExecuted.headers().get("retry-after"));
        ledger.answerNext(new Answer.Invalid(TxId.of(2, 9)));
        assertRefused(503, "TransactionInvalid", call("PUT", "/app/records/a", "x"));
        ledger.answerNext(new Answer.Unknown("2.9"));
        var unknown = call("PUT", "/app/records/a", "x");
        assertRefused(504, "TransactionPendingOrUnknown", unknown);
        assertTrue(unknown.body().toUtf8().contains("2.9"));
    }

    @Test
    void aReadMayAskForAState() throws InterruptedException {
        call("PUT", "/app/records/a", "x");
        assertEquals(200, read(Map.of("after", "2.2")).status());
        assertRefused(503, "NodeCannotHandleRequest", read(Map.of("after", "2.3")));
        assertRefused(400, "InvalidQueryParameterValue", read(Map.of("after", "02.3")));
        assertEquals(200, read(Map.of("consistency", "fresh")).status());
        assertRefused(400, "InvalidQueryParameterValue", read(Map.of("consistency", "best")));
        ledger.cutOff();
        assertRefused(503, "NodeCannotHandleRequest", read(Map.of("consistency", "fresh")));
        assertEquals(200, read(Map.of()).status());
    }

    @Test
    void aRangeGoesPageByPage() throws InterruptedException {
        for (var name : new String[] {"c", "a", "d", "b"}) call("PUT", "/app/records/" + name, name);
        call("PUT", "/app/records/bb", Map.of(), Map.of(), BINARY);
        var first = range(Map.of("from", "b", "to", "d", "limit", "2"));
        assertEquals(
                "{\"value\":[{\"key\":\"b\",\"text\":\"b\"},{\"key\":\"bb\",\"base64\":\"AP+A\"}],\"next\":\"c\"}",
                first.body().toUtf8());
        var second = range(Map.of("from", "c", "to", "d", "limit", "2"));
        assertEquals(
                "{\"value\":[{\"key\":\"c\",\"text\":\"c\"}]}", second.body().toUtf8());
        assertEquals(
                "{\"value\":[]}", range(Map.of("from", "d", "to", "a")).body().toUtf8());
        assertRefused(400, "InvalidQueryParameterValue", range(Map.of("limit", "0")));
        assertRefused(400, "InvalidQueryParameterValue", range(Map.of("limit", "many")));
    }

    @Test
    void aPageEndsWhereItIsLarge() throws InterruptedException {
        var large = Bytes.ofUtf8("x".repeat(RecordsRange.PAGE_BYTES / 2 + 1));
        for (var name : new String[] {"a", "b", "c"}) call("PUT", "/app/records/" + name, Map.of(), Map.of(), large);
        var page = range(Map.of()).body().toUtf8();
        assertTrue(page.endsWith("\"next\":\"c\"}"), "the page goes on behind two large records");
    }

    @Test
    void namesThatAreNoneAreRefused() throws InterruptedException {
        for (var name : new String[] {"", "a\nb", "\ud800", "x".repeat(513), "\u00e9".repeat(257)})
            assertRefused(400, "InvalidResourceName", call("GET", "/app/records/" + name, ""));
        assertEquals(201, call("PUT", "/app/records/a/b c", "x").status());
    }

    private Route.Reply read(Map<String, String> query) throws InterruptedException {
        return call("GET", "/app/records/a", query, Map.of(), Bytes.EMPTY);
    }

    private Route.Reply range(Map<String, String> query) throws InterruptedException {
        return call("GET", "/app/records", query, Map.of(), Bytes.EMPTY);
    }

    private Route.Reply call(String method, String path, String body) throws InterruptedException {
        return call(method, path, Map.of(), Map.of(), Bytes.ofUtf8(body));
    }

    private Route.Reply call(
            String method, String path, Map<String, String> query, Map<String, String> headers, Bytes body)
            throws InterruptedException {
        for (var route : records.routes(ledger)) {
            var prefix = route.path().endsWith("*");
            var base = prefix ? route.path().substring(0, route.path().length() - 1) : route.path();
            if (route.method().equals(method) && (prefix ? path.startsWith(base) : path.equals(base)))
                return route.handler()
                        .handle(new Route.Call(new Caller.Anonymous(), method, path, query, headers, body));
        }
        throw new AssertionError("no route for " + method + " " + path);
    }

    private static void assertRefused(int status, String code, Route.Reply reply) {
        assertEquals(status, reply.status(), reply.body().toUtf8());
        assertTrue(reply.body().toUtf8().startsWith("{\"error\":{\"code\":\"" + code + "\",\"message\":\""));
        assertNull(reply.headers().get("x-ms-ccf-transaction-id"));
    }
}
