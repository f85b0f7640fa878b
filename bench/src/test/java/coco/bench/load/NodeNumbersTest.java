package coco.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class NodeNumbersTest {
    @Test
    void readsWhatANodeSays() {
        var numbers = NodeNumbers.parse("""
                # TYPE coco_node_leader gauge
                coco_node_leader 1.0
                process_cpu_time_ns_total 1.314E10
                coco_log_syncs_total 23.0
                coco_ledger_commits_total{protocol="a"} 2
                coco_ledger_commits_total{protocol="b"} 3
                """);
        assertTrue(numbers.isThere() && numbers.leads());
        assertEquals(13.14, numbers.cpuSeconds(), 1e-9);
        assertEquals(23, numbers.syncs());
        assertEquals(5, numbers.transactions());
    }

    @Test
    void anotherKindOfServerHasNone() {
        assertFalse(NodeNumbers.parse("<html>not found here</html>").isThere());
    }
}
