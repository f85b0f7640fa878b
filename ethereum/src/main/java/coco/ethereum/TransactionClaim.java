package coco.ethereum;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ethereum.ledger.ReceiptRow;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.Receipt;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;

/**
 * What the network's receipt for a ledger entry proves about an Ethereum transaction: the entry's claims digest is SHA-256 of the
 * RLP list
 *
 * <pre>["coco-ethereum-transaction-v1", chain id, transaction hash, block number, index, status, gas used, receipt]</pre>
 *
 * with the number fields as RLP integers, the hash as 32 bytes, the status 1 for success and 0 otherwise, and the receipt as a
 * byte string that holds its canonical form (EIP-2718). RLP has one encoding for a value, so the digest has one preimage of this form.
 *
 * @param index of the transaction in its block, from 0
 * @param gasUsed by this transaction alone; the receipt says what the block had used with it
 * @param receipt with a status (EIP-658) that is {@code success}
 */
public record TransactionClaim(
        U256 chainId, Hash transaction, long blockNumber, int index, boolean success, long gasUsed, Bytes receipt) {
    private static final Bytes LABEL = Bytes.ofUtf8("coco-ethereum-transaction-v1");

    /** The claim of an executed transaction; {@code receipt} is the canonical form of the row's receipt. */
    public static TransactionClaim of(U256 chainId, long blockNumber, int index, ReceiptRow row, byte[] receipt) {
        return new TransactionClaim(
                chainId, row.hash(), blockNumber, index, row.success(), row.gasUsed(), Bytes.unsafeWrap(receipt));
    }

    public Bytes encode() {
        return Bytes.unsafeWrap(new RlpWriter(128 + receipt.size())
                .begin()
                .bytes(LABEL.unsafeArray())
                .integer(chainId)
                .hash(transaction)
                .integer(blockNumber)
                .integer(index)
                .integer(success ? 1 : 0)
                .integer(gasUsed)
                .bytes(receipt.unsafeArray())
                .end()
                .toArray());
    }

    /** @throws MalformedException for all that {@link #encode} does not write */
    public static TransactionClaim decode(Bytes bytes) throws MalformedException {
        try {
            var list = RlpReader.of(bytes.unsafeArray()).list();
            list.bytes();
            var claim = new TransactionClaim(
                    list.u256(),
                    list.hash(),
                    list.nonNegativeLong(),
                    (int) list.nonNegativeLong(),
                    list.nonNegativeLong() == 1,
                    list.nonNegativeLong(),
                    Bytes.unsafeWrap(list.bytes()));
            // Finds what was read too kindly: another label, a cut number, a status of 2, bytes at the end.
            if (!claim.encode().equals(bytes)) throw new MalformedException("not the claim of a transaction");
            claim.checkReceipt();
            return claim;
        } catch (RlpException e) {
            throw new MalformedException("not the claim of a transaction: " + e.getMessage(), e);
        }
    }

    private void checkReceipt() throws RlpException, MalformedException {
        var found = opened();
        var expected = Receipt.of(found.type(), success, found.cumulativeGasUsed(), found.logs());
        if (!Bytes.unsafeWrap(expected.encode()).equals(receipt))
            throw new MalformedException("the claim's receipt contradicts itself or the claim");
    }

    private Receipt opened() throws RlpException {
        return Receipt.decode(receipt.unsafeArray());
    }

    /** The receipt, read: its logs, and the gas that the block had used with this transaction. */
    public Receipt readReceipt() {
        try {
            return opened();
        } catch (RlpException e) {
            throw new IllegalStateException("a claim is made or decoded with a receipt that reads", e);
        }
    }

    public Digest digest() {
        return Digest.sha256(encode());
    }
}
