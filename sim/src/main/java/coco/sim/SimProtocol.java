package coco.sim;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Rejection;
import coco.spi.Request;
import coco.store.Table;
import coco.store.Tx;

/**
 * The ledger that simulated clients use: each write draws a random value (the ledger is free to be non-deterministic,
 * SPEC S4) and counts how
 * often the attempt it belongs to was executed.
 */
final class SimProtocol implements LedgerProtocol {
    static final String NAME = "sim";
    static final Table VALUES = new Table("sim.values");
    /** By attempt: how often it was executed. */
    static final Table EXECUTED = new Table("sim.executed");

    static final Table BATCHES = new Table("sim.batches");

    private static final int LARGE_BYTES = (1 << 15) - 120;

    private final Chance entropy;

    SimProtocol(Chance entropy) {
        this.entropy = entropy;
    }

    /** What a client asks for. */
    enum Kind {
        PUT,
        READ,
        REFUSE,
        TOO_LARGE,
        /** Writes, and replies, nearly as much as a transaction may. */
        LARGE
    }

    record Ask(Kind kind, int key, long attempt) implements Request {
        @Override
        public Bytes encode() {
            return Bytes.ofUtf8(kind + " " + key + " " + attempt);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Request decode(Bytes body) throws MalformedException {
        var words = body.toUtf8().split(" ", -1);
        try {
            return new Ask(Kind.valueOf(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new MalformedException("not a request of the simulator", e);
        }
    }

    @Override
    public Run begin(Place place) {
        return new Run() {
            private int executed;

            @Override
            public Outcome execute(Caller caller, Request request, Tx tx) {
                var ask = (Ask) request;
                var key = Bytes.ofLong(ask.key());
                switch (ask.kind()) {
                    case PUT -> {
                        var attempt = Bytes.ofLong(ask.attempt());
                        var before = tx.get(EXECUTED, attempt);
                        tx.put(EXECUTED, attempt, Bytes.ofUtf8(before == null ? "1" : before.toUtf8() + "1"));
                        var value = Bytes.unsafeWrap(entropy.bytes(16));
                        tx.put(VALUES, key, value);
                        executed++;
                        return new Outcome.Done(value);
                    }
                    case READ -> {
                        var value = tx.get(VALUES, key);
                        return new Outcome.Done(value == null ? Bytes.EMPTY : value);
                    }
                    case REFUSE -> {
                        tx.put(VALUES, key, Bytes.EMPTY);
                        return new Outcome.Refused(new Rejection(400, "InvalidInput", "asked to be refused"));
                    }
                    case LARGE -> {
                        var value = Bytes.unsafeWrap(new byte[LARGE_BYTES]);
                        tx.put(VALUES, key, value);
                        executed++;
                        return new Outcome.Done(value.slice(0, 64));
                    }
                    case TOO_LARGE -> tx.put(VALUES, key, Bytes.unsafeWrap(new byte[1 << 16]));
                }
                throw new IllegalStateException("the write set was taken though it is too large");
            }

            @Override
            public void end(Tx tx) {
                if (executed > 1) tx.put(BATCHES, Bytes.ofLong(place.first().value()), Bytes.ofUtf8("" + executed));
            }
        };
    }
}
