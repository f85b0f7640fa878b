package coco.e2e;

import coco.crypto.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of one node.
 *
 * @param base {@code http://host:port}
 */
record Api(HttpClient http, String base) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** @param txId what the node says this answer belongs to; empty where it says nothing */
    record Reply(int status, String txId, Bytes body) {
        boolean isOk() {
            return status / 100 == 2;
        }

        String text() {
            return body.toUtf8();
        }

        JsonNode json() {
            return JSON.readTree(body.toArray());
        }

        /** The code of a refusal; empty where there is none. */
        String error() {
            return isOk() || body.isEmpty()
                    ? ""
                    : json().path("error").path("code").asString("");
        }
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(request(path, LIMIT).GET());
    }

    /** Writes a record. */
    Reply put(String key, byte[] value, String submissionId, Duration limit) throws IOException, InterruptedException {
        return send(request(record(key), limit)
                .header("submission-id", submissionId)
                .PUT(BodyPublishers.ofByteArray(value)));
    }

    Reply put(String key, String value) throws IOException, InterruptedException {
        return send(request(record(key), LIMIT).PUT(BodyPublishers.ofString(value)));
    }

    Reply delete(String key) throws IOException, InterruptedException {
        return send(request(record(key), LIMIT).DELETE());
    }

    Reply postJson(String path, String json) throws IOException, InterruptedException {
        return send(
                request(path, LIMIT).header("content-type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /** A number out of the node's metrics, of a line without labels. */
    long metric(String name) throws IOException, InterruptedException {
        var line = get("/metrics")
                .text()
                .lines()
                .filter(it -> it.startsWith(name + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
        return (long) Double.parseDouble(line.substring(name.length() + 1));
    }

    static String record(String key) {
        return "/app/records/" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    /** Whether the node serves and knows who leads; a node that does not answer is not ready. */
    boolean isReady() throws InterruptedException {
        try {
            return send(request("/node/ready/app", Duration.ofSeconds(5)).GET()).status() == 204;
        } catch (IOException _) {
            // Nobody listens, or nobody answers.
            return false;
        }
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(limit);
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofByteArray());
        var txId = answer.headers().firstValue("x-ms-ccf-transaction-id").orElse("");
        return new Reply(answer.statusCode(), txId, Bytes.of(answer.body()));
    }
}
