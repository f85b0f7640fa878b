package coco.conformance.evm;

import coco.conformance.CaseName;
import coco.conformance.Report;
import coco.conformance.Verdict;
import coco.evm.MemoryWorld;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.chain.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** State tests: one transaction on a state, and what the state and the logs are then. */
final class StateTests implements Suite {
    private static final int DIFFERENCES_MAX = 6;

    private final Machines machines;

    StateTests(Machines machines) {
        this.machines = machines;
    }

    @Override
    public boolean takes(JsonNode test) {
        return test.has("post") && test.has("transaction") && test.has("pre");
    }

    @Override
    public void run(String file, String name, JsonNode test, Predicate<CaseName> wanted, Report report) {
        for (var fork : test.get("post").properties()) {
            var index = 0;
            for (var post : fork.getValue().values()) {
                var one = new CaseName(file, name, fork.getKey(), index++);
                if (wanted.test(one)) report.take(one, run(new StateTest(test), fork.getKey(), post));
            }
        }
    }

    private Verdict run(StateTest test, String forkName, JsonNode post) {
        var network = Network.of(forkName);
        if (network == null) return Verdict.Failed.of("no such fork is known: " + forkName);
        var config = network.config(test.json(), 0, 0);
        var world = test.pre();
        var session = machines.of(config).session(world, test.block(config));
        var result = session.transact(test.message(post.get("indexes")));
        var expected = post.path("expectException").asString("");
        var reasons = new ArrayList<String>();
        switch (result) {
            case Result.Executed executed -> {
                world.apply(executed.diff());
                if (!expected.isEmpty()) reasons.add("executed, expected " + expected);
                reasons.addAll(check(executed.outcome(), world, post));
                if (reasons.isEmpty())
                    return new Verdict.Passed(executed.outcome().gasUsed());
            }
            case Result.Refused refused -> {
                if (!Expectations.match(refused.reason(), expected))
                    reasons.add("refused: %s, expected %s"
                            .formatted(refused.reason().message(), expected.isEmpty() ? "execution" : expected));
                reasons.addAll(checkState(world, post));
                if (reasons.isEmpty()) return new Verdict.Passed(0);
            }
        }
        return new Verdict.Failed(reasons);
    }

    private static List<String> check(Outcome outcome, MemoryWorld world, JsonNode post) {
        var reasons = checkState(world, post);
        var logs = outcome instanceof Outcome.Success success ? success.logs() : List.<Log>of();
        if (!StateTest.logsHash(logs).equals(post.get("logs").asString()))
            reasons.add(logs.size() + " logs, whose hash is not the expected");
        if (!reasons.isEmpty()) reasons.add("outcome: " + describe(outcome));
        return reasons;
    }

    private static List<String> checkState(MemoryWorld world, JsonNode post) {
        var reasons = new ArrayList<String>();
        var root = world.root().toString();
        if (root.equals(post.get("hash").asString())) return reasons;
        reasons.add(
                "state root %s, expected %s".formatted(root, post.get("hash").asString()));
        if (post.has("state"))
            world.differences(StateTest.world(post.get("state"))).stream()
                    .limit(DIFFERENCES_MAX)
                    .forEach(reasons::add);
        return reasons;
    }

    private static String describe(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success success -> "success, gas " + success.gasUsed();
            case Outcome.Revert revert -> "revert, gas " + revert.gasUsed();
            case Outcome.Halt halt ->
                "halt, gas " + halt.gasUsed() + ", " + halt.reason().text();
        };
    }
}
