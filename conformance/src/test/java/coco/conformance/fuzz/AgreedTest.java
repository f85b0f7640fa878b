package coco.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.testdata.SharedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cases on which go-ethereum 1.17.10 and revm (revme 43.0.3) agreed: they end here as they did then. Made by {@code ./coco conformance
 * fuzz --count 2000 --vectors precompile-vectors.tar.xz --peer geth=... --peer revm=... --record agreed.txt}; a change of the generator
 * makes other cases of the same seeds, and needs another record.
 */
@Tag("conformance")
class AgreedTest {
    private static final int LINES_MIN = 1000;

    @Test
    void endAsOthersSay() throws IOException {
        var agreed = agreed();
        assertTrue(agreed.size() >= LINES_MIN, "lines: " + agreed.size());
        var vectors = Vectors.read(SharedData.folder("ethereum").resolve("precompile-vectors.tar.xz"));
        var fuzzer = new Fuzzer(vectors);
        var wrong = new ArrayList<String>();
        for (var line : agreed) {
            var words = line.split(" ", -1);
            var one = fuzzer.make(Long.parseLong(words[0]), FuzzFork.parse(words[1]));
            if (!one.line().equals(line)) wrong.add(line + ": here " + one.end());
            if (!one.tiersAgree()) wrong.add(line + ": " + one.otherEnds());
        }
        assertEquals(List.of(), wrong);
        var printed = new StringWriter();
        fuzzer.coverage().print(new PrintWriter(printed, true));
        assertTrue(printed.toString().contains("OSAKA"), printed::toString);
    }

    private static List<String> agreed() throws IOException {
        try (var in = AgreedTest.class.getResourceAsStream("agreed.txt")) {
            if (in == null) throw new AssertionError("agreed.txt is missing");
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @Test
    void aSeedMakesOneCase() {
        var none = new Vectors(List.of());
        var fork = FuzzFork.parse("Prague");
        assertEquals(CaseMaker.make(7, fork.fork(), none), CaseMaker.make(7, fork.fork(), none));
        assertNotEquals(CaseMaker.make(7, fork.fork(), none), CaseMaker.make(8, fork.fork(), none));
    }
}
