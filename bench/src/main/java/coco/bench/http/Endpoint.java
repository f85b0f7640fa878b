package coco.bench.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Where requests go, in plain HTTP: loads are sent over loopback or a private network, and TLS at the client is not what is measured.
 *
 * @param path of JSON-RPC; empty path is {@code /}
 */
public record Endpoint(String host, int port, String path) {
    /** @throws IllegalArgumentException unless it is {@code http://host:port} with or without a path */
    public static Endpoint of(URI url) {
        if (!"http".equals(url.getScheme()) || url.getHost() == null)
            throw new IllegalArgumentException("not http://HOST:PORT: " + url);
        var port = url.getPort() < 0 ? 80 : url.getPort();
        return new Endpoint(url.getHost(), port, url.getPath().isEmpty() ? "/" : url.getPath());
    }

    /** Scheme, host and port. */
    public URI root() {
        return URI.create("http://" + host + ":" + port);
    }

    public byte[] get(String target) {
        return request("GET " + target + " HTTP/1.1\r\nhost: " + host + ":" + port + "\r\n\r\n", new byte[0]);
    }

    public byte[] put(String target, byte[] body) {
        return request(head("PUT", target, "application/octet-stream", body.length), body);
    }

    /** JSON to this endpoint's own path. */
    public byte[] post(byte[] json) {
        return request(head("POST", path, "application/json", json.length), json);
    }

    private String head(String method, String target, String type, int length) {
        return "%s %s HTTP/1.1\r\nhost: %s:%d\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
                .formatted(method, target, host, port, type, length);
    }

    private static byte[] request(String head, byte[] body) {
        var all = new ByteArrayOutputStream(head.length() + body.length);
        all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(body);
        return all.toByteArray();
    }

    @Override
    public String toString() {
        return root() + (path.equals("/") ? "" : path);
    }
}
