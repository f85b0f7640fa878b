package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.TxId;
import coco.replica.Views;
import coco.spi.Route;
import coco.spi.Route.Call;
import coco.spi.Route.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What every ledger tells about its transactions, with CCF's paths and shapes: status, last commit, receipts. */
public final class LedgerRoutes {
    private static final int HISTORY_MAX = 100_000;
    private static final Duration FOLLOW_MAX = Duration.ofSeconds(10);

    private final NodeStatus node;

    private LedgerRoutes(NodeStatus node) {
        this.node = node;
    }

    /** {@code tx}, {@code commit} and {@code receipt}, under {@code /app}, under {@code /node} and without a prefix. */
    public static List<Route> of(NodeStatus node) {
        var ledger = new LedgerRoutes(node);
        var routes = new ArrayList<Route>();
        for (var prefix : List.of("", "/app", "/node")) {
            routes.add(new Route("GET", prefix + "/tx", ledger::tx));
            routes.add(new Route("GET", prefix + "/commit", ledger::commit));
            routes.add(new Route("GET", prefix + "/receipt", ledger::receipt));
        }
        return List.copyOf(routes);
    }

    private Reply tx(Call call) {
        var txId = txId(call);
        if (txId == null) return JsonReply.wrongParameter("transaction_id is a transaction id, view.seqno");
        var body = NodeTables.JSON.createObjectNode();
        body.put("transaction_id", txId.toString());
        body.put("status", status(txId));
        return JsonReply.of(body, null);
    }

    private String status(TxId txId) {
        return switch (node.status(txId)) {
            case COMMITTED -> "Committed";
            case INVALID -> "Invalid";
            case OPEN -> {
                var now = node.now();
                var placed = txId.view().equals(now.view()) && txId.seqno().compareTo(now.placed()) <= 0;
                yield placed ? "Pending" : "Unknown";
            }
        };
    }

    /** With {@code after}, it waits a while for something to be committed after that: who follows a node need not ask in a loop. */
    private Reply commit(Call call) throws InterruptedException {
        var body = NodeTables.JSON.createObjectNode();
        var now = node.now();
        var after = call.query().get("after");
        if (after != null) {
            var seen = txId(after);
            if (seen == null) return JsonReply.wrongParameter("after is a transaction id, view.seqno");
            now = node.after(seen.seqno(), FOLLOW_MAX);
        }
        var accepted = now.accepted();
        body.put("transaction_id", accepted.toString());
        var since = call.query().get("view_history_since");
        if (since != null || "true".equals(call.query().get("view_history"))) {
            try {
                history(body, since == null ? 1 : Long.parseLong(since));
            } catch (NumberFormatException _) {
                // Whatever was meant, no view has such a number.
                return JsonReply.wrongParameter("view_history_since is the number of a view");
            }
        }
        return JsonReply.of(body, accepted);
    }

    /** One number for each view from {@code since} on; a view without entries has that of the next one. */
    private void history(ObjectNode body, long since) {
        var views = body.putArray("view_history");
        var next = Math.max(1, since);
        for (var view : node.viewHistory().entrySet())
            for (; next <= view.getKey().value() && views.size() < HISTORY_MAX; next++)
                views.add(view.getValue().value());
    }

    private Reply receipt(Call call) throws InterruptedException {
        var txId = txId(call);
        if (txId == null) return JsonReply.wrongParameter("transaction_id is a transaction id, view.seqno");
        var status = node.status(txId);
        if (status == Views.Status.INVALID)
            return JsonReply.refusal(404, "TransactionInvalid", "The transaction will never be committed.");
        if (status == Views.Status.OPEN)
            return JsonReply.refusal(
                    404, "TransactionPendingOrUnknown", "The transaction is not committed here so far.");
        return switch (node.receipt(txId)) {
            case NodeStatus.Receipt.Ready(var json) ->
                new Reply(200, Map.of("content-type", "application/json", JsonReply.TX_ID, txId.toString()), json);
            case NodeStatus.Receipt.NotYet() ->
                new Reply(202, Map.of("retry-after", "3", JsonReply.TX_ID, txId.toString()), Bytes.EMPTY);
            case NodeStatus.Receipt.Absent(var reason) -> JsonReply.refusal(404, "TransactionNotFound", reason);
        };
    }

    private static @Nullable TxId txId(Call call) {
        return txId(call.query().getOrDefault("transaction_id", ""));
    }

    private static @Nullable TxId txId(String text) {
        try {
            return TxId.parse(text);
        } catch (MalformedException _) {
            // The caller of this answers what a transaction id looks like.
            return null;
        }
    }
}
