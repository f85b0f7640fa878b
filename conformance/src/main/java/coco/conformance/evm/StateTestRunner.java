package coco.evm.conformance;

import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Tier1;
import coco.evm.chain.Log;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Runs the post cases of state tests. Any thread may use it. */
public final class StateTestRunner {
    private static final int DIFFERENCES_MAX = 6;

    private final ConcurrentHashMap<ChainConfig, Evm> machines = new ConcurrentHashMap<>();

    private final Tier1 tier1;

    public StateTestRunner() {
        this(Tier1.OFF);
    }

    public StateTestRunner(Tier1 tier1) {
        this.tier1 = tier1;
    }

    /** The share of gas that went in compiled code so far. */
    public double compiledShare() {
        var compiled = 0L;
        var interpreted = 0L;
        for (var evm : machines.values()) {
            var status = evm.tier1();
            if (status == null) continue;
            compiled += status.gasCompiled();
            interpreted += status.gasInterpreted();
        }
        return compiled + interpreted == 0 ? 0 : (double) compiled / (compiled + interpreted);
    }

    /**
     * Runs the cases of one file.
     *
     * @param file a JSON object of tests by name
     * @param wanted says of a case's name, {@code test/fork/index}, and of its fork whether it is to run
     */
    public void run(JsonNode file, Predicate<CaseName> wanted, BiConsumer<CaseName, Verdict> report) {
        for (var test : file.properties()) {
            var value = test.getValue();
            if (!value.has("post") || !value.has("transaction")) continue;
            for (var fork : value.get("post").properties()) {
                var index = 0;
                for (var post : fork.getValue().values()) {
                    var name = new CaseName(test.getKey(), fork.getKey(), index++);
                    if (wanted.test(name)) report.accept(name, run(new StateTest(value), name.fork(), post));
                }
            }
        }
    }

    /** @param index of the case among those of its test and fork */
    public record CaseName(String test, String fork, int index) {
        @Override
        public String toString() {
            return test + "/" + fork + "/" + index;
        }
    }

    private Verdict run(StateTest test, String forkName, JsonNode post) {
        var fork = StateTest.fork(forkName);
        if (fork == null) return new Verdict.Skipped("fork " + forkName + " is not known");
        var config = test.config(fork, forkName);
        var world = test.pre();
        var session =
                machines.computeIfAbsent(config, rules -> new Evm(rules, tier1)).session(world, test.block(config));
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
        if (!logsHash(logs).equals(post.get("logs").asString()))
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

    private static String logsHash(List<Log> logs) {
        var writer = new RlpWriter(256).begin();
        for (var log : logs) log.write(writer);
        return "0x" + HexFormat.of().formatHex(Keccak256.hash(writer.end().toArray()));
    }
}
