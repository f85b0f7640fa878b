package coco.bench.load;

import coco.bench.http.Answer;
import coco.bench.http.Endpoint;
import coco.bench.http.LoadLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks nodes for their numbers and waits for them. */
final class NodeAsk {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private NodeAsk() {}

    /** @throws IOException where the node does not answer */
    static NodeNumbers numbers(Endpoint endpoint) throws IOException {
        try (var loop = new LoadLoop()) {
            var answers = new ArrayList<Answer>();
            loop.connect(endpoint).ask(endpoint.get("/metrics"), (answer, _) -> answers.add(answer));
            var end = System.nanoTime() + WAIT_NANOS;
            loop.run(() -> !answers.isEmpty() || System.nanoTime() - end >= 0);
            if (!answers.isEmpty() && answers.getFirst() instanceof Answer.Reply reply && reply.status() == 200)
                return NodeNumbers.parse(reply.text());
            throw new IOException("no metrics of " + endpoint + ": " + answers);
        }
    }

    /** The same nodes, whoever leads at the head. */
    static List<Endpoint> leaderFirst(List<Endpoint> endpoints) throws IOException {
        var leaders = new ArrayList<Endpoint>();
        for (var endpoint : endpoints) if (numbers(endpoint).leads()) leaders.add(endpoint);
        return endpoints.stream()
                .sorted(Comparator.comparing(endpoint -> !leaders.contains(endpoint)))
                .toList();
    }
}
