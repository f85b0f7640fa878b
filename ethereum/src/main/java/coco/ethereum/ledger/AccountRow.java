package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.evm.AccountState;
import coco.evm.Hash;
import coco.evm.rlp.RlpWriter;

/**
 * An account.
 *
 * @param incarnation which of the accounts that were at this address; each has a storage of its own
 */
public record AccountRow(AccountState state, int incarnation) {
    private static final byte[] NOTHING = {};

    public Bytes encode() {
        var code = state.codeHash().equals(AccountState.NO_CODE)
                ? NOTHING
                : state.codeHash().unsafeArray();
        return Rows.bytes(new RlpWriter(64)
                .begin()
                .integer(state.nonce())
                .integer(state.balance())
                .integer(incarnation)
                .bytes(code)
                .end());
    }

    public static AccountRow decode(Bytes bytes) {
        return Rows.read(bytes, list -> {
            var nonce = list.unsignedLong();
            var balance = list.u256();
            var incarnation = (int) list.nonNegativeLong();
            var code = list.bytes();
            var codeHash = code.length == 0 ? AccountState.NO_CODE : Hash.unsafeWrap(code);
            return new AccountRow(new AccountState(nonce, balance, codeHash), incarnation);
        });
    }
}
