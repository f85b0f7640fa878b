package coco.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays {@code scenarios/*.txt} and compares what the world says. {@code -Drewrite} writes it down instead: read the
 * difference before it is kept.
 */
class ScenarioTest {
    private static final Path FOLDER = Path.of("scenarios");

    static Stream<String> scenarios() throws IOException {
        try (var files = Files.list(FOLDER)) {
            var names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertTrue(names.size() >= 12, "the scenarios were found");
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theWorldSaysWhatIsWritten(String name) throws IOException {
        var file = FOLDER.resolve(name);
        var scenario = Scenario.read(Files.readString(file));
        var said = scenario.play();
        if (System.getProperty("rewrite") != null) {
            Files.writeString(file, scenario.script() + Scenario.RULER + "\n" + String.join("\n", said) + "\n");
        } else {
            assertEquals(String.join("\n", scenario.expected()), String.join("\n", said));
        }
    }

    @Test
    void aWrongCommandIsNamed() {
        for (var script : List.of("start 3  dance vn1", "start", "start 3  submit vn1", "start 3  lead vn9", "dance")) {
            assertThrows(
                    IllegalArgumentException.class, () -> Scenario.read(script).play(), script);
        }
    }
}
