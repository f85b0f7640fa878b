package coco.house;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** How many tests passed, failed (errors too) and were skipped. */
record Tally(int passed, int failed, int skipped) {
    static final Tally NONE = new Tally(0, 0, 0);

    private static final Pattern SUITE = Pattern.compile("<testsuite\\s[^>]*>");
    private static final Pattern LINE = Pattern.compile("(\\d+) passed, (\\d+) failed(?:, (\\d+) skipped)?");

    private static final Pattern CASE = Pattern.compile("^name=\"(?<name>[^\"]*)\" classname=\"(?<owner>[^\"]*)\"");
    private static final Pattern FAILURE = Pattern.compile("(FAILED|MISSED|ERROR|DIFFERENT) +\\S|seed \\d+: ");

    Tally plus(Tally other) {
        return new Tally(passed + other.passed, failed + other.failed, skipped + other.skipped);
    }

    boolean isNothing() {
        return equals(NONE);
    }

    String line() {
        return passed + " passed, " + failed + " failed" + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }

    /** Adds up the reports {@code <room>/target/<folder>/TEST-*.xml} of every room. */
    static Tally ofReports(Path root, String folder) throws IOException {
        var sum = NONE;
        for (var report : reports(root, folder)) sum = sum.plus(ofReport(Files.readString(report)));
        return sum;
    }

    static void deleteReports(Path root, String folder) throws IOException {
        for (var report : reports(root, folder)) Files.delete(report);
    }

    /** One report in the format of Surefire: the numbers are attributes of {@code testsuite}. */
    static Tally ofReport(String xml) {
        var suite = SUITE.matcher(xml);
        if (!suite.find()) return new Tally(0, 1, 0);
        var failed = number(suite.group(), "failures") + number(suite.group(), "errors");
        var skipped = number(suite.group(), "skipped");
        return new Tally(number(suite.group(), "tests") - failed - skipped, failed, skipped);
    }

    /** The failed tests of those reports, as {@code Class.method}. */
    static List<String> failuresOfReports(Path root, String folder) throws IOException {
        var failures = new ArrayList<String>();
        for (var report : reports(root, folder)) {
            for (var test : Files.readString(report).split("<testcase\\s", -1)) {
                var name = CASE.matcher(test);
                if (!(test.contains("<failure") || test.contains("<error")) || !name.find()) continue;
                var owner = name.group("owner");
                failures.add(owner.substring(owner.lastIndexOf('.') + 1) + "." + name.group("name"));
            }
        }
        return failures;
    }

    private static int number(String suite, String attribute) {
        var value = Pattern.compile("\\s" + attribute + "=\"(\\d+)\"").matcher(suite);
        return value.find() ? Integer.parseInt(value.group(1)) : 0;
    }

    private static List<Path> reports(Path root, String folder) throws IOException {
        var pattern = root.getFileSystem().getPathMatcher("glob:**/target/" + folder + "/TEST-*.xml");
        try (var files = Files.walk(root, 4)) {
            return files.filter(pattern::matches).toList();
        }
    }

    /** Prints a stage's output as it comes; remembers the last tally in it, and the lines that name what failed. */
    static final class Output {
        private volatile Tally tally = NONE;
        private final List<String> failures = new CopyOnWriteArrayList<>();

        void echo(BufferedReader output) {
            try (output) {
                for (var line = output.readLine(); line != null; line = output.readLine()) {
                    System.out.println(line);
                    var match = LINE.matcher(line);
                    if (FAILURE.matcher(line).lookingAt()) failures.add(line);
                    if (match.matches()) tally = of(match.group(1), match.group(2), match.group(3));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Tally of(String passed, String failed, String skipped) {
            return new Tally(
                    Integer.parseInt(passed),
                    Integer.parseInt(failed),
                    skipped == null ? 0 : Integer.parseInt(skipped));
        }

        Tally tally() {
            return tally;
        }

        List<String> failures() {
            return List.copyOf(failures);
        }
    }
}
