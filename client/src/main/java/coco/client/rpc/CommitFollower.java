package coco.client.rpc;

import coco.crypto.MalformedException;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows what one node commits, by {@code GET /node/commit?after=...}, which waits for more: knows when this process learnt that the
 * node holds a transaction, one round trip late. A node that does not answer is asked again.
 *
 * <p>Owner of the notes: the follower's thread; anybody may read.
 */
public final class CommitFollower implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final long PAUSE_NANOS = 20_000_000;

    private final HttpClient http;
    private final URI node;
    private final ConcurrentSkipListMap<Long, Long> nanosBySeqno = new ConcurrentSkipListMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private CommitFollower(HttpClient http, URI node) {
        this.http = http;
        this.node = node;
        this.thread = Thread.ofVirtual().name("follows " + node).unstarted(this::follow);
    }

    /** @param node scheme, host and port of the node */
    public static CommitFollower start(HttpClient http, URI node) {
        var follower = new CommitFollower(http, node);
        follower.thread.start();
        return follower;
    }

    /** When this process learnt, in {@link System#nanoTime}, that the node holds {@code seqno}; null while it has not. */
    public @Nullable Long nanos(Seqno seqno) {
        var reached = nanosBySeqno.ceilingEntry(seqno.value());
        return reached == null ? null : reached.getValue();
    }

    /** The newest sequence number seen and when; null before the first answer. */
    public Map.@Nullable Entry<Long, Long> last() {
        return nanosBySeqno.lastEntry();
    }

    private void follow() {
        var seen = "1.0";
        while (!closed) {
            try {
                seen = next(seen);
            } catch (InterruptedException _) {
                // The way to end the thread.
                return;
            } catch (IOException _) {
                // The node may be about to come back.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private String next(String seen) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(node.resolve("/node/commit?after=" + seen))
                .timeout(DEADLINE)
                .build();
        var response = http.send(request, BodyHandlers.ofByteArray());
        var now = System.nanoTime();
        try {
            var text = JSON.readTree(response.body()).path("transaction_id").asString("");
            nanosBySeqno.putIfAbsent(TxId.parse(text).seqno().value(), now);
            return text;
        } catch (JacksonException | MalformedException e) {
            throw new IOException("no transaction id in the answer of " + node, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
