package coco.replica;

/**
 * Limits of the replica; each sheds before a sequence number is given.
 *
 * @param batchTransactions how many transactions a batch holds at the most (SPEC S3)
 * @param batchBytes about how many bytes of write sets a batch holds at the most
 * @param transactionBytes how large one write set may be
 * @param outboxBatches how many batches may be in the log unaccepted
 * @param queuedSubmissions how many submissions wait for a batch at the most
 * @param appendAttempts how often a refused batch is offered before the view is closed
 * @param chunkBytes size from which the ledger file is cut at the next signature
 * @param epochMillis an epoch ends after this time (SPEC K1)
 * @param epochEntries and after this many entries
 * @param submissionWindow for how many sequence numbers a submission id is remembered
 */
public record Limits(
        int batchTransactions,
        int batchBytes,
        int transactionBytes,
        int outboxBatches,
        int queuedSubmissions,
        int appendAttempts,
        long chunkBytes,
        long epochMillis,
        long epochEntries,
        long submissionWindow) {
    public static final Limits DEFAULT =
            new Limits(1_000, 1 << 20, 1 << 20, 4, 20_000, 50, 5 << 20, 86_400_000, 10_000_000, 1_000_000);

    public Limits {
        require(batchTransactions >= 1, "a batch holds at least one transaction");
        require(transactionBytes >= 1 && transactionBytes <= batchBytes, "a transaction fits into a batch");
        require(batchBytes + (long) transactionBytes <= 3 << 20, "a batch fits into an entry of the log");
        require(outboxBatches >= 1, "the outbox holds at least one batch");
        require(queuedSubmissions >= 1 && appendAttempts >= 1, "limits are positive");
        require(epochMillis >= 1 && epochEntries >= 1, "an epoch holds something");
    }

    private static void require(boolean holds, String what) {
        if (!holds) throw new IllegalArgumentException(what);
    }
}
