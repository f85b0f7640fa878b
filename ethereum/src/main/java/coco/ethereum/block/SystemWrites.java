package coco.ethereum.block;

import coco.crypto.Bytes;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.OpenBlock;
import coco.ethereum.ledger.Tables;
import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.U256;
import coco.store.Tx;

/**
 * What a block writes before its first transaction, where the genesis has the contracts for it: the parent's hash (EIP-2935)
 * and the beacon root (EIP-4788), which is always zero here. The contracts' own code would write just this.
 *
 * <p>The contracts of EIP-7002 and EIP-7251 are left alone: there is no consensus layer to take their requests.
 */
final class SystemWrites {
    private static final Address HISTORY = Address.ofHex("0x0000f90827f1c53a10cb7a02335b175320002935");
    private static final Address BEACON_ROOTS = Address.ofHex("0x000f3df6d732807ef1319fb7b8bb8522d0beac02");
    private static final long RING = 8191;

    private SystemWrites() {}

    static void write(Fork fork, OpenBlock open, Tx tx, Chain chain, Touched touched) {
        if (open.replay() != null) return;
        if (fork.isAtLeast(Fork.PRAGUE)) {
            var hash = U256.ofBytes(open.parentHash().unsafeArray());
            put(HISTORY, (open.number() - 1) % RING, hash, tx, chain, touched);
        }
        if (fork.isAtLeast(Fork.CANCUN))
            put(BEACON_ROOTS, open.timestamp() % RING, U256.of(open.timestamp()), tx, chain, touched);
    }

    private static void put(Address address, long index, U256 value, Tx tx, Chain chain, Touched touched) {
        var account = chain.account(address);
        if (account == null || account.state().codeHash().equals(coco.evm.AccountState.NO_CODE)) return;
        var slot = U256.of(index);
        Bytes key = Tables.storageKey(address, account.incarnation(), slot);
        tx.put(Tables.STORAGE, key, Tables.word(value));
        touched.add(address, slot, _ -> account.incarnation());
    }
}
