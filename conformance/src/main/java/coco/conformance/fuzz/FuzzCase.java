package coco.conformance.fuzz;

import coco.conformance.evm.Expectations;
import coco.conformance.evm.Network;
import coco.conformance.evm.StateTest;
import coco.evm.Evm;
import coco.evm.Hash;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Tier1;
import coco.evm.Tracer;
import coco.evm.chain.Log;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A state test made from a seed, and what came out of it here.
 *
 * @param end in the interpreter
 * @param compiled in compiled code
 */
record FuzzCase(long seed, FuzzFork fork, ObjectNode test, End end, End compiled) {
    private static final Map<FuzzFork, Evm> INTERPRETERS = new ConcurrentHashMap<>();
    private static final Map<FuzzFork, Evm> COMPILERS = new ConcurrentHashMap<>();

    /**
     * The end of the transaction.
     *
     * @param logs the hash of the logs
     * @param gas that was used; zero for one that was refused
     * @param refused why, by the suites' name
     */
    record End(Hash root, String logs, long gas, @Nullable String refused) {
        @Override
        public String toString() {
            return "root %s, logs %.10s, gas %d, %s"
                    .formatted(root, logs, gas, refused == null ? "executed" : "refused: " + refused);
        }
    }

    static FuzzCase of(long seed, FuzzFork fork, Vectors vectors, Coverage coverage) {
        var test = CaseMaker.make(seed, fork.fork(), vectors);
        var end = run(test, evm(INTERPRETERS, fork, test, Tier1.OFF), coverage.tracer(fork.fork()));
        var compiled = run(test, evm(COMPILERS, fork, test, Tier1.FORCED), null);
        var filled = new FuzzCase(seed, fork, test, end, compiled);
        filled.fill();
        return filled;
    }

    private static Evm evm(Map<FuzzFork, Evm> all, FuzzFork fork, JsonNode test, Tier1 tier) {
        return all.computeIfAbsent(fork, one -> {
            var network = Objects.requireNonNull(Network.of(one.name()), one.name());
            return new Evm(network.config(test, 0, 0), tier);
        });
    }

    private static End run(ObjectNode test, Evm evm, @Nullable Tracer tracer) {
        var state = new StateTest(test);
        var world = state.pre();
        var session = evm.session(world, state.block(evm.config()));
        if (tracer != null) session.trace(tracer);
        return switch (session.transact(state.message(indexes()))) {
            case Result.Refused(var reason) ->
                new End(world.root(), StateTest.logsHash(List.of()), 0, Expectations.name(reason));
            case Result.Executed executed -> {
                world.apply(executed.diff());
                var logs = executed.outcome() instanceof Outcome.Success success ? success.logs() : List.<Log>of();
                yield new End(
                        world.root(),
                        StateTest.logsHash(logs),
                        executed.outcome().gasUsed(),
                        null);
            }
        };
    }

    private static ObjectNode indexes() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("data", 0)
                .put("gas", 0)
                .put("value", 0);
    }

    private void fill() {
        var post = test.putObject("post").putArray(fork.name()).addObject();
        post.put("hash", end.root.toString()).put("logs", end.logs).set("indexes", indexes());
        if (end.refused != null) post.put("expectException", "TransactionException." + end.refused);
    }

    /** Of the test and of its file. */
    String name() {
        return "seed-" + seed + "-" + fork.name();
    }

    /** A file with this test alone. */
    ObjectNode file() {
        var file = JsonNodeFactory.instance.objectNode();
        file.set(name(), test);
        return file;
    }

    /** Seed, fork, and what is enough to tell one end from another. */
    String line() {
        return "%d %s %.18s %.10s %d".formatted(seed, fork.name(), end.root, end.logs, end.gas);
    }

    boolean tiersAgree() {
        return end.equals(compiled);
    }
}
