package coco.conformance.evm;

import coco.conformance.CaseName;
import coco.conformance.Report;
import coco.conformance.Verdict;
import coco.evm.U256;
import coco.evm.chain.IntrinsicGas;
import coco.evm.chain.SenderRecovery;
import coco.evm.chain.Transaction;
import coco.evm.chain.TransactionRules;
import coco.evm.rlp.RlpException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Transaction tests: bytes, and under each fork either sender, hash and intrinsic gas or that they are no transaction. */
final class TransactionTests implements Suite {
    @Override
    public boolean takes(JsonNode test) {
        return test.has("txbytes") && test.has("result");
    }

    @Override
    public void run(String file, String name, JsonNode test, Predicate<CaseName> wanted, Report report) {
        for (var result : test.get("result").properties()) {
            var one = new CaseName(file, name, result.getKey(), 0);
            if (wanted.test(one))
                report.take(one, run(Values.bytes(test.get("txbytes")), result.getKey(), result.getValue()));
        }
    }

    private static Verdict run(byte[] bytes, String forkName, JsonNode expected) {
        var network = Network.of(forkName);
        if (network == null) return Verdict.Failed.of("no such fork is known: " + forkName);
        var refused = expected.has("exception");
        Transaction transaction;
        try {
            transaction = Transaction.decode(bytes);
        } catch (RlpException e) {
            return refused ? new Verdict.Passed(0) : Verdict.Failed.of("it does not decode: " + e.getMessage());
        }
        var fork = network.first().fork();
        var refusal = TransactionRules.check(transaction, fork, U256.ONE, true);
        var sender = transaction.sender(SenderRecovery.best());
        if (refused)
            return refusal == null && sender != null
                    ? Verdict.Failed.of(
                            "taken, expected " + expected.get("exception").asString())
                    : new Verdict.Passed(0);
        if (refusal != null) return Verdict.Failed.of("refused: " + refusal);
        var differences = new ArrayList<String>();
        var gas = IntrinsicGas.of(fork, transaction);
        compare("sender", String.valueOf(sender), expected.get("sender").asString(), differences);
        compare("hash", transaction.hash().toString(), expected.get("hash").asString(), differences);
        compare(
                "intrinsic gas",
                Long.toString(gas),
                Long.toString(Values.number(expected.get("intrinsicGas")).limb0()),
                differences);
        if (!Arrays.equals(bytes, transaction.encode())) differences.add("encoded again it is not the same");
        return differences.isEmpty() ? new Verdict.Passed(gas) : new Verdict.Failed(differences);
    }

    private static void compare(String what, String found, String expected, List<String> differences) {
        if (!found.equalsIgnoreCase(expected)) differences.add("%s %s, expected %s".formatted(what, found, expected));
    }
}
