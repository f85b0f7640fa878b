package coco.replica;

import coco.crypto.Bytes;
import coco.ledger.TxId;
import coco.spi.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * The clients whose transactions were executed here by a leader that has lost office since: in doubt until the accepted chain decides
 * (rules 13 and 14). Owner: the replica.
 */
final class Waiters {
    private record InDoubt(long ticket, TxId txId, Bytes reply) {}

    private List<InDoubt> inDoubt = new ArrayList<>();

    void doubt(Outgoing outgoing) {
        for (var placed : outgoing.placed) {
            inDoubt.add(new InDoubt(placed.ticket(), placed.txId(), placed.reply()));
        }
    }

    /** Answers all whom {@code accepted} decides. */
    List<Effect.Tell> decide(LedgerState accepted) {
        if (inDoubt.isEmpty()) return List.of();
        var told = new ArrayList<Effect.Tell>();
        var open = new ArrayList<InDoubt>();
        for (var waiter : inDoubt) {
            switch (Views.status(accepted, waiter.txId())) {
                case COMMITTED ->
                    told.add(new Effect.Tell(waiter.ticket(), new Answer.Committed(waiter.txId(), waiter.reply())));
                case INVALID -> told.add(new Effect.Tell(waiter.ticket(), new Answer.Invalid(waiter.txId())));
                case OPEN -> open.add(waiter);
            }
        }
        inDoubt = open;
        return told;
    }

    int size() {
        return inDoubt.size();
    }
}
