package coco.sim;

import coco.ledger.TxId;
import coco.spi.Answer;
import java.util.HashMap;
import java.util.Map;

/** Every client that asked is answered exactly once, or its node has ended. Owner: the checker. */
final class Tickets {
    private enum State {
        OPEN,
        PLACED,
        ANSWERED,
        LOST
    }

    private final Map<Long, State> states = new HashMap<>();
    private final Map<Long, TxId> places = new HashMap<>();

    void asked(long ticket) {
        if (states.put(ticket, State.OPEN) != null)
            throw new IllegalStateException("ticket " + ticket + " is used twice");
    }

    void lost(long ticket) {
        if (states.put(ticket, State.LOST) == State.ANSWERED) {
            throw new IllegalStateException("ticket " + ticket + " was answered, and waits");
        }
    }

    void placed(long ticket, TxId txId) {
        if (states.put(ticket, State.PLACED) != State.OPEN) {
            throw new Checker.Violation("ticket " + ticket + " is placed twice, or after its answer");
        }
        places.put(ticket, txId);
    }

    void answered(long ticket, Answer answer) {
        var before = states.put(ticket, State.ANSWERED);
        if (before != State.OPEN && before != State.PLACED) {
            throw new Checker.Violation("ticket " + ticket + " is answered twice, or after its node has ended");
        }
        var place = places.get(ticket);
        switch (answer) {
            case Answer.Committed(var txId, var _) -> {
                if (place != null && !place.equals(txId))
                    throw new Checker.Violation(
                            "ticket " + ticket + " was placed as " + place + ", committed as " + txId);
            }
            case Answer.Invalid(var txId) -> {
                if (!txId.equals(place))
                    throw new Checker.Violation("I5: " + txId + " is invalid, and was never placed");
            }
            case Answer.NotExecuted other -> {
                if (place != null)
                    throw new Checker.Violation("I5: ticket " + ticket + " was executed, and is told it was not");
            }
            case Answer.Refused other -> {
                if (place != null) throw new Checker.Violation("ticket " + ticket + " was placed, then refused");
            }
            case Answer.Unknown other -> throw new Checker.Violation("ticket " + ticket + " is told nothing");
        }
    }

    void allSettled() {
        states.forEach((ticket, state) -> {
            if (state == State.OPEN || state == State.PLACED)
                throw new Checker.Violation("ticket " + ticket + " was never answered");
        });
    }
}
