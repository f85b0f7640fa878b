package coco.client;

import coco.crypto.Certificate;
import coco.ethereum.TransactionProof;
import coco.evm.chain.Log;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The proof of an Ethereum transaction in words: a fact a line, the word for it in the first 18 columns. */
final class EthereumReport {
    private final TransactionProof proof;
    private final StringBuilder text = new StringBuilder();

    private EthereumReport(TransactionProof proof) {
        this.proof = proof;
    }

    /**
     * Why it proves nothing to one who trusts {@code service}; none if it is sound.
     *
     * @param transaction the hash that was asked for, in hex behind 0x; null for any
     */
    static Optional<String> problem(TransactionProof proof, Certificate service, @Nullable String transaction) {
        var problem = proof.problem(service);
        if (problem.isPresent() || transaction == null) return problem;
        var proven = proof.claim().transaction().toString();
        return proven.equalsIgnoreCase(transaction)
                ? Optional.empty()
                : Optional.of("the proof is about another transaction, " + proven);
    }

    /** What a sound proof proves. */
    static String of(TransactionProof proof) {
        var report = new EthereumReport(proof);
        report.outcome();
        report.transaction();
        var index = 0;
        for (var log : proof.claim().readReceipt().logs()) report.log(index++, log);
        return report.text.toString();
    }

    private void outcome() {
        var claim = proof.claim();
        line("ledger entry", proof.transactionId());
        line("chain id", claim.chainId().toBigInteger());
        line("transaction", claim.transaction());
        line("block", claim.blockNumber());
        line("index in block", claim.index());
        line("outcome", claim.success() ? "success" : "failure");
        line("gas used", Long.toUnsignedString(claim.gasUsed()));
    }

    private void transaction() {
        var sender = proof.transaction().sender();
        var sent = proof.transaction().transaction();
        line("from", sender);
        line("nonce", Long.toUnsignedString(sent.nonce()));
        if (sent.to() != null) line("to", sent.to());
        else if (proof.claim().success()) line("contract", sent.created(sender));
        line("value", sent.value().toBigInteger());
        line("input", hex(sent.data()));
    }

    private void log(int index, Log log) {
        line("log " + index, log.address());
        for (var topic : log.topics()) line("  topic", topic);
        line("  data", hex(log.data()));
    }

    private void line(String word, @Nullable Object value) {
        text.append("%-18s%s%n".formatted(word, value));
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
