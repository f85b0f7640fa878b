package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.e2e.Writers.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What has to be true of a network afterwards, whatever happened to it. */
final class Checks {
    private Checks() {}

    /** What was answered is so on every node: committed writes are there, those that were not executed are not. */
    static void assertTold(Cluster cluster, Map<String, Told> told) throws IOException, InterruptedException {
        var last = cluster.awaitSame();
        for (var node : cluster.nodes()) {
            var records = records(cluster.api(node), last.toString());
            var wrong = new ArrayList<String>();
            told.forEach((key, answer) -> {
                var value = records.get(key);
                var right =
                        switch (answer) {
                            case COMMITTED -> Writers.value(key).equals(value);
                            case NOT_EXECUTED -> value == null;
                            case IN_DOUBT -> value == null || Writers.value(key).equals(value);
                        };
                if (!right) wrong.add(key + " was answered " + answer + " and is " + value);
            });
            assertEquals(List.of(), wrong, node.name());
        }
    }

    /** All records that are text. */
    static SortedMap<String, String> records(Api api, String after) throws IOException, InterruptedException {
        var all = new TreeMap<String, String>();
        var from = "";
        do {
            var page = api.get("/app/records?limit=1000&after=" + after + (from.isEmpty() ? "" : "&from=" + from));
            assertEquals(200, page.status(), page::text);
            for (var row : page.json().path("value"))
                all.put(row.path("key").asString(""), row.path("text").asString(""));
            from = page.json().path("next").asString("");
        } while (!from.isEmpty());
        return all;
    }

    /** Closed ledger files of the same name hold the same bytes on all nodes; gives how many files were compared. */
    static int assertSameChunks(List<Vn> nodes) throws IOException {
        var first = new TreeMap<String, Path>();
        var compared = 0;
        for (var node : nodes) {
            for (var chunk : closedChunks(node)) {
                var name = chunk.getFileName().toString();
                var other = first.putIfAbsent(name, chunk);
                if (other == null) continue;
                assertArrayEquals(Files.readAllBytes(other), Files.readAllBytes(chunk), () -> other + " and " + chunk);
                compared++;
            }
        }
        return compared;
    }

    static List<Path> closedChunks(Vn node) throws IOException {
        try (var files = Files.list(node.ledger())) {
            return files.filter(file -> file.toString().endsWith(".committed"))
                    .sorted()
                    .toList();
        }
    }

    /** {@code coco ledger verify}, and for each file {@code coco receipt verify}, as an auditor would call them. */
    static void assertSound(Vn node) throws IOException, InterruptedException {
        var found = Client.run(
                "ledger",
                "verify",
                node.data().toString(),
                "--service-cert",
                node.data().resolve("service_cert.pem").toString());
        assertTrue(found.isOk(), () -> node.name() + ": " + found.output());
    }
}
