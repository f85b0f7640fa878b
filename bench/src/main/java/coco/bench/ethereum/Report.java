package coco.bench.ethereum;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Results as a person and as a program reads them. The run in the middle, by transactions a second, stands for all. */
record Report(Setting setting, List<RunResult> runs) {
    Report {
        runs = List.copyOf(runs);
    }

    /** What was measured. */
    record Setting(
            String kind,
            String pace,
            int accounts,
            int batch,
            List<String> urls,
            double seconds,
            double warmUpSeconds) {
        Setting {
            urls = List.copyOf(urls);
        }
    }

    RunResult median() {
        var sorted = runs.stream()
                .sorted(Comparator.comparingDouble(RunResult::perSecond))
                .toList();
        return sorted.get((sorted.size() - 1) / 2);
    }

    static String line(RunResult run) {
        return String.format(
                        Locale.ROOT,
                        "%,.0f tx/s, commit p50 %.1f p90 %.1f p99 %.1f max %.1f ms",
                        run.perSecond(),
                        run.first().p50(),
                        run.first().p90(),
                        run.first().p99(),
                        run.first().max())
                + String.format(
                        Locale.ROOT,
                        ", on all nodes p50 %.1f p99 %.1f ms, CPU us/tx network %.0f client %.0f, syncs/tx %.3f",
                        run.all().p50(),
                        run.all().p99(),
                        run.networkMicros(),
                        run.clientMicros(),
                        run.syncsEach())
                + String.format(
                        Locale.ROOT,
                        ", Mgas/s %.0f, %d blocks, refused %d, failed %d, missing %d%s%s",
                        run.megagasPerSecond(),
                        run.blocks(),
                        run.refused(),
                        run.failed(),
                        run.missing(),
                        run.ranOut() ? ", ended early: no signed transactions left" : "",
                        run.refusals().isEmpty() ? "" : ", " + run.refusals());
    }

    String text() {
        var median = median();
        return String.format(
                Locale.ROOT,
                "median of %d: %s%n%s, %s; blocks asked for every %.1f ms (p50; p99 %.1f)%n",
                runs.size(),
                line(median),
                setting.kind(),
                setting.pace(),
                median.polls().p50(),
                median.polls().p99());
    }

    ObjectNode json() {
        var json = JsonMapper.shared().createObjectNode();
        json.putPOJO("setting", setting);
        var array = json.putArray("runs");
        for (var run : runs) array.add(json(run));
        json.set("median", json(median()));
        return json;
    }

    private static ObjectNode json(RunResult run) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("seconds", run.seconds()).put("transactions", run.committed()).put("per_second", run.perSecond());
        json.set("commit_ms", run.first().json());
        json.set("commit_on_all_ms", run.all().json());
        json.set("poll_ms", run.polls().json());
        json.put("network_cpu_us_each", run.networkMicros()).put("client_cpu_us_each", run.clientMicros());
        json.put("network_cpu_seconds", run.costs().networkCpuSeconds())
                .put("syncs", run.costs().syncs());
        json.put("syncs_each", run.syncsEach()).put("mgas_per_second", run.megagasPerSecond());
        json.put("blocks", run.blocks()).put("log_entries", run.costs().batches());
        json.put("refused", run.refused()).put("failed", run.failed()).put("missing", run.missing());
        json.put("ran_out", run.ranOut()).putPOJO("refusals", run.refusals());
        return json;
    }
}
