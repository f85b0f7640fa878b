package coco.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class LatenciesTest {
    @Test
    void percentilesAreDurationsThatWereSeen() {
        var latencies = new Latencies();
        for (var millis = 2_000; millis >= 1; millis--) latencies.add(millis * 1_000_000L);
        assertEquals(new Latencies.Summary(2_000, 1_000, 1_800, 1_980, 2_000), latencies.summary());
    }

    @Test
    void oneAloneIsEveryPercentile() {
        var latencies = new Latencies();
        latencies.add(7_000_000);
        assertEquals(new Latencies.Summary(1, 7, 7, 7, 7), latencies.summary());
        assertEquals(new Latencies.Summary(0, 0, 0, 0, 0), new Latencies().summary());
    }
}
