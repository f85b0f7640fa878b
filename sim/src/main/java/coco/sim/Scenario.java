package coco.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A world that follows a script: rare interleavings, written so that an engineer can read them.
 *
 * <p>The script comes first, one command a line, several on a line where two or more spaces are between them; {@code
 * #} begins a comment. Below
 * a line of hyphens stands what the world then says. {@code docs/internals/simulator.md} lists the commands.
 */
final class Scenario {
    static final String RULER = "-----";

    private final List<String> script;
    private final List<String> expected;

    private Scenario(List<String> script, List<String> expected) {
        this.script = script;
        this.expected = expected;
    }

    static Scenario read(String text) {
        var lines = text.lines().toList();
        var ruler = lines.indexOf(RULER);
        if (ruler < 0) return new Scenario(lines, List.of());
        return new Scenario(lines.subList(0, ruler), lines.subList(ruler + 1, lines.size()));
    }

    /** What the world is meant to say. */
    List<String> expected() {
        return expected;
    }

    /** The script as it stands, without what is expected. */
    String script() {
        return String.join("\n", script) + "\n";
    }

    /** What the world says. @throws Checker.Violation where a rule is broken */
    List<String> play() {
        var said = new ArrayList<String>();
        play(said::add);
        return said;
    }

    void play(Consumer<String> out) {
        var stage = new Stage(out);
        for (var line : script) {
            var code = line.contains("#") ? line.substring(0, line.indexOf('#')) : line;
            for (var command : code.strip().split(" {2,}", -1)) {
                if (!command.isEmpty()) stage.carryOut(command);
            }
        }
        stage.close();
    }
}
