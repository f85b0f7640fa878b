package coco.records;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.TxId;
import coco.spi.Answer;
import coco.spi.Ledger;
import coco.spi.Ledger.UnavailableException;
import coco.spi.Route;
import coco.spi.Route.Call;
import coco.spi.Route.Reply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients see. A write is answered once the network has committed it; a read names the committed version it comes from.
 *
 * <p>Of reads there are three kinds: from the newest version accepted here (nothing asked), {@code ?consistency=fresh} (holds
 * everything committed anywhere before the request), and {@code ?after=<view.seqno>} (holds that transaction).
 */
final class RecordsHttp {
    private static final String ALL = "/app/records";
    private static final String ONE = ALL + "/";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int SUBMISSION_ID_CHARS_MAX = 128;

    private final Ledger ledger;

    RecordsHttp(Ledger ledger) {
        this.ledger = ledger;
    }

    List<Route> routes() {
        return List.of(
                new Route("PUT", ONE + "*", call -> refusing(() -> put(call))),
                new Route("DELETE", ONE + "*", call -> refusing(() -> delete(call))),
                new Route("GET", ONE + "*", call -> refusing(() -> get(call))),
                new Route("GET", ALL, call -> refusing(() -> range(call))));
    }

    private Reply put(Call call) throws RefusedException, InterruptedException {
        return submit(call, new RecordsRequest.Put(key(call), call.body()));
    }

    private Reply delete(Call call) throws RefusedException, InterruptedException {
        return submit(call, new RecordsRequest.Delete(key(call)));
    }

    private Reply submit(Call call, RecordsRequest request) throws RefusedException, InterruptedException {
        var withReceipt = withReceipt(call);
        var answer = ledger.submitAndWait(call.caller(), Records.NAME, request, submissionId(call), DEADLINE);
        return switch (answer) {
            case Answer.Committed(var txId, var reply) -> {
                var created = reply.equals(RecordsRun.CREATED);
                yield withReceipt
                        ? Replies.json(created ? 201 : 200, txId, receipt(txId))
                        : Replies.empty(created ? 201 : 204, txId);
            }
            case Answer.Refused(var rejection) ->
                throw new RefusedException(rejection.status(), rejection.code(), rejection.message());
            case Answer.NotExecuted(var reason) ->
                throw new RefusedException(
                        503, "TransactionReplicationFailed", "Not executed, asking again is safe: " + reason);
            case Answer.Invalid(var txId) ->
                throw new RefusedException(
                        503,
                        "TransactionInvalid",
                        "The transaction " + txId + " will never be committed; asking again is safe.");
            case Answer.Unknown(var txId) ->
                throw new RefusedException(
                        504,
                        "TransactionPendingOrUnknown",
                        "Not decided in time. Ask for the status of the transaction " + txId
                                + ", or again with the same submission-id.");
        };
    }

    private Bytes receipt(TxId txId) throws RefusedException, InterruptedException {
        try {
            return ledger.receipt(txId);
        } catch (UnavailableException e) {
            throw new RefusedException(
                    504, "TransactionPendingOrUnknown", "Committed as " + txId + ", but without a receipt so far.", e);
        }
    }

    private Reply get(Call call) throws RefusedException, InterruptedException {
        var key = RecordsRequest.keyBytes(key(call));
        var state = state(call);
        var value = state.version().get(Records.TABLE, key);
        if (value == null) throw new RefusedException(RecordsRun.NOT_FOUND);
        return Replies.content(state.txId(), value.bytes());
    }

    private Reply range(Call call) throws RefusedException, InterruptedException {
        var range = RecordsRange.of(call.query());
        var state = state(call);
        return Replies.json(200, state.txId(), range.read(state.version()));
    }

    private Ledger.Committed state(Call call) throws RefusedException, InterruptedException {
        var after = call.query().get("after");
        var consistency = call.query().getOrDefault("consistency", "committed");
        try {
            if (after != null) return ledger.after(TxId.parse(after), DEADLINE);
            return switch (consistency) {
                case "committed" -> ledger.committed();
                case "fresh" -> ledger.fresh(DEADLINE);
                default ->
                    throw new RefusedException(
                            400, "InvalidQueryParameterValue", "consistency is committed or fresh, or is not named");
            };
        } catch (MalformedException e) {
            throw new RefusedException(400, "InvalidQueryParameterValue", "after is a transaction id, view.seqno", e);
        } catch (UnavailableException e) {
            throw new RefusedException(503, "NodeCannotHandleRequest", "The state asked for cannot be had now.", e);
        }
    }

    private static String key(Call call) throws RefusedException {
        var key = call.path().substring(ONE.length());
        if (!RecordsRequest.isKey(key))
            throw new RefusedException(
                    400,
                    "InvalidResourceName",
                    "A record's name has 1 to " + RecordsRequest.KEY_BYTES_MAX
                            + " bytes of UTF-8 and no control characters.");
        return key;
    }

    private static boolean withReceipt(Call call) throws RefusedException {
        var receipt = call.query().get("receipt");
        if (receipt == null) return false;
        if (receipt.equals("json")) return true;
        throw new RefusedException(400, "InvalidQueryParameterValue", "the only kind of receipt here is json");
    }

    private static @Nullable Bytes submissionId(Call call) throws RefusedException {
        var id = call.headers().get("submission-id");
        if (id == null) return null;
        if (id.isEmpty() || id.length() > SUBMISSION_ID_CHARS_MAX)
            throw new RefusedException(
                    400, "InvalidHeaderValue", "a submission-id has 1 to " + SUBMISSION_ID_CHARS_MAX + " characters");
        return Bytes.ofUtf8(id);
    }

    private interface Answering {
        Reply answer() throws RefusedException, InterruptedException;
    }

    private static Reply refusing(Answering answering) throws InterruptedException {
        try {
            return answering.answer();
        } catch (RefusedException e) {
            return Replies.refusal(e);
        }
    }
}
