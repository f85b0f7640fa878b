package coco.node.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class MetersTest {
    @Test
    void whatIsReportedIsScraped() {
        try (var meters = new Meters()) {
            meters.request("/app/records/*", 201, 3_000_000);
            meters.shed("total");
            meters.accepted(100, 207);
            meters.commitLatency(7_000_000);
            meters.leads(true);
            meters.voidBatch();
            meters.epoch(42);
            meters.queue("submissions", () -> 17);
            meters.logSyncs(() -> 23);
            meters.connections(1);
            meters.connections(1);
            meters.connections(-1);
            var text = meters.scrape();
            for (var line : new String[] {
                "coco_http_requests_seconds_count{route=\"/app/records/*\",status=\"201\"} 1",
                "coco_http_shed_total{reason=\"total\"} 1.0",
                "coco_ledger_commits_total 100.0",
                "coco_ledger_accepted_seqno 207.0",
                "coco_ledger_commit_latency_seconds_bucket{le=\"0.01\"} 1",
                "coco_ledger_commit_latency_seconds_bucket{le=\"0.005\"} 0",
                "coco_ledger_batch_size_bucket{le=\"100.0\"} 1",
                "coco_ledger_void_batches_total 1.0",
                "coco_node_leader 1.0",
                "coco_node_epoch 42.0",
                "coco_node_queue{queue=\"submissions\"} 17.0",
                "coco_log_syncs_total 23.0",
                "coco_http_connections 1.0"
            }) assertTrue(text.contains(line), line + " is missing in\n" + text);
            assertEquals(2, meters.connectionsPeak());
        }
    }
}
