package coco.sim;

import coco.spi.Answer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One line for each thing that happens, aligned: virtual milliseconds, node, what happened. */
final class Trace {
    static final Trace SILENT = new Trace(null, true);

    private final @Nullable Consumer<String> out;
    private final boolean withTime;

    Trace(@Nullable Consumer<String> out, boolean withTime) {
        this.out = out;
        this.withTime = withTime;
    }

    void line(long micros, String who, String what) {
        if (out == null) return;
        var line = "%-5s %s".formatted(who, what);
        out.accept(withTime ? "%10.3f  %s".formatted(micros / 1_000.0, line) : line);
    }

    static String text(Answer answer) {
        return switch (answer) {
            case Answer.Committed(var txId, var _) -> "committed as " + txId;
            case Answer.Refused(var rejection) -> "refused: " + rejection.code();
            case Answer.NotExecuted(var reason) -> "not executed: " + reason;
            case Answer.Invalid(var txId) -> "invalid: " + txId;
            case Answer.Unknown(var txId) -> "unknown: " + txId;
        };
    }
}
