package coco.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of processes of this machine, user and system, in seconds. */
public final class Processes {
    /** Linux counts in hundredths of a second whatever its clock does (USER_HZ). */
    private static final double TICKS_PER_SECOND = 100;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private Processes() {}

    /** @throws IOException where there is no such process, or no {@code /proc} */
    public static double cpuSeconds(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The second field is the program's name in parentheses, which may hold anything.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND;
    }

    /** This process. */
    public static double ownCpuSeconds() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / NANOS_PER_SECOND;
    }
}
