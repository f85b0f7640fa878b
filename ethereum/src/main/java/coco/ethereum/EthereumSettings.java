package coco.ethereum;

/**
 * What one node decides for its own gateway; nothing here changes what the network executes.
 *
 * @param root whether JSON-RPC is served at {@code POST /} too, not only at {@code POST /ethereum}
 * @param historyBlocks newest blocks whose state can be read; older blocks keep transactions, receipts and logs
 * @param batchMax requests in one JSON-RPC batch
 * @param bodyBytesMax bytes of one HTTP body
 * @param depthMax nesting of the JSON
 * @param logBlocksMax blocks that one eth_getLogs walks over
 * @param logsMax logs that it returns
 * @param callGasMax gas of one eth_call or eth_estimateGas
 * @param poolMax transactions that wait or are on their way, in all
 * @param poolSenderMax the same for one sender
 * @param inFlightSenderMax transactions of one sender on their way to the leader at once
 * @param transactionBytesMax bytes of one transaction
 * @param allowUnprotected whether legacy transactions that name no chain (before EIP-155) are admitted
 * @param giveUpMillis how long a transaction is tried
 * @param answerMillis how long one submission waits for the network
 * @param syncMillisMax the longest wait of eth_sendRawTransactionSync (EIP-7966)
 */
public record EthereumSettings(
        boolean root,
        int historyBlocks,
        int batchMax,
        int bodyBytesMax,
        int depthMax,
        long logBlocksMax,
        int logsMax,
        long callGasMax,
        int poolMax,
        int poolSenderMax,
        int inFlightSenderMax,
        int transactionBytesMax,
        boolean allowUnprotected,
        long giveUpMillis,
        long answerMillis,
        long syncMillisMax) {
    public static final EthereumSettings DEFAULT = new EthereumSettings(
            false,
            256,
            1000,
            10 << 20,
            64,
            10_000,
            20_000,
            50_000_000,
            20_000,
            2_000,
            64,
            128 << 10,
            false,
            600_000,
            20_000,
            60_000);

    public EthereumSettings {
        require(historyBlocks >= 1, "historyBlocks must be 1 or more");
        require(batchMax >= 1, "batchMax must be 1 or more");
        require(
                inFlightSenderMax >= 1 && inFlightSenderMax <= poolSenderMax,
                "inFlightSenderMax must be 1..poolSenderMax");
        require(poolSenderMax <= poolMax, "poolSenderMax must not be above poolMax");
    }

    private static void require(boolean condition, String message) {
        if (!condition) throw new IllegalArgumentException(message);
    }

    public EthereumSettings withRoot(boolean served) {
        return new EthereumSettings(
                served,
                historyBlocks,
                batchMax,
                bodyBytesMax,
                depthMax,
                logBlocksMax,
                logsMax,
                callGasMax,
                poolMax,
                poolSenderMax,
                inFlightSenderMax,
                transactionBytesMax,
                allowUnprotected,
                giveUpMillis,
                answerMillis,
                syncMillisMax);
    }
}
