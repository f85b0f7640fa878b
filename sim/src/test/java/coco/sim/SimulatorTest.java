package coco.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    @Test
    void noSeedBreaksARule() {
        var result = Seeds.run(LongStream.rangeClosed(1, 20), System.out::println);
        assertEquals(Map.of(), result.failed());
        assertEquals(20, result.passed());
    }
}
