package coco.bench.load;

import java.util.HashMap;
import java.util.Map;

/**
 * The numbers of one node at one moment, as its {@code /metrics} gives them (Prometheus' text format). A server that has none, such as
 * another client, has none here.
 */
public record NodeNumbers(Map<String, Double> values) {
    private static final double NANOS_PER_SECOND = 1e9;

    public NodeNumbers {
        values = Map.copyOf(values);
    }

    public static final NodeNumbers NONE = new NodeNumbers(Map.of());

    /** Values of one name with different labels are added up. */
    public static NodeNumbers parse(String text) {
        var values = new HashMap<String, Double>();
        for (var line : text.split("\n", -1)) {
            var space = line.lastIndexOf(' ');
            if (line.startsWith("#") || space < 0) continue;
            var name = line.substring(0, space).split("\\{", 2)[0];
            try {
                values.merge(name, Double.parseDouble(line.substring(space + 1)), Double::sum);
            } catch (NumberFormatException _) {
                // No line of this format: another kind of server answers here.
                return NONE;
            }
        }
        return new NodeNumbers(values);
    }

    public boolean isThere() {
        return values.containsKey("coco_node_leader");
    }

    public boolean leads() {
        return value("coco_node_leader") == 1;
    }

    /** Processor time of the process, user and system. */
    public double cpuSeconds() {
        return value("process_cpu_time_ns_total") / NANOS_PER_SECOND;
    }

    /** How often the node has made its replicated log durable. */
    public double syncs() {
        return value("coco_log_syncs_total");
    }

    public double batches() {
        return value("coco_ledger_batch_size_count");
    }

    public double transactions() {
        return value("coco_ledger_commits_total");
    }

    private double value(String name) {
        return values.getOrDefault(name, 0.0);
    }
}
