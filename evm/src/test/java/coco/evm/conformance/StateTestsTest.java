package coco.evm.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.conformance.StateTestRunner.CaseName;
import coco.evm.vectors.Archive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** All state tests of execution-spec-tests, of every fork. */
class StateTestsTest {
    private static final int CASES = 32_939;

    private final ArrayList<String> failures = new ArrayList<>();
    private final TreeSet<String> known = new TreeSet<>();
    private int cases;

    /** The list of known failures is data: a pattern of case names and the reason. One that nothing needs is an error. */
    @Test
    void passButForThoseKnown() throws IOException {
        var patterns = patterns();
        var runner = new StateTestRunner();
        Archive.eachJson(
                "eest-state-tests.tar.xz",
                _ -> true,
                (_, json) -> runner.run(json, _ -> true, (name, verdict) -> count(name, verdict, patterns)));
        assertEquals(List.of(), failures.stream().limit(20).toList(), failures.size() + " cases fail");
        assertEquals(new TreeSet<>(patterns.keySet()), known, "known failures that do fail");
        assertEquals(CASES, cases);
    }

    private void count(CaseName name, Verdict verdict, Map<String, Pattern> patterns) {
        cases++;
        if (verdict instanceof Verdict.Passed) return;
        var match = patterns.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(name.toString()).find())
                .findFirst();
        if (match.isPresent()) known.add(match.get().getKey());
        else failures.add(name + ": " + verdict);
    }

    private static Map<String, Pattern> patterns() throws IOException {
        var patterns = new LinkedHashMap<String, Pattern>();
        try (var in = Objects.requireNonNull(StateTestsTest.class.getResourceAsStream("known-failures.txt"))) {
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.isBlank() || line.startsWith("#")) continue;
                var split = line.indexOf("  ");
                assertTrue(split > 0, "a pattern, two spaces, a reason: " + line);
                var pattern = line.substring(0, split);
                patterns.put(pattern, Pattern.compile(pattern));
            }
        }
        return patterns;
    }
}
