package coco.conformance.fuzz;

import coco.conformance.evm.Expectations;
import coco.conformance.evm.Machines;
import coco.conformance.evm.StateTest;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Tier1;
import coco.evm.Tracer;
import coco.evm.chain.Log;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes cases and executes each in both tiers, in the interpreter watched and unwatched. One owner. */
final class Fuzzer {
    private final Machines interpreted = new Machines(Tier1.OFF);
    private final Machines compiled = new Machines(Tier1.FORCED);
    private final Coverage coverage = new Coverage();
    private final Vectors vectors;

    Fuzzer(Vectors vectors) {
        this.vectors = vectors;
    }

    /** Of all cases so far. */
    Coverage coverage() {
        return coverage;
    }

    /** The same seed, fork and vectors make the same case. */
    FuzzCase make(long seed, FuzzFork fork) {
        var test = CaseMaker.make(seed, fork.fork(), vectors);
        var end = run(test, fork, interpreted, coverage.tracer(fork.fork()));
        var unwatched = run(test, fork, interpreted, null);
        var other = run(test, fork, compiled, null);
        expect(test, fork, end);
        return new FuzzCase(seed, fork, test, end, unwatched, other);
    }

    private static FuzzCase.End run(ObjectNode test, FuzzFork fork, Machines machines, @Nullable Tracer tracer) {
        var state = new StateTest(test);
        var world = state.pre();
        var config = fork.network().config(test, 0, 0);
        var session = machines.of(config).session(world, state.block(config));
        if (tracer != null) session.trace(tracer);
        return switch (session.transact(state.message(indexes()))) {
            case Result.Refused(var reason) ->
                new FuzzCase.End(world.root(), StateTest.logsHash(List.of()), 0, Expectations.name(reason));
            case Result.Executed executed -> {
                world.apply(executed.diff());
                var logs = executed.outcome() instanceof Outcome.Success success ? success.logs() : List.<Log>of();
                yield new FuzzCase.End(
                        world.root(),
                        StateTest.logsHash(logs),
                        executed.outcome().gasUsed(),
                        null);
            }
        };
    }

    /** The only data, gas limit and value. */
    private static ObjectNode indexes() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("data", 0)
                .put("gas", 0)
                .put("value", 0);
    }

    private static void expect(ObjectNode test, FuzzFork fork, FuzzCase.End end) {
        var post = test.putObject("post").putArray(fork.name()).addObject();
        post.put("hash", end.root().toString()).put("logs", end.logs()).set("indexes", indexes());
        if (end.refused() != null) post.put("expectException", "TransactionException." + end.refused());
    }
}
