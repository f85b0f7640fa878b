package coco.evm.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coco.evm.vectors.Archive;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All state tests of execution-spec-tests, of every fork. */
class StateTestsTest {
    private static final String ARCHIVE = "eest-state-tests.tar.xz";
    private static final int CASES = 32_939;

    @Test
    void pass() {
        var runner = new StateTestRunner();
        var failures = new ArrayList<String>();
        var byFork = new TreeMap<String, Integer>();
        Archive.eachJson(
                ARCHIVE,
                _ -> true,
                (_, json) -> runner.run(json, _ -> true, (name, verdict) -> {
                    byFork.merge(name.fork(), 1, Integer::sum);
                    if (!(verdict instanceof Verdict.Passed)) failures.add(name + ": " + verdict);
                }));
        assertEquals(List.of(), failures.stream().limit(20).toList(), () -> failures.size() + " cases fail");
        assertEquals(CASES, byFork.values().stream().mapToInt(Integer::intValue).sum(), byFork::toString);
    }

    /** The runner sees a wrong root, wrong logs, and a missing or unexpected refusal. */
    @Test
    void wouldFailOnAPlantedFault() {
        var file = Archive.jsons(ARCHIVE, name -> name.endsWith("/add.json")).values().stream()
                .findFirst()
                .orElseThrow();
        assertInstanceOf(Verdict.Passed.class, firstVerdict(file));
        var zeros = "0x" + "0".repeat(64);
        assertFails(file, post -> post.put("hash", zeros));
        assertFails(file, post -> post.put("logs", zeros));
        assertFails(file, post -> post.put("expectException", "TransactionException.NONCE_IS_MAX"));
    }

    private interface Fault {
        void plant(ObjectNode post);
    }

    private static void assertFails(JsonNode file, Fault fault) {
        var copy = (ObjectNode) JsonMapper.shared().readTree(file.toString());
        var test = copy.properties().iterator().next().getValue();
        fault.plant((ObjectNode)
                test.get("post").properties().iterator().next().getValue().get(0));
        assertFalse(firstVerdict(copy) instanceof Verdict.Passed, "a planted fault is not seen");
    }

    private static Verdict firstVerdict(JsonNode file) {
        var verdicts = new ArrayList<Verdict>();
        new StateTestRunner().run(file, _ -> true, (_, verdict) -> verdicts.add(verdict));
        return verdicts.getFirst();
    }
}
