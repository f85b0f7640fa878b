package coco.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The stages of {@code ./coco test}, in one table; runs them and prints the time of each against its budget.
 *
 * <p>Started from source, in the root of the tree, with {@code JAVA_HOME} and {@code COCO_MVN} set by the launcher. The
 * last line is {@code N passed, N failed}. A stage that has test reports counts those, one that ends in such a line
 * counts that, any other counts as one.
 */
public final class Stages {
    private static final String MAVEN = "mvn";
    private static final String JAVA = "java";

    /** Two modules at once: some wait for networks while others compute. */
    private static final Stage TESTS =
            new Stage("tests", 8, Need.NOTHING, "surefire-reports", MAVEN, "-B", "-fae", "-T", "2", "verify");

    /** {@code ./coco test}: at most 10 minutes. */
    static final List<Stage> QUICK = List.of(
            TESTS, new Stage("simulator, 20 s", 1, Need.path("sim/src/main"), "", "./coco", "sim", "--seconds", "20"));

    /** {@code ./coco test --all}: at most 50 minutes. */
    static final List<Stage> ALL = List.of(
            new Stage("build", 3, Need.NOTHING, "", "./coco", "build"),
            TESTS,
            new Stage(
                    "reproducible build",
                    5,
                    Need.NOTHING,
                    "",
                    JAVA,
                    "house/src/main/java/coco/house/Reproducible.java"),
            new Stage("simulator, 10,000 seeds", 6, Need.path("sim/src/main"), "", "./coco", "sim", "--seeds", "10000"),
            new Stage("planted faults", 8, Need.NOTHING, "", "./coco", "faults", "--shard", "4"),
            tagged("conformance", 3),
            tagged("endtoend", 16),
            new Stage("README quick start", 1, Need.path("docs/quickstart.sh"), "", "bash", "docs/quickstart.sh"));

    /** A busy machine may take longer than a quiet one: a stage is stopped only after so many times its budget. */
    private static final long STOPPED_AFTER_BUDGETS = 3;

    private Stages() {}

    /**
     * One stage.
     *
     * @param budgetMinutes what it may take on a quiet machine with two cores
     * @param need what has to exist; where it does not, the stage is skipped with a line that says so
     * @param reports folder below each room's {@code target} that gets test reports, or empty
     */
    record Stage(String name, int budgetMinutes, Need need, String reports, List<String> command) {
        Stage(String name, int budgetMinutes, Need need, String reports, String... command) {
            this(name, budgetMinutes, need, reports, List.of(command));
        }
    }

    /** Tests with a JUnit tag of their own, which the ordinary run leaves out. */
    private static Stage tagged(String tag, int budgetMinutes) {
        var reports = tag + "-reports";
        return new Stage(
                tag,
                budgetMinutes,
                Need.tag(tag),
                reports,
                MAVEN,
                "-B",
                "-fae",
                "verify",
                "-Dgroups=" + tag,
                "-Dtest.excluded=nothing",
                "-Dtest.reports=" + reports,
                "-Dspotless.check.skip=true");
    }

    /** @param args nothing, or {@code --all} */
    public static void main(String[] args) throws IOException, InterruptedException {
        var stages = List.of(args).contains("--all") ? ALL : QUICK;
        var root = Path.of("").toAbsolutePath();
        var total = Tally.NONE;
        var failures = new ArrayList<String>();
        var lines = new ArrayList<String>();
        var start = System.nanoTime();
        for (var stage : stages) {
            if (!stage.need().isMet(root)) {
                lines.add(String.format(
                        "%-24s      -  not run: needs %s",
                        stage.name(), stage.need().text()));
                continue;
            }
            System.out.println("== " + stage.name());
            var stageStart = System.nanoTime();
            var result = run(root, stage);
            total = total.plus(result.tally());
            result.failures().forEach(failure -> failures.add(stage.name() + ": " + failure));
            lines.add(String.format(
                    "%-24s %6s of %2d min  %s",
                    stage.name(),
                    minutes(System.nanoTime() - stageStart),
                    stage.budgetMinutes(),
                    result.tally().line()));
            System.out.println(lines.getLast());
        }
        System.out.println("== stages, " + minutes(System.nanoTime() - start) + " in all");
        lines.forEach(System.out::println);
        if (!failures.isEmpty()) System.out.println("== what failed");
        failures.forEach(System.out::println);
        System.out.println(total.line());
        System.exit(total.failed() == 0 && total.passed() > 0 ? 0 : 1);
    }

    /** How a stage ended, and what in it failed, as far as that has names. */
    record Result(Tally tally, List<String> failures) {}

    static Result run(Path root, Stage stage) throws IOException, InterruptedException {
        if (!stage.reports().isEmpty()) Tally.deleteReports(root, stage.reports());
        var process = new ProcessBuilder(
                        stage.command().stream().map(Stages::program).toList())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new Tally.Output();
        var echo = Thread.ofVirtual().start(() -> output.echo(process.inputReader()));
        var inTime = process.waitFor(STOPPED_AFTER_BUDGETS * stage.budgetMinutes(), TimeUnit.MINUTES);
        if (!inTime) {
            System.out.println(stage.name() + " is far over its budget; stopped");
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        echo.join(TimeUnit.SECONDS.toMillis(10));
        var ok = inTime && process.exitValue() == 0;
        return stage.reports().isEmpty()
                ? new Result(counted(output.tally(), ok), output.failures())
                : new Result(
                        counted(Tally.ofReports(root, stage.reports()), ok),
                        Tally.failuresOfReports(root, stage.reports()));
    }

    /** A stage that says nothing of numbers counts as one; one that ends badly has a failure in any case. */
    private static Tally counted(Tally told, boolean ok) {
        if (ok) return told.isNothing() ? new Tally(1, 0, 0) : told;
        return told.failed() > 0 ? told : told.plus(new Tally(0, 1, 0));
    }

    /** The table says {@code mvn} and {@code java}; the launcher found out where they are. */
    private static String program(String word) {
        return switch (word) {
            case MAVEN -> System.getenv().getOrDefault("COCO_MVN", word);
            case JAVA -> Path.of(System.getProperty("java.home"), "bin", "java").toString();
            default -> word;
        };
    }

    private static String minutes(long nanos) {
        var seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        return String.format("%d:%02d", seconds / 60, seconds % 60);
    }

    /** What a stage needs in the tree: a path, or a test that has the stage's tag. */
    record Need(String text, String path, String tag) {
        static final Need NOTHING = new Need("nothing", "", "");

        static Need path(String path) {
            return new Need(path, path, "");
        }

        static Need tag(String tag) {
            return new Need("a test with @Tag(\"" + tag + "\")", "", tag);
        }

        boolean isMet(Path root) throws IOException {
            if (!path.isEmpty()) return Files.exists(root.resolve(path));
            return tag.isEmpty() || anyTestHasTag(root);
        }

        private boolean anyTestHasTag(Path root) throws IOException {
            var mark = "@Tag(\"" + tag + "\")";
            try (var rooms = Files.newDirectoryStream(root, Files::isDirectory)) {
                for (var room : rooms) {
                    var tests = room.resolve("src/test/java");
                    if (!Files.isDirectory(tests) || room.endsWith("house")) continue;
                    try (var files = Files.walk(tests)) {
                        for (var file : files.filter(f -> f.toString().endsWith(".java"))
                                .toList()) {
                            if (Files.readString(file).contains(mark)) return true;
                        }
                    }
                }
            }
            return false;
        }
    }
}
