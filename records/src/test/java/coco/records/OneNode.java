package coco.records;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Ledger;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Request;
import coco.store.Tx;
import coco.store.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A network of one in memory, where every transaction is committed at once. As strict as a real one: what is executed has gone through
 * its encoding, a submission id executes once, a refused write set leaves nothing. One thread.
 */
final class OneNode implements Ledger {
    private static final int WRITE_BYTES_MAX = 1 << 20;
    private static final View VIEW = new View(2);

    private final LedgerProtocol protocol;
    private final Map<Bytes, Answer> submissions = new HashMap<>();
    private Version version = Version.EMPTY;
    private Seqno last = new Seqno(1);

    /** Given instead of executing, once. */
    private @Nullable Answer instead;

    /** Whether reads beyond what is accepted here fail. */
    private boolean cutOff;

    OneNode(LedgerProtocol protocol) {
        this.protocol = protocol;
    }

    void answerNext(Answer answer) {
        instead = answer;
    }

    void cutOff() {
        cutOff = true;
    }

    @Override
    public CompletableFuture<Answer> submit(
            Caller caller, String name, Request request, @Nullable Bytes submissionId, Duration deadline) {
        return CompletableFuture.completedFuture(answer(caller, name, request, submissionId));
    }

    private Answer answer(Caller caller, String name, Request request, @Nullable Bytes submissionId) {
        if (!name.equals(protocol.name())) throw new IllegalArgumentException("another protocol's request");
        if (instead != null) {
            var answer = instead;
            instead = null;
            return answer;
        }
        if (submissionId != null && submissions.containsKey(submissionId)) return submissions.get(submissionId);
        var answer = execute(caller, request);
        if (submissionId != null) submissions.put(submissionId, answer);
        return answer;
    }

    private Answer execute(Caller caller, Request request) {
        var place = new LedgerProtocol.Place(VIEW, last.next(), 1_000);
        var run = protocol.begin(place);
        var tx = new Tx(version, WRITE_BYTES_MAX);
        return switch (run.execute(caller, again(request), tx)) {
            case Outcome.Refused(var rejection) -> new Answer.Refused(rejection);
            case Outcome.Done done -> {
                last = last.next();
                version = version.with(last.value(), tx.writes());
                yield new Answer.Committed(new TxId(VIEW, last), done.reply());
            }
        };
    }

    private Request again(Request request) {
        try {
            return protocol.decode(request.encode());
        } catch (MalformedException e) {
            throw new IllegalStateException("a request does not survive its own encoding", e);
        }
    }

    @Override
    public Committed committed() {
        return new Committed(version, new TxId(VIEW, last), 1_000);
    }

    @Override
    public Committed fresh(Duration deadline) throws UnavailableException {
        if (cutOff) throw new UnavailableException("no leader");
        return committed();
    }

    @Override
    public Committed after(TxId txId, Duration deadline) throws UnavailableException {
        if (txId.seqno().compareTo(last) > 0) throw new UnavailableException("not committed in time");
        return committed();
    }

    @Override
    public TxId txId(Seqno seqno) throws UnavailableException {
        if (seqno.compareTo(last) > 0) throw new UnavailableException("not committed");
        return new TxId(VIEW, seqno);
    }

    @Override
    public Bytes receipt(TxId txId) throws UnavailableException {
        if (cutOff || txId.seqno().compareTo(last) > 0) throw new UnavailableException("no receipt");
        return Bytes.ofUtf8("{\"receipt of\":\"" + txId + "\"}");
    }
}
