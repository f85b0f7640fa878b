package coco.evidence.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void valuesOfAllKinds() throws MalformedException {
        var object = object(" {\"a\":[1,-2.5e+3,true,false,null,{}],\r\n\t\"b\" : \"\" } ");
        assertEquals(
                List.of(
                        new Json.Numeral("1"),
                        new Json.Numeral("-2.5e+3"),
                        new Json.Truth(true),
                        new Json.Truth(false),
                        new Json.Null()),
                object.array("a").subList(0, 5));
        assertInstanceOf(Json.Members.class, object.array("a").get(5));
        assertEquals("", object.text("b"));
        assertTrue(object.has("a"));
        assertFalse(object.has("A"));
        assertTrue(object.find("c").isEmpty());
    }

    @Test
    void anObjectKeepsTheBytesItWasReadFrom() throws MalformedException {
        var object = object("{ \"signed\" : {\"é\" : \"\\u00e9\" } ,\"rest\":0}");
        assertEquals(octets("{\"é\" : \"\\u00e9\" }"), object.object("signed").source());
        assertEquals("é", object.object("signed").text("é"));
    }

    @Test
    void escapes() throws MalformedException {
        var text = object("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud83d\\ude00\"}")
                .text("a");
        assertEquals("\"\\/\b\f\n\r\tA\ud83d\ude00", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{}}",
                "{} x",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "tru",
                "True",
                "nulll",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x10",
                "NaN",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\ud83d\"",
                "\"\\ud83dx\"",
                "\"\\ude00\\ud83d\"",
                "\"line\nbreak\"",
                "\"tab\t\"",
                "// comment\n1",
                "\ufeff{}",
                "\u00a01"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThrows(MalformedException.class, () -> Json.parse(octets(text)));
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        for (var hex : List.of("22ff22", "22c0af22", "22eda08022", "22e282", "22f490808022")) {
            assertThrows(MalformedException.class, () -> Json.parse(Octets.ofHex(hex)), hex);
        }
    }

    @Test
    void nothingIsDeeperOrLongerThanTheLimits() throws MalformedException {
        Json.parse(octets("[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX)));
        var deeper = "[".repeat(Json.DEPTH_MAX + 1) + "]".repeat(Json.DEPTH_MAX + 1);
        assertThrows(MalformedException.class, () -> Json.parse(octets(deeper)));
        assertThrows(MalformedException.class, () -> Json.parse(octets("[".repeat(Json.SIZE_MAX))));
        Json.parse(octets(" ".repeat(Json.SIZE_MAX - 1) + "1"));
        assertThrows(MalformedException.class, () -> Json.parse(octets(" ".repeat(Json.SIZE_MAX) + "1")));
        Json.parse(octets("[" + "1,".repeat(Json.VALUES_MAX - 2) + "1]"));
        var more = "[" + "1,".repeat(Json.VALUES_MAX - 1) + "1]";
        assertThrows(MalformedException.class, () -> Json.parse(octets(more)));
    }

    @Test
    void depthIsCountedFromTheOutside() throws MalformedException {
        Json.parse(octets("[" + "[],".repeat(Json.DEPTH_MAX) + "[]]"));
    }

    @Test
    void numbersAreDigitsAlone() throws MalformedException {
        assertEquals(0, object("{\"n\":0}").number("n", 0));
        assertEquals(Integer.MAX_VALUE, object("{\"n\":2147483647}").number("n", Integer.MAX_VALUE));
        for (var wrong :
                List.of("2147483648", "99999999999999999999", "-1", "-0", "1.0", "1e0", "\"1\"", "true", "null")) {
            var object = object("{\"n\":" + wrong + "}");
            assertThrows(MalformedException.class, () -> object.number("n", Integer.MAX_VALUE), wrong);
        }
        var object = object("{\"n\":256}");
        assertThrows(MalformedException.class, () -> object.number("n", 255));
    }

    @Test
    void datesAreOfOneForm() throws MalformedException {
        assertEquals(
                Instant.parse("2024-02-29T23:59:59Z"),
                object("{\"d\":\"2024-02-29T23:59:59Z\"}").instant("d"));
        for (var wrong : List.of(
                "2023-02-29T00:00:00Z",
                "2018-16-06T10:12:17Z",
                "2018-06-06T24:00:00Z",
                "2018-06-06T10:12:60Z",
                "2018-06-06t10:12:17Z",
                "2018-06-06T10:12:17z",
                "2018-06-06 10:12:17Z",
                "2018-06-06T10:12:17",
                "2018-06-06T10:12:17.0Z",
                "2018-06-06T10:12:17+00:00",
                "+12018-06-06T10:12:17Z",
                "+018-06-06T10:12:17Z",
                "-018-06-06T10:12:17Z",
                "2018-6-06T10:12:17ZZ",
                "２018-06-06T10:12:17Z")) {
            var object = object("{\"d\":\"" + wrong + "\"}");
            assertThrows(MalformedException.class, () -> object.instant("d"), wrong);
        }
    }

    @Test
    void hexDigitsAreOfOneSize() throws MalformedException {
        assertEquals(Octets.ofHex("00ff"), object("{\"h\":\"00fF\"}").hex("h", 2));
        for (var wrong : List.of("", "00", "00f", "00ff00", "00fg", "0x00", " 0ff")) {
            var object = object("{\"h\":\"" + wrong + "\"}");
            assertThrows(MalformedException.class, () -> object.hex("h", 2), wrong);
        }
    }

    @Test
    void aMemberOfAnotherKindIsRefused() throws MalformedException {
        var object = object("{\"text\":\"\",\"number\":1,\"truth\":true,\"object\":{},\"array\":[1]}");
        assertThrows(MalformedException.class, () -> object.text("number"));
        assertThrows(MalformedException.class, () -> object.number("text", 1));
        assertThrows(MalformedException.class, () -> object.truth("number"));
        assertThrows(MalformedException.class, () -> object.object("array"));
        assertThrows(MalformedException.class, () -> object.array("object"));
        assertThrows(MalformedException.class, () -> object.objects("array"));
        assertThrows(MalformedException.class, () -> object.texts("array"));
        assertThrows(MalformedException.class, () -> object.hex("number", 0));
        assertThrows(MalformedException.class, () -> object.instant("number"));
        assertThrows(MalformedException.class, () -> object.member("missing"));
        assertThrows(MalformedException.class, () -> Json.parseObject(octets("[]")));
        assertTrue(object.truth("truth"));
    }

    private static Json.Members object(String text) throws MalformedException {
        return Json.parseObject(octets(text));
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
