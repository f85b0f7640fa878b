package coco.ledger;

import coco.crypto.MalformedException;

/** A transaction's id, written {@code view.seqno}. Names one transaction for ever once it is committed. */
public record TxId(View view, Seqno seqno) {
    public static TxId of(long view, long seqno) {
        return new TxId(new View(view), new Seqno(seqno));
    }

    /** Reads {@code view.seqno}: two decimal numbers without signs or leading zeros. */
    public static TxId parse(String text) throws MalformedException {
        var dot = text.indexOf('.');
        try {
            var txId = of(Long.parseLong(text.substring(0, Math.max(dot, 0))), Long.parseLong(text.substring(dot + 1)));
            if (txId.toString().equals(text)) return txId;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a transaction id is view.seqno", e);
        }
        throw new MalformedException("a transaction id is view.seqno");
    }

    @Override
    public String toString() {
        return view + "." + seqno;
    }
}
