package coco.ethereum.block;

import coco.crypto.Bytes;
import coco.ethereum.EthereumRequest.Overlay;
import coco.ethereum.ledger.AccountRow;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.Tables;
import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.hash.Keccak256;
import coco.spi.Outcome;
import coco.store.Tx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts put over the state for a replay, and taken out of it again. */
final class Overlays {
    /** So many fit into a write set. */
    private static final int FORGOTTEN_MAX = 2_000;

    private Overlays() {}

    static Outcome.@Nullable Refused write(List<Overlay> accounts, Tx tx, Chain chain, Touched touched) {
        for (var account : accounts) {
            var refusal = write(account, tx, chain, touched);
            if (refusal != null) return refusal;
        }
        return null;
    }

    private static Outcome.@Nullable Refused write(Overlay overlay, Tx tx, Chain chain, Touched touched) {
        var address = overlay.address();
        var codeHash = overlay.state().codeHash();
        if (overlay.code() != null) {
            if (!Hash.unsafeWrap(Keccak256.hash(overlay.code())).equals(codeHash))
                return Refusals.of(400, "WrongCode", "the code of " + address + " has another hash");
            tx.put(Tables.CODE, Tables.key(codeHash), Bytes.of(overlay.code()));
        } else if (!codeHash.equals(AccountState.NO_CODE) && !tx.has(Tables.CODE, Tables.key(codeHash))) {
            return Refusals.of(400, "UnknownCode", "the code of " + address + " is not known here");
        }
        var before = chain.account(address);
        touched.add(address, _ -> before == null ? Touched.NONE : before.incarnation());
        var incarnation = before == null ? chain.freshIncarnation(address) : before.incarnation();
        if (overlay.fresh() && before != null) incarnation = Graves.bury(address, incarnation, tx, chain, touched);
        if (before == null) tx.put(Tables.REPLAYED, Tables.key(address), Bytes.EMPTY);
        tx.put(Tables.ACCOUNTS, Tables.key(address), new AccountRow(overlay.state(), incarnation).encode());
        for (var slot : overlay.slots().entrySet()) {
            touched.add(address, slot.getKey(), _ -> Touched.NONE);
            var key = Tables.storageKey(address, incarnation, slot.getKey());
            if (slot.getValue().isZero()) tx.remove(Tables.STORAGE, key);
            else tx.put(Tables.STORAGE, key, Tables.word(slot.getValue()));
        }
        return null;
    }

    /** Takes out what replays have brought, a part of it where it is much; says how much is left. */
    static int forget(Tx tx, Chain chain, Touched touched) {
        var found = new ArrayList<Address>();
        var left = 0;
        var rows = tx.range(Tables.REPLAYED, null, null);
        while (rows.next()) {
            if (found.size() < FORGOTTEN_MAX) found.add(Address.of(rows.key().unsafeArray()));
            else left++;
        }
        for (var address : found) forget(address, tx, chain, touched);
        return left;
    }

    private static void forget(Address address, Tx tx, Chain chain, Touched touched) {
        tx.remove(Tables.REPLAYED, Tables.key(address));
        var account = chain.account(address);
        if (account == null) return;
        touched.add(address, _ -> account.incarnation());
        Graves.bury(address, account.incarnation(), tx, chain, touched);
        tx.remove(Tables.ACCOUNTS, Tables.key(address));
    }
}
