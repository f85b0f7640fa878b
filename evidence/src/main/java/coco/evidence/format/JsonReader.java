package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads one JSON text from front to end. Owner: who made it. */
final class JsonReader {
    private static final int END = -1;

    private final Octets document;
    private final byte[] bytes;
    private int at;
    private int depth;
    private int values;

    JsonReader(Octets document) throws MalformedException {
        if (document.size() > Json.SIZE_MAX) throw new MalformedException("JSON of more than " + Json.SIZE_MAX);
        this.document = document;
        this.bytes = document.toArray();
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new MalformedException("JSON that is not UTF-8", e);
        }
    }

    Json read() throws MalformedException {
        var value = value();
        if (next() != END) throw wrong("something behind the value");
        return value;
    }

    private Json value() throws MalformedException {
        if (++values > Json.VALUES_MAX) throw wrong("more than " + Json.VALUES_MAX + " values");
        return switch (next()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Text(text());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", new Json.Null());
            default -> numeral();
        };
    }

    private Json object() throws MalformedException {
        var from = at;
        var members = new LinkedHashMap<String, Json>();
        enter();
        while (isMore('}', members.isEmpty())) {
            if (next() != '"') throw wrong("a name is expected");
            var name = text();
            if (next() != ':') throw wrong("a colon is expected");
            at++;
            if (members.putIfAbsent(name, value()) != null) throw wrong("a name that stands twice");
        }
        return new Json.Members(members, document, from, at);
    }

    private Json array() throws MalformedException {
        var elements = new ArrayList<Json>();
        enter();
        while (isMore(']', elements.isEmpty())) elements.add(value());
        return new Json.Elements(elements);
    }

    private void enter() throws MalformedException {
        if (++depth > Json.DEPTH_MAX) throw wrong("deeper than " + Json.DEPTH_MAX);
        at++;
    }

    /** Whether another item comes; steps over the comma before it, or over the bracket that closes. */
    private boolean isMore(char closing, boolean first) throws MalformedException {
        var c = next();
        if (c == closing) {
            at++;
            depth--;
            return false;
        }
        if (first) return true;
        if (c != ',') throw wrong("a comma is expected");
        at++;
        return true;
    }

    private Json word(String word, Json value) throws MalformedException {
        for (var i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) throw wrong("an unknown word");
            at++;
        }
        return value;
    }

    private Json numeral() throws MalformedException {
        var from = at;
        if (peek() == '-') at++;
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') at++;
            digits();
        }
        return new Json.Numeral(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
    }

    private void digits() throws MalformedException {
        var from = at;
        while (peek() >= '0' && peek() <= '9') at++;
        if (at == from) throw wrong("a digit is expected");
    }

    private String text() throws MalformedException {
        var text = new StringBuilder();
        at++;
        while (true) {
            var from = at;
            while (peek() >= ' ' && peek() != '"' && peek() != '\\') at++;
            text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
            var c = peek();
            if (c < ' ') throw wrong("a text that does not end, or a control character in it");
            at++;
            if (c == '"') break;
            text.append(escaped());
        }
        requirePairs(text);
        return text.toString();
    }

    private char escaped() throws MalformedException {
        var c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit();
            default -> throw wrong("an unknown escape");
        };
    }

    private char codeUnit() throws MalformedException {
        var unit = 0;
        for (var i = 0; i < 4; i++, at++) {
            var c = peek();
            if (c < '0' || c > 'f' || Character.digit(c, 16) < 0) throw wrong("four hex digits are expected");
            unit = unit << 4 | Character.digit(c, 16);
        }
        return (char) unit;
    }

    private void requirePairs(StringBuilder text) throws MalformedException {
        var half = text.codePoints().anyMatch(point -> point <= 0xffff && Character.isSurrogate((char) point));
        if (half) throw wrong("half a character");
    }

    /** The next byte that is no white space, without stepping over it. */
    private int next() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') at++;
        return peek();
    }

    /** The byte here, 0 to 255. */
    private int peek() {
        return at < bytes.length ? bytes[at] & 0xff : END;
    }

    private MalformedException wrong(String what) {
        return new MalformedException("JSON, at byte " + at + ": " + what);
    }
}
