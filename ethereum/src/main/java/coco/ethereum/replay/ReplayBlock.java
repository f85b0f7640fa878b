package coco.ethereum.replay;

import coco.ethereum.EthereumRequest.Overlay;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.ReplayContext;
import coco.evm.Hash;
import coco.evm.chain.LogsBloom;
import java.util.List;

/** A block of another chain: its look, the state before it as far as it is touched, its transactions, and its header's word. */
public record ReplayBlock(
        ReplayContext context,
        List<Overlay> state,
        List<RawTransaction> transactions,
        Hash transactionsRoot,
        long gasUsed,
        LogsBloom logsBloom,
        Hash receiptsRoot) {
    public ReplayBlock {
        state = List.copyOf(state);
        transactions = List.copyOf(transactions);
    }
}
