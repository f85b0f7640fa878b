package coco.ethereum.rpc;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.TransactionClaim;
import coco.ethereum.TransactionProof;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.Tables;
import coco.ethereum.ledger.TransactionRow;
import coco.evm.Hash;
import coco.ledger.Receipt;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.spi.Ledger;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Proofs of what became of a transaction: of any that is committed here, whether its block has ended or not. */
final class ProofMethods {
    private final Ledger ledger;
    private final History history;

    ProofMethods(Ledger ledger, History history) {
        this.ledger = ledger;
        this.history = history;
    }

    void register(Map<String, Method> methods) {
        methods.put("coco_getTransactionProof", (_, p) -> {
            p.atMost(1);
            return proof(p.hash(0));
        });
    }

    private JsonNode proof(Hash hash) throws RpcException, InterruptedException {
        var version = history.version();
        var stored = version.get(Tables.TRANSACTIONS, Tables.key(hash));
        if (stored == null) return NullNode.instance;
        var chain = Chain.of(version);
        var row = TransactionRow.decode(stored.bytes());
        try {
            var txId = ledger.txId(new Seqno(stored.seqno()));
            return proof(txId, claim(chain, row), row.raw(), ledger.receipt(txId));
        } catch (Ledger.UnavailableException e) {
            throw new RpcException(RpcException.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static TransactionClaim claim(Chain chain, TransactionRow row) {
        var receipt = chain.receipt(row.number(), row.index());
        if (receipt == null)
            throw new IllegalStateException("a transaction without a receipt in block " + row.number());
        var encoded = receipt.receipt().encode();
        return TransactionClaim.of(chain.rules().chainId(), row.number(), row.index(), receipt, encoded);
    }

    private static JsonNode proof(TxId txId, TransactionClaim claim, Bytes raw, Bytes receipt) {
        try {
            return new TransactionProof(txId, claim, RawTransaction.of(raw, true), Receipt.ofJson(receipt)).toJson();
        } catch (MalformedException e) {
            throw new IllegalStateException("a transaction or a receipt of the ledger does not read", e);
        }
    }
}
