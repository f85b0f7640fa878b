package coco.ethereum.rpc;

import coco.ethereum.block.Fees;
import coco.ethereum.ledger.BlockRow;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.ReceiptRow;
import coco.evm.BlobSchedule;
import coco.evm.U256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Prices. There is no bidding for places in a block, so the tip to offer is zero. */
final class FeeMethods {
    private static final int BLOCKS_MAX = 1024;
    private static final int PERCENTILES_MAX = 100;

    private final History history;

    FeeMethods(History history) {
        this.history = history;
    }

    void register(Map<String, Method> methods) {
        methods.put("eth_gasPrice", (_, _) -> StateMethods.text(Json.quantity(nextBaseFee(history.newest()))));
        methods.put("eth_maxPriorityFeePerGas", (_, _) -> StateMethods.text("0x0"));
        methods.put("eth_blobBaseFee", (_, _) -> StateMethods.text(Json.quantity(blobFee(history.newest()))));
        methods.put("eth_feeHistory", (_, p) -> feeHistory(p));
    }

    private static U256 nextBaseFee(Chain chain) {
        var head = chain.headBlock().header();
        if (chain.rules().settings().marketBaseFee()) return Fees.marketBaseFee(head);
        return head.baseFeePerGas() == null ? U256.ZERO : head.baseFeePerGas();
    }

    private static U256 blobFee(Chain chain) {
        var head = chain.headBlock();
        return blobFee(chain, head);
    }

    private static U256 blobFee(Chain chain, BlockRow block) {
        var excess = block.header().excessBlobGas();
        if (excess == null) return U256.ZERO;
        return blobs(chain, block).baseFee(excess);
    }

    private static BlobSchedule blobs(Chain chain, BlockRow block) {
        return chain.rules()
                .at(block.header().number(), block.header().timestamp())
                .blobs();
    }

    private JsonNode feeHistory(Params params) throws RpcException {
        var count = Math.min(params.quantity(0), BLOCKS_MAX);
        var percentiles = percentiles(params);
        var newest = history.block(BlockRef.parse(1, params.must(1)));
        if (newest == null) throw RpcException.server("request beyond head block");
        var chain = history.newest();
        var last = newest.header().number();
        var first = Math.max(0, last - count + 1);
        var json = Json.object().put("oldestBlock", Json.quantity(first));
        if (count == 0) return json.put("oldestBlock", "0x0");
        var rewards = percentiles.isEmpty() ? Json.array() : json.putArray("reward");
        var baseFees = json.putArray("baseFeePerGas");
        var ratios = json.putArray("gasUsedRatio");
        var blobFees = json.putArray("baseFeePerBlobGas");
        var blobRatios = json.putArray("blobGasUsedRatio");
        for (var number = first; number <= last; number++) {
            var block = chain.block(number);
            if (block == null) throw RpcException.server("request beyond head block");
            var header = block.header();
            baseFees.add(Json.quantity(header.baseFeePerGas() == null ? U256.ZERO : header.baseFeePerGas()));
            ratios.add(header.gasLimit() == 0 ? 0 : (double) header.gasUsed() / header.gasLimit());
            blobFees.add(Json.quantity(blobFee(chain, block)));
            var used = header.blobGasUsed();
            var blobsMax = blobs(chain, block).max() * BlobSchedule.GAS_PER_BLOB;
            blobRatios.add(used == null ? 0 : (double) used / blobsMax);
            if (!percentiles.isEmpty()) rewards(rewards.addArray(), chain, block, percentiles);
        }
        var next = last == chain.head().number() ? null : chain.block(last + 1);
        var fee = next == null ? null : next.header().baseFeePerGas();
        baseFees.add(Json.quantity(next == null ? nextBaseFee(chain) : fee == null ? U256.ZERO : fee));
        blobFees.add(Json.quantity(blobFee(chain, next == null ? newest : next)));
        return json;
    }

    private static List<Double> percentiles(Params params) throws RpcException {
        var node = params.node(2);
        var percentiles = new ArrayList<Double>();
        if (node == null) return percentiles;
        if (!node.isArray() || node.size() > PERCENTILES_MAX)
            throw RpcException.params("invalid argument 2: not an array of at most 100 numbers");
        for (var one : node) {
            var value = one.isNumber() ? one.doubleValue() : -1;
            var before = percentiles.isEmpty() ? 0 : percentiles.getLast();
            if (value < before || value > 100) throw RpcException.server("invalid reward percentile: " + one);
            percentiles.add(value);
        }
        return percentiles;
    }

    /** Tips paid, weighted by gas used. */
    private static void rewards(ArrayNode array, Chain chain, BlockRow block, List<Double> percentiles) {
        var fee = block.header().baseFeePerGas();
        var baseFee = fee == null ? U256.ZERO : fee;
        var receipts = new ArrayList<>(chain.receipts(block.header().number()));
        receipts.sort(Comparator.comparing(ReceiptRow::gasPrice));
        for (var percentile : percentiles) {
            var threshold = block.header().gasUsed() * percentile / 100;
            var sum = 0L;
            var price = receipts.isEmpty() ? baseFee : receipts.getLast().gasPrice();
            for (var receipt : receipts) {
                sum += receipt.gasUsed();
                if (sum < threshold) continue;
                price = receipt.gasPrice();
                break;
            }
            array.add(Json.quantity(price.compareTo(baseFee) < 0 ? U256.ZERO : price.minus(baseFee)));
        }
    }
}
