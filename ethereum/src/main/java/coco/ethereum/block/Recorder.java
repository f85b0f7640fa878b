package coco.ethereum.block;

import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.TransactionClaim;
import coco.ethereum.TransactionReply;
import coco.ethereum.chain.ChainRules;
import coco.ethereum.ledger.Progress;
import coco.ethereum.ledger.ReceiptRow;
import coco.ethereum.ledger.Tables;
import coco.ethereum.ledger.TransactionRow;
import coco.evm.BlobSchedule;
import coco.evm.Fork;
import coco.evm.Outcome;
import coco.evm.U256;
import coco.evm.chain.Log;
import coco.store.Tx;
import java.util.List;
import java.util.stream.Collectors;

/** Puts an executed transaction, its receipt and the block's progress into the tables. */
final class Recorder {
    private Recorder() {}

    static coco.spi.Outcome record(RawTransaction request, Outcome outcome, Building block, Tx tx, ChainRules rules) {
        var before = block.progress;
        var logs = outcome instanceof Outcome.Success success ? success.logs() : List.<Log>of();
        var row = new ReceiptRow(
                request.hash(),
                request.transaction().type(),
                outcome instanceof Outcome.Success,
                before.gasUsed() + outcome.gasUsed(),
                outcome.gasUsed(),
                price(request, block),
                before.logs(),
                logs);
        var blobs = request.message().blobHashes().size();
        var after = new Progress(
                before.transactions() + 1,
                row.cumulativeGasUsed(),
                before.logs() + logs.size(),
                before.blobGasUsed() + blobs * BlobSchedule.GAS_PER_BLOB);
        var number = block.open.number();
        var index = before.transactions();
        var stored = new TransactionRow(number, index, request.sender(), request.raw());
        tx.put(Tables.TRANSACTIONS, Tables.key(request.hash()), stored.encode());
        tx.put(Tables.RECEIPTS, Tables.receiptKey(number, index), row.encode());
        tx.put(Tables.HEAD, Tables.PROGRESS_KEY, after.encode());
        var receipt = row.receipt();
        var encoded = receipt.encode();
        var emitters = logs.stream().map(Log::address).collect(Collectors.toSet());
        block.items.add(new Building.Item(request.raw(), encoded, receipt.bloom(), emitters));
        block.progress = after;
        var claim = TransactionClaim.of(rules.chainId(), number, index, row, encoded);
        return new coco.spi.Outcome.Done(new TransactionReply(number, index, row.success()).encode(), claim.digest());
    }

    private static U256 price(RawTransaction request, Building block) {
        if (!block.config.fork().isAtLeast(Fork.LONDON))
            return request.transaction().maxFeePerGas();
        var replay = block.open.replay();
        return request.transaction().effectiveGasPrice(replay == null ? block.open.baseFee() : replay.baseFee());
    }
}
