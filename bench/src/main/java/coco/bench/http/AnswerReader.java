package coco.bench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Collects bytes until they are one HTTP/1.1 answer: with a content-length, in chunks (RFC 9112, 7.1), or without a body. Owner: its
 * connection.
 */
final class AnswerReader {
    private static final int HEAD_BYTES_MAX = 64 << 10;
    private static final int BODY_BYTES_MAX = 64 << 20;

    private byte[] bytes = new byte[4096];
    private int size;

    /** Takes what has arrived; an answer if that was its end. Bytes beyond it are an error: only one request is ever under way. */
    Answer.@Nullable Reply take(ByteBuffer arrived) throws IOException {
        var more = arrived.remaining();
        if (size + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        arrived.get(bytes, size, more);
        size += more;
        var head = headEnd();
        if (head < 0) {
            if (size > HEAD_BYTES_MAX) throw new IOException("an answer's head that does not end");
            return null;
        }
        var text = new String(bytes, 0, head, StandardCharsets.ISO_8859_1);
        var status = status(text);
        var length = header(text, "content-length");
        if (length != null) return whole(status, head, length(length));
        if ("chunked".equalsIgnoreCase(header(text, "transfer-encoding"))) return chunked(status, head);
        return whole(status, head, 0);
    }

    private Answer.@Nullable Reply whole(int status, int from, int length) throws IOException {
        if (size < from + length) return null;
        return reply(status, Arrays.copyOfRange(bytes, from, from + length), from + length);
    }

    private Answer.@Nullable Reply chunked(int status, int from) throws IOException {
        var body = new byte[size - from];
        var length = 0;
        var at = from;
        while (true) {
            var line = lineEnd(at);
            if (line < 0) return null;
            var text = new String(bytes, at, line - 2 - at, StandardCharsets.ISO_8859_1);
            var chunk = length(text.split(";", 2)[0].strip(), 16);
            if (size < line + chunk + 2) return null;
            if (chunk == 0) return reply(status, Arrays.copyOf(body, length), line + 2);
            System.arraycopy(bytes, line, body, length, chunk);
            length += chunk;
            at = line + chunk + 2;
        }
    }

    private Answer.Reply reply(int status, byte[] body, int end) throws IOException {
        if (size != end) throw new IOException("bytes behind the answer");
        size = 0;
        return new Answer.Reply(status, body);
    }

    /** Forgets what has come: the connection is another. */
    void clear() {
        size = 0;
    }

    private int headEnd() {
        for (var i = 3; i < size; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') return i + 1;
        }
        return -1;
    }

    private int lineEnd(int from) {
        for (var i = from + 1; i < size; i++) if (bytes[i] == '\n' && bytes[i - 1] == '\r') return i + 1;
        return -1;
    }

    private static int status(String head) throws IOException {
        if (!head.startsWith("HTTP/1.1 ") || head.length() < 12) throw new IOException("no answer of HTTP/1.1");
        return length(head.substring(9, 12));
    }

    private static @Nullable String header(String head, String name) {
        for (var line : head.split("\r\n", -1)) {
            var colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name))
                return line.substring(colon + 1).strip();
        }
        return null;
    }

    private static int length(String text) throws IOException {
        return length(text, 10);
    }

    private static int length(String text, int radix) throws IOException {
        try {
            var length = Integer.parseInt(text, radix);
            if (length >= 0 && length <= BODY_BYTES_MAX) return length;
            throw new IOException("an answer of " + length + " bytes");
        } catch (NumberFormatException e) {
            throw new IOException("not a number in an answer's head: " + text, e);
        }
    }
}
