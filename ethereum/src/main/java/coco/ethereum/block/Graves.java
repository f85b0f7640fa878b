package coco.ethereum.block;

import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.Tables;
import coco.evm.Address;
import coco.store.Tx;

/** Storage that nobody sees any more: its rows stay where they are, and nothing leads to them. */
final class Graves {
    private Graves() {}

    /**
     * Ends the storage of an account, if it has any.
     *
     * @param incarnation the account's
     * @return the incarnation of an account that is at the address from now on
     */
    static int bury(Address address, int incarnation, Tx tx, Chain chain, Touched touched) {
        if (!chain.hasStorage(address, incarnation)) return incarnation;
        tx.put(Tables.GRAVES, Tables.key(address), Tables.incarnation(incarnation + 1));
        touched.bury(address);
        return incarnation + 1;
    }
}
