package coco.node.metrics;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object a line: {@code time} (UTC, ISO 8601), {@code level}, {@code logger}, {@code thread}, {@code message}, the event's
 * key-value pairs, and {@code error}.
 *
 * <p>Of exceptions only classes and places are written, not their messages: these may quote what a client sent.
 */
public final class JsonLines extends LayoutBase<ILoggingEvent> {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CAUSES_MAX = 5;
    private static final int FRAMES_MAX = 20;

    /** Made by Logback from its configuration file. */
    public JsonLines() {}

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = JSON.createObjectNode();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        var pairs = event.getKeyValuePairs();
        if (pairs != null) for (var pair : pairs) line.put(pair.key, String.valueOf(pair.value));
        if (event.getThrowableProxy() != null) error(line, event.getThrowableProxy(), 0);
        return JSON.writeValueAsString(line) + "\n";
    }

    private static void error(ObjectNode parent, IThrowableProxy thrown, int depth) {
        var error = parent.putObject(depth == 0 ? "error" : "cause");
        error.put("class", thrown.getClassName());
        var at = error.putArray("at");
        var frames = thrown.getStackTraceElementProxyArray();
        for (var i = 0; i < Math.min(FRAMES_MAX, frames.length); i++)
            at.add(frames[i].getStackTraceElement().toString());
        if (thrown.getCause() != null && depth < CAUSES_MAX) error(error, thrown.getCause(), depth + 1);
    }
}
