package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.evm.Address;
import coco.evm.rlp.RlpWriter;

/** A transaction where it stands; {@code raw} is its canonical form (EIP-2718), without blobs. */
public record TransactionRow(long number, int index, Address sender, Bytes raw) {
    public Bytes encode() {
        return Rows.bytes(new RlpWriter(48 + raw.size())
                .begin()
                .integer(number)
                .integer(index)
                .address(sender)
                .bytes(raw.unsafeArray())
                .end());
    }

    public static TransactionRow decode(Bytes bytes) {
        return Rows.read(
                bytes,
                list -> new TransactionRow(
                        list.nonNegativeLong(),
                        (int) list.nonNegativeLong(),
                        list.address(),
                        Bytes.unsafeWrap(list.bytes())));
    }
}
