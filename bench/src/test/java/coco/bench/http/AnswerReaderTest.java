package coco.bench.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AnswerReaderTest {
    private static final String TEXT = "hello to the node";
    private static final String WHOLE = "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\nhello to the node";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\nhello to t\r\n7;x=y\r\nhe node\r\n0\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\nserver: x\r\n\r\n";

    @Test
    void anAnswerMayArriveInAnyPieces() throws IOException {
        for (var answer : new String[] {WHOLE, CHUNKED}) {
            for (var cut = 1; cut < answer.length(); cut++) {
                var reader = new AnswerReader();
                assertNull(reader.take(bytes(answer.substring(0, cut))), answer.substring(0, cut));
                var reply = assertNotNull200(reader.take(bytes(answer.substring(cut))));
                assertEquals(TEXT, reply.text());
            }
        }
    }

    @Test
    void oneAnswerFollowsTheOther() throws IOException {
        var reader = new AnswerReader();
        for (var i = 0; i < 3; i++) {
            assertEquals(TEXT, assertNotNull200(reader.take(bytes(WHOLE))).text());
            var none = reader.take(bytes(EMPTY));
            assertNotNull(none);
            assertEquals(204, none.status());
            assertEquals("", none.text());
        }
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        for (var text : new String[] {
            "HTTP/1.0 200 OK\r\n\r\n",
            "HTTP/1.1 two OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            WHOLE + "more",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"
        }) assertThrows(IOException.class, () -> new AnswerReader().take(bytes(text)), text);
    }

    private static Answer.Reply assertNotNull200(Answer.@Nullable Reply reply) {
        assertNotNull(reply);
        assertEquals(200, reply.status());
        return reply;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
