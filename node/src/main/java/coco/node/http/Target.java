package coco.node.http;

import coco.crypto.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request (RFC 9110 section 7.1), decoded.
 *
 * @param path without the query, and without the token
 * @param query the first value of each name
 * @param token from a path {@code /token/<token>/...}, for wallets that can be given an address and nothing else; null for none
 */
record Target(
        String path, Map<String, String> query, @Nullable String token) {
    private static final String TOKEN = "/token/";
    private static final int PARAMETERS_MAX = 64;

    /** @throws MalformedException where it is not a path, or a percent sign is not followed by two hex digits of UTF-8 */
    static Target parse(String raw) throws MalformedException {
        if (!raw.startsWith("/")) throw new MalformedException("the target is not a path");
        var question = raw.indexOf('?');
        var path = question < 0 ? raw : raw.substring(0, question);
        var query = question < 0 ? Map.<String, String>of() : query(raw.substring(question + 1));
        if (!path.startsWith(TOKEN)) return new Target(decode(path, false), query, null);
        var end = path.indexOf('/', TOKEN.length());
        var token = decode(path.substring(TOKEN.length(), end < 0 ? path.length() : end), false);
        return new Target(end < 0 ? "/" : decode(path.substring(end), false), query, token);
    }

    private static Map<String, String> query(String raw) throws MalformedException {
        var parameters = new LinkedHashMap<String, String>();
        for (var part : raw.split("&", -1)) {
            if (part.isEmpty()) continue;
            if (parameters.size() == PARAMETERS_MAX) throw new MalformedException("too many parameters");
            var equals = part.indexOf('=');
            var name = decode(equals < 0 ? part : part.substring(0, equals), true);
            parameters.putIfAbsent(name, equals < 0 ? "" : decode(part.substring(equals + 1), true));
        }
        return parameters;
    }

    private static String decode(String text, boolean plusIsSpace) throws MalformedException {
        if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '+')) return text;
        var bytes = new ByteArrayOutputStream(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f)
                throw new MalformedException("the target holds a character that must be encoded");
            if (c == '%') {
                bytes.write(hex(text, i + 1));
                i += 2;
            } else {
                bytes.write(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("the target is not UTF-8", e);
        }
    }

    private static int hex(String text, int at) throws MalformedException {
        if (at + 2 > text.length()) throw new MalformedException("a percent sign stands alone");
        var high = Character.digit(text.charAt(at), 16);
        var low = Character.digit(text.charAt(at + 1), 16);
        if (high < 0 || low < 0) throw new MalformedException("a percent sign is followed by two hex digits");
        return high << 4 | low;
    }
}
