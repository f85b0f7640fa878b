package coco.ethereum.rpc;

import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.chain.ChainRules;
import coco.ethereum.ledger.BlockRow;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.ReceiptRow;
import coco.ethereum.ledger.TransactionRow;
import coco.evm.Address;
import coco.evm.BlobSchedule;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.AccessEntry;
import coco.evm.chain.Log;
import coco.evm.chain.Transaction;
import coco.evm.rlp.RlpException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Blocks, transactions, receipts and logs in the form of Ethereum's JSON-RPC. */
final class Render {
    private Render() {}

    static ObjectNode block(BlockRow block, Chain chain, boolean full) {
        var header = block.header();
        var json = Json.object();
        json.put("number", Json.quantity(header.number()));
        json.put("hash", block.hash().toString());
        json.put("parentHash", header.parentHash().toString());
        json.put("nonce", "0x%016x".formatted(header.nonce()));
        json.put("mixHash", header.mixHash().toString());
        json.put("sha3Uncles", header.ommersHash().toString());
        json.put("logsBloom", header.logsBloom().toString());
        json.put("stateRoot", header.stateRoot().toString());
        json.put("miner", header.beneficiary().toString());
        json.put("difficulty", Json.quantity(header.difficulty()));
        json.put("extraData", Json.data(header.extraData()));
        json.put("gasLimit", Json.quantity(header.gasLimit()));
        json.put("gasUsed", Json.quantity(header.gasUsed()));
        json.put("timestamp", Json.quantity(header.timestamp()));
        json.put("transactionsRoot", header.transactionsRoot().toString());
        json.put("receiptsRoot", header.receiptsRoot().toString());
        json.put("size", Json.quantity(block.size()));
        putSince(json, "baseFeePerGas", header.baseFeePerGas());
        if (header.withdrawalsRoot() != null) {
            json.put("withdrawalsRoot", header.withdrawalsRoot().toString());
            json.set("withdrawals", Json.array());
        }
        putSince(json, "blobGasUsed", header.blobGasUsed());
        putSince(json, "excessBlobGas", header.excessBlobGas());
        putSince(json, "parentBeaconBlockRoot", header.parentBeaconBlockRoot());
        putSince(json, "requestsHash", header.requestsHash());
        json.set("uncles", Json.array());
        json.set("transactions", transactions(block, chain, full));
        return json;
    }

    private static void putSince(ObjectNode json, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case U256 number -> json.put(name, Json.quantity(number));
            case Long number -> json.put(name, Json.quantity(number));
            default -> json.put(name, value.toString());
        }
    }

    private static ArrayNode transactions(BlockRow block, Chain chain, boolean full) {
        var array = Json.array();
        for (var hash : chain.transactionHashes(block.header().number())) {
            var row = full ? chain.transaction(hash) : null;
            if (!full) array.add(hash.toString());
            else if (row != null) array.add(transaction(row, hash, block));
        }
        return array;
    }

    /** A transaction in a block. */
    static ObjectNode transaction(TransactionRow row, Hash hash, BlockRow block) {
        var transaction = decode(row);
        var json = Json.object();
        json.put("blockHash", block.hash().toString());
        json.put("blockNumber", Json.quantity(row.number()));
        json.put("blockTimestamp", Json.quantity(block.header().timestamp()));
        json.put("transactionIndex", Json.quantity(row.index()));
        var baseFee = block.header().baseFeePerGas();
        fields(json, transaction, hash, row.sender(), baseFee == null ? U256.ZERO : baseFee);
        return json;
    }

    /** A transaction that is in no block yet. */
    static ObjectNode pending(RawTransaction request) {
        return pending(request.transaction(), request.hash(), request.sender());
    }

    /** One in the block that is being built. */
    static ObjectNode pending(TransactionRow row, Hash hash) {
        return pending(decode(row), hash, row.sender());
    }

    private static ObjectNode pending(Transaction transaction, Hash hash, Address sender) {
        var json = Json.object();
        json.putNull("blockHash");
        json.putNull("blockNumber");
        json.putNull("transactionIndex");
        fields(json, transaction, hash, sender, null);
        return json;
    }

    static Transaction decode(TransactionRow row) {
        try {
            return Transaction.decode(row.raw().unsafeArray());
        } catch (RlpException e) {
            throw new IllegalStateException("a transaction in the ledger does not read", e);
        }
    }

    private static void fields(ObjectNode json, Transaction t, Hash hash, Address sender, @Nullable U256 baseFee) {
        json.put("hash", hash.toString());
        json.put("from", sender.toString());
        json.put("to", t.to() == null ? null : t.to().toString());
        json.put("nonce", Json.quantity(t.nonce()));
        json.put("gas", Json.quantity(t.gasLimit()));
        json.put("value", Json.quantity(t.value()));
        json.put("input", Json.data(t.data()));
        json.put("type", Json.quantity(t.type()));
        var dynamic = t.type() >= 2;
        var paid = dynamic && baseFee != null ? t.effectiveGasPrice(baseFee) : t.maxFeePerGas();
        json.put("gasPrice", Json.quantity(paid));
        if (dynamic) {
            json.put("maxFeePerGas", Json.quantity(t.maxFeePerGas()));
            json.put("maxPriorityFeePerGas", Json.quantity(t.maxPriorityFeePerGas()));
        }
        if (t.type() == 3) {
            json.put("maxFeePerBlobGas", Json.quantity(t.maxFeePerBlobGas()));
            var hashes = json.putArray("blobVersionedHashes");
            for (var blob : t.blobHashes()) hashes.add(blob.toString());
        }
        if (t.chainId() != null) json.put("chainId", Json.quantity(t.chainId()));
        if (t.type() > 0) json.set("accessList", accessList(t.accessList()));
        if (t.type() == 4) authorizations(json.putArray("authorizationList"), t);
        json.put("v", Json.quantity(t.signature().v()));
        json.put("r", Json.quantity(t.signature().r()));
        json.put("s", Json.quantity(t.signature().s()));
        if (t.type() > 0) json.put("yParity", Json.quantity(t.signature().v()));
    }

    private static ArrayNode accessList(List<AccessEntry> entries) {
        var array = Json.array();
        for (var entry : entries) {
            var json = array.addObject();
            json.put("address", entry.address().toString());
            var slots = json.putArray("storageKeys");
            for (var slot : entry.slots()) slots.add(slot.toString());
        }
        return array;
    }

    private static void authorizations(ArrayNode array, Transaction t) {
        for (var authorization : t.authorizations()) {
            var json = array.addObject();
            json.put("chainId", Json.quantity(authorization.chainId()));
            json.put("address", authorization.address().toString());
            json.put("nonce", Json.quantity(authorization.nonce()));
            json.put("yParity", Json.quantity(authorization.signature().v()));
            json.put("r", Json.quantity(authorization.signature().r()));
            json.put("s", Json.quantity(authorization.signature().s()));
        }
    }

    static ObjectNode receipt(ReceiptRow receipt, TransactionRow row, BlockRow block, ChainRules rules) {
        var transaction = decode(row);
        var json = Json.object();
        json.put("transactionHash", receipt.hash().toString());
        json.put("transactionIndex", Json.quantity(row.index()));
        json.put("blockHash", block.hash().toString());
        json.put("blockNumber", Json.quantity(row.number()));
        json.put("from", row.sender().toString());
        json.put("to", transaction.to() == null ? null : transaction.to().toString());
        json.put("cumulativeGasUsed", Json.quantity(receipt.cumulativeGasUsed()));
        json.put("gasUsed", Json.quantity(receipt.gasUsed()));
        var created = transaction.created(row.sender());
        json.put("contractAddress", created == null ? null : created.toString());
        json.put("logsBloom", receipt.receipt().bloom().toString());
        json.put("type", Json.quantity(receipt.type()));
        json.put("effectiveGasPrice", Json.quantity(receipt.gasPrice()));
        json.put("status", receipt.success() ? "0x1" : "0x0");
        if (transaction.type() == 3) {
            var excess = block.header().excessBlobGas();
            var blobs = rules.at(row.number(), block.header().timestamp()).blobs();
            json.put("blobGasUsed", Json.quantity(transaction.blobHashes().size() * BlobSchedule.GAS_PER_BLOB));
            json.put("blobGasPrice", Json.quantity(blobs.baseFee(excess == null ? 0 : excess)));
        }
        var logs = json.putArray("logs");
        for (var i = 0; i < receipt.logs().size(); i++) logs.add(log(receipt, i, row.index(), block));
        return json;
    }

    /** A log of a transaction; {@code index} counts within it. */
    static ObjectNode log(ReceiptRow receipt, int index, int transactionIndex, BlockRow block) {
        Log log = receipt.logs().get(index);
        var json = Json.object();
        json.put("address", log.address().toString());
        var topics = json.putArray("topics");
        for (var topic : log.topics()) topics.add(topic.toString());
        json.put("data", Json.data(log.data()));
        json.put("blockNumber", Json.quantity(block.header().number()));
        json.put("transactionHash", receipt.hash().toString());
        json.put("transactionIndex", Json.quantity(transactionIndex));
        json.put("blockHash", block.hash().toString());
        json.put("blockTimestamp", Json.quantity(block.header().timestamp()));
        json.put("logIndex", Json.quantity(receipt.firstLog() + index));
        json.put("removed", false);
        return json;
    }
}
