package coco.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.MalformedException;
import coco.spi.Route;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RoutingTest {
    private static Published route(String method, String path) {
        return new Published(new Route(method, path, _ -> JsonReply.empty(204)), Published.Access.OPEN);
    }

    @Test
    void exactPathsComeBeforeTheLongestPrefix() {
        var table = new RouteTable(List.of(route("GET", "/a/*"), route("GET", "/a/b/*"), route("GET", "/a/b/c")));
        assertEquals("/a/b/c", path(table, "GET", "/a/b/c"));
        assertEquals("/a/b/*", path(table, "GET", "/a/b/d"));
        assertEquals("/a/*", path(table, "HEAD", "/a/x"));
        assertInstanceOf(RouteTable.Found.Nothing.class, table.find("GET", "/a"));
        assertEquals(new RouteTable.Found.OtherMethods("GET, HEAD, OPTIONS"), table.find("PUT", "/a/b/c"));
    }

    private static String path(RouteTable table, String method, String path) {
        return assertInstanceOf(RouteTable.Found.Here.class, table.find(method, path))
                .published()
                .route()
                .path();
    }

    @Test
    void twoRoutesForOneThingAreRefused() {
        var twice = List.of(route("GET", "/a"), route("GET", "/a"));
        assertThrows(IllegalArgumentException.class, () -> new RouteTable(twice));
        var prefixTwice = List.of(route("GET", "/a/*"), route("GET", "/a/*"));
        assertThrows(IllegalArgumentException.class, () -> new RouteTable(prefixTwice));
        new RouteTable(List.of(route("GET", "/a/*"), route("PUT", "/a/*")));
    }

    @Test
    void targetsAreDecodedOnce() throws MalformedException {
        var target = Target.parse("/a%2Fb+c/%C3%A9?x=1+2&x=3&y=%2B&z&=w");
        assertEquals("/a/b+c/\u00e9", target.path());
        assertEquals("1 2", target.query().get("x"));
        assertEquals("+", target.query().get("y"));
        assertEquals("", target.query().get("z"));
        assertNull(target.token());
        assertEquals("/a%2Fb", Target.parse("/a%252Fb").path());
        for (var wrong : List.of(
                "a", "*", "/%", "/%4", "/%zz", "/%ff", "/\u00e9", "/?x=%", "/?" + "a=1&b=2&".repeat(1) + many()))
            assertThrows(MalformedException.class, () -> Target.parse(wrong), wrong);
    }

    private static String many() {
        var text = new StringBuilder();
        for (var i = 0; i < 65; i++) text.append('p').append(i).append("=&");
        return text.toString();
    }

    @Test
    void aTokenInThePathIsTakenOut() throws MalformedException {
        assertEquals(new Target("/eth", java.util.Map.of(), "t/1"), Target.parse("/token/t%2F1/eth"));
        assertEquals(new Target("/", java.util.Map.of(), "t"), Target.parse("/token/t"));
        assertNull(Target.parse("/tokens/t/eth").token());
    }

    @Test
    void onlyNamedPagesAndTheNodesOwnMayCall() {
        var named = new Origins(Set.of("https://a.example"), true, false);
        assertTrue(named.admits(null, "n:1"));
        assertTrue(named.admits("https://a.example", "n:1"));
        assertTrue(named.admits("https://n:1", "n:1"));
        assertFalse(named.admits("http://n:1", "n:1"));
        assertFalse(named.admits("https://a.example.evil", "n:1"));
        assertFalse(named.admits("null", "n:1"));
        assertTrue(new Origins(Set.of("*"), true, false).admits("https://any.example", "n:1"));
        var local = new Origins(Set.of(), false, true);
        for (var host : List.of("localhost", "localhost:80", "127.0.0.1:80", "[::1]:80"))
            assertTrue(local.admits(null, host), host);
        for (var host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil", "a b"))
            assertFalse(local.admits(null, host), host);
    }
}
