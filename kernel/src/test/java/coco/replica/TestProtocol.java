package coco.replica;

import coco.crypto.Bytes;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Rejection;
import coco.spi.Request;
import coco.store.Table;
import coco.store.Tx;

/** Counts how often each key was written, in a private table, and how often it ran at all. */
final class TestProtocol implements LedgerProtocol {
    static final Table COUNTS = new Table("test.counts");
    private int executed;

    /** {@code huge} writes more than a transaction may, {@code no} is refused. */
    record Put(String key) implements Request {
        @Override
        public Bytes encode() {
            return Bytes.ofUtf8(key);
        }
    }

    int executed() {
        return executed;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public Request decode(Bytes body) {
        return new Put(body.toUtf8());
    }

    @Override
    public Run begin(Place place) {
        return new Run() {
            @Override
            public Outcome execute(Caller caller, Request request, Tx tx) {
                executed++;
                var put = (Put) request;
                var key = put.encode();
                if (put.key().equals("no")) return new Outcome.Refused(new Rejection(400, "InvalidInput", "no"));
                if (put.key().equals("huge")) tx.put(COUNTS, key, Bytes.of(new byte[1 << 16]));
                var before = tx.get(COUNTS, key);
                var after = Bytes.ofUtf8((before == null ? "" : before.toUtf8()) + "1");
                tx.put(COUNTS, key, after);
                return new Outcome.Done(after);
            }

            @Override
            public void end(Tx tx) {}
        };
    }
}
