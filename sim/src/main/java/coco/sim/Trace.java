package coco.sim;

import coco.spi.Answer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One line per event, aligned: virtual milliseconds, node, what happened. */
final class Trace {
    static final Trace SILENT = new Trace(null);

    private final @Nullable Consumer<String> out;

    Trace(@Nullable Consumer<String> out) {
        this.out = out;
    }

    void line(long micros, SimNode node, String what) {
        if (out != null)
            out.accept("%10.3f  %s  %s".formatted(micros / 1_000.0, node.id().brief(), what));
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
