package coco.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.tpm.BootReading;
import coco.evidence.tpm.EventLog;
import coco.evidence.tpm.EventLogReplay;
import coco.evidence.tpm.RealLogs;
import coco.evidence.tpm.WindowsBoot;
import coco.evidence.vbs.SqlServerResponse;
import coco.evidence.vbs.VbsReport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is made of real logs and reports ends in a value or in a {@link MalformedException}: another exception fails the
 * test. Each log is also replayed to its own registers, so that what reads it further meets it too.
 */
class HostileLogsTest {
    private static final long SEED = 20_261_126;

    /** Bytes of each log behind which nothing but padding comes. */
    private static final int LOG_SIZE_MAX = 46_000;

    @Test
    void logsThatAreCut() {
        var read = 0;
        for (var log : RealLogs.all()) read += cut(log, log.size() > 10_000 ? 293 : 1);
        assertTrue(read > 0);
    }

    @Test
    void logsThatAreChanged() {
        var read = 0;
        for (var log : RealLogs.all()) read += change(log, 100);
        assertTrue(read > 0);
    }

    @Test
    @Tag("whole")
    void logsThatAreCutAnywhereAndChangedOften() {
        var read = 0;
        for (var log : RealLogs.all()) read += cut(log, 1) + change(log, 2_000);
        assertTrue(read > 0);
    }

    @Test
    void reportsThatAreChanged() {
        var read = 0;
        var report = Samples.read("vbs/sqlserver_2019/vbs_report_package.bin");
        var response = Samples.read("vbs/sqlserver_2019/sql_vsm_attestation_response.bin");
        var random = new Random(SEED);
        for (var i = 0; i < 5_000; i++) {
            read += reads(() -> VbsReport.parse(changed(report, random)));
            read += reads(
                    () -> SqlServerResponse.parse(changed(response, random)).check(new Examination(Instant.EPOCH)));
        }
        assertTrue(read > 0 && read < 10_000);
    }

    @Test
    void noiseIsNoLog() {
        var random = new Random(SEED);
        var read = 0;
        for (var i = 0; i < 2_000; i++) {
            var noise = new byte[random.nextInt(2_000)];
            random.nextBytes(noise);
            read += readLog(Octets.of(noise));
            read += reads(() -> VbsReport.parse(Octets.of(noise)));
        }
        assertEquals(0, read);
    }

    private static int cut(Octets log, int step) {
        var read = 0;
        for (var size = 0; size < Math.min(log.size(), LOG_SIZE_MAX); size += step) read += readLog(log.slice(0, size));
        return read;
    }

    private static int change(Octets log, int times) {
        var random = new Random(SEED);
        var read = 0;
        for (var i = 0; i < times; i++) read += readLog(changed(log, random));
        return read;
    }

    /** A few bytes changed, mostly to those that lengths and counts are made of. */
    private static Octets changed(Octets original, Random random) {
        var bytes = original.toArray();
        var reach = Math.min(bytes.length, random.nextBoolean() ? 400 : LOG_SIZE_MAX);
        for (var i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(reach)] = switch (random.nextInt(4)) {
                case 0 -> (byte) 0;
                case 1 -> (byte) 0xff;
                case 2 -> (byte) 0x7f;
                default -> (byte) random.nextInt();
            };
        }
        return Octets.of(bytes);
    }

    private static int readLog(Octets log) {
        return reads(() -> {
            var parsed = EventLog.parse(log);
            for (var algorithm : parsed.algorithms()) {
                readFurther(log, named("pcr", 0, parsed.replay(algorithm)));
                readFurther(log, named("rtmr", 1, parsed.replay(algorithm)));
            }
        });
    }

    private static void readFurther(Octets log, SequencedMap<String, Octets> registers) throws MalformedException {
        var events = EventLogReplay.check(registers, log, new Examination(Instant.EPOCH));
        if (events.isEmpty()) return;
        assertTrue(BootReading.of(events.get()).facts().containsKey("secure-boot"));
        assertTrue(WindowsBoot.of(events.get()).facts().size() < 100);
    }

    private static SequencedMap<String, Octets> named(String prefix, int first, Map<Integer, Octets> replayed) {
        var registers = new LinkedHashMap<String, Octets>();
        replayed.forEach((index, value) -> registers.put(prefix + (index - first), value));
        return registers;
    }

    /** 1 where it could be read. */
    private static int reads(Reading reading) {
        try {
            reading.run();
            return 1;
        } catch (MalformedException e) {
            assertTrue(e.refusal().detail().length() < 500, e.refusal().detail());
            return 0;
        }
    }

    private interface Reading {
        void run() throws MalformedException;
    }
}
