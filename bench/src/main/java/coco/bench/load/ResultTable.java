package coco.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Results as rows of Markdown. Owner: the command. */
final class ResultTable {
    private final List<String> ethereum = new ArrayList<>();
    private final List<String> records = new ArrayList<>();
    private final List<String> idle = new ArrayList<>();

    /** @param json what {@code bench ethereum --json} wrote */
    void ethereum(String who, JsonNode json) {
        var setting = json.path("setting");
        var run = json.path("median");
        ethereum.add(row(
                who,
                setting.path("kind").asString(""),
                setting.path("pace").asString(""),
                number(run.path("per_second"), "%,.0f"),
                times(run.path("commit_ms")),
                times(run.path("commit_on_all_ms")),
                number(run.path("network_cpu_us_each"), "%.0f") + " / "
                        + number(run.path("client_cpu_us_each"), "%.0f"),
                number(run.path("syncs_each"), "%.4f"),
                number(run.path("mgas_per_second"), "%.0f"),
                run.path("refused").asInt(0) + " / " + run.path("failed").asInt(0) + " / "
                        + run.path("missing").asInt(0)));
    }

    /** @param json what {@code bench records --json} wrote */
    void records(JsonNode json) {
        records.add(row(
                json.path("mix").asString(""),
                json.path("pace").asString(""),
                number(json.path("per_second"), "%,.0f"),
                times(json.path("write_ms")),
                times(json.path("read_ms")),
                number(json.path("network_cpu_us_each"), "%.0f") + " / "
                        + number(json.path("client_cpu_us_each"), "%.0f"),
                number(json.path("syncs_each"), "%.4f"),
                json.path("refused").asInt(0) + " / " + json.path("missing").asInt(0)));
    }

    /** @param json what {@code bench idle --json} wrote */
    void idle(JsonNode json) {
        for (var node : json) {
            idle.add(row(
                    node.path("leads").asBoolean(false) ? "leader" : "follower",
                    number(node.path("core_percent"), "%.2f %%"),
                    number(node.path("log_entries"), "%.0f"),
                    number(node.path("syncs"), "%.0f")));
        }
    }

    String text() {
        return """
                | network | load | pace | tx/s | commit p50 / p99 ms | on all nodes p50 / p99 ms \
                | CPU us/tx, nodes / client | fsyncs/tx | Mgas/s | refused / failed / missing |
                |---|---|---|---|---|---|---|---|---|---|
                %s
                | records | pace | requests/s | write p50 / p99 ms | read p50 / p99 ms \
                | CPU us each, nodes / client | fsyncs each | refused / missing |
                |---|---|---|---|---|---|---|---|
                %s
                | idle | of one core | log entries | fsyncs |
                |---|---|---|---|
                %s""".formatted(lines(ethereum), lines(records), lines(idle));
    }

    private static String lines(List<String> rows) {
        return String.join("\n", rows) + "\n";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String times(JsonNode summary) {
        if (summary.path("count").asInt(0) == 0) return "-";
        return number(summary.path("p50"), "%.1f") + " / " + number(summary.path("p99"), "%.1f");
    }

    private static String number(JsonNode value, String format) {
        return String.format(Locale.ROOT, format, value.asDouble(0));
    }
}
