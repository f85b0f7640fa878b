package coco.node.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

final class JsonLinesTest {
    private final LoggingEvent event = new LoggingEvent(
            "caller",
            new LoggerContext().getLogger("coco.node.Test"),
            Level.WARN,
            "two\nlines",
            new IllegalStateException("holds a secret", new IllegalArgumentException("and another")),
            null);

    @Test
    void oneEventIsOneObjectOnOneLine() {
        event.addKeyValuePair(new KeyValuePair("route", "/app/*"));
        var line = new JsonLines().doLayout(event);
        assertEquals(line.length() - 1, line.indexOf('\n'));
        var json = JsonMapper.shared().readTree(line);
        assertEquals("two\nlines", json.get("message").asString());
        assertEquals("WARN", json.get("level").asString());
        assertEquals("coco.node.Test", json.get("logger").asString());
        assertEquals("/app/*", json.get("route").asString());
        assertTrue(json.get("time").asString().endsWith("Z"));
    }

    @Test
    void exceptionsAreNamedWithoutTheirMessages() {
        var line = new JsonLines().doLayout(event);
        assertTrue(line.contains("IllegalStateException") && line.contains("IllegalArgumentException"), line);
        assertTrue(line.contains("JsonLinesTest"), "the place is told");
        assertFalse(line.contains("secret") || line.contains("another"), line);
    }
}
