package coco.ethereum.block;

import coco.crypto.Bytes;
import coco.ethereum.ledger.AccountRow;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.StoredWorld;
import coco.ethereum.ledger.Tables;
import coco.evm.Address;
import coco.evm.StateDiff;
import coco.store.Tx;

/** Puts what a transaction has changed into the tables. */
final class DiffWriter {
    private final Tx tx;
    private final Chain chain;
    private final StoredWorld world;
    private final Touched touched;
    private final boolean replaying;

    /** @param replaying whether accounts that come up are to be found again when a replay is forgotten */
    DiffWriter(Tx tx, Chain chain, StoredWorld world, Touched touched, boolean replaying) {
        this.tx = tx;
        this.chain = chain;
        this.world = world;
        this.touched = touched;
        this.replaying = replaying;
    }

    void write(StateDiff diff) {
        for (var code : diff.codes()) {
            var key = Tables.key(code.hash());
            if (!tx.has(Tables.CODE, key)) tx.put(Tables.CODE, key, Bytes.unsafeWrap(code.code()));
        }
        for (var change : diff.accounts()) write(change);
    }

    private void write(StateDiff.AccountChange change) {
        var address = change.address();
        var before = world.incarnation(address);
        touched.add(address, _ -> before == null ? Touched.NONE : before);
        var after = change.after();
        if (after == null) {
            if (before != null) destroy(address, before);
            return;
        }
        int incarnation = before != null ? before : chain.freshIncarnation(address);
        if (before == null) {
            world.incarnation(address, incarnation);
            if (replaying) tx.put(Tables.REPLAYED, Tables.key(address), Bytes.EMPTY);
        }
        tx.put(Tables.ACCOUNTS, Tables.key(address), new AccountRow(after, incarnation).encode());
        for (var slot : change.slots()) {
            touched.add(address, slot.key(), _ -> Touched.NONE);
            var key = Tables.storageKey(address, incarnation, slot.key());
            if (slot.after().isZero()) tx.remove(Tables.STORAGE, key);
            else tx.put(Tables.STORAGE, key, Tables.word(slot.after()));
        }
    }

    private void destroy(Address address, int incarnation) {
        Graves.bury(address, incarnation, tx, chain, touched);
        tx.remove(Tables.ACCOUNTS, Tables.key(address));
        world.incarnation(address, null);
    }
}
