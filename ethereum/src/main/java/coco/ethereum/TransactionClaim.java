package coco.ethereum;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.rlp.RlpWriter;

/**
 * What the network's receipt for a ledger entry proves about an Ethereum transaction: the entry's claims digest is SHA-256 of the
 * RLP list
 *
 * <pre>["coco-ethereum-transaction-v1", chain id, transaction hash, block number, index, status, receipt]</pre>
 *
 * with the number fields as RLP integers, the hash as 32 bytes, the status 1 for success and 0 otherwise, and the receipt as a
 * byte string that holds its canonical form (EIP-2718). RLP has one encoding for a value, so the digest has one preimage of this form.
 */
public record TransactionClaim(
        U256 chainId, Hash transaction, long blockNumber, int index, boolean success, Bytes receipt) {
    private static final Bytes LABEL = Bytes.ofUtf8("coco-ethereum-transaction-v1");

    public Bytes encode() {
        return Bytes.unsafeWrap(new RlpWriter(128 + receipt.size())
                .begin()
                .bytes(LABEL.unsafeArray())
                .integer(chainId)
                .hash(transaction)
                .integer(blockNumber)
                .integer(index)
                .integer(success ? 1 : 0)
                .bytes(receipt.unsafeArray())
                .end()
                .toArray());
    }

    public Digest digest() {
        return Digest.sha256(encode());
    }
}
