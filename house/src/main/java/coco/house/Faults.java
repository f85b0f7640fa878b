package coco.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Plants the faults listed in {@code <room>/src/test/faults/*.txt}, each alone, and sees whether the named test catches
 * it; each processor has one at a time. The tree is never changed: the planted classes are compiled into a scratch folder that
 * comes first on the class path ({@link Planter}).
 *
 * <p>A test must pass without any fault before it may catch one. A fault whose text is not found exactly once,
 * that does not compile, or whose test finds nothing to run is an error; errors and missed faults make the command
 * fail, and so does a list without faults.
 */
public final class Faults {
    /** Each takes a Java process with a heap of its own. */
    private static final int AT_ONCE_MAX = 8;

    private Faults() {}

    /** What became of one fault. */
    private enum Outcome {
        CAUGHT,
        MISSED,
        ERROR
    }

    /** @param args nothing for all faults, or files of faults, or ids, or {@code --shard N}: the Nth part that the commit chooses */
    public static void main(String[] args) throws Exception {
        var root = Path.of("").toAbsolutePath();
        var faults = choose(root, readAll(root), List.of(args));
        List<Outcome> outcomes;
        var scratch = Files.createTempDirectory("coco-faults");
        try {
            outcomes = tryAll(new Planter(root, scratch), faults);
        } finally {
            Reproducible.delete(scratch);
        }
        var caught = Collections.frequency(outcomes, Outcome.CAUGHT);
        var missed = Collections.frequency(outcomes, Outcome.MISSED);
        var errors = Collections.frequency(outcomes, Outcome.ERROR);
        System.out.println(
                faults.size() + " faults: " + caught + " caught, " + missed + " missed, " + errors + " errors");
        System.out.println(caught + " passed, " + (missed + errors) + " failed");
        System.exit(caught > 0 && caught == faults.size() ? 0 : 1);
    }

    private static List<Outcome> tryAll(Planter planter, List<Fault> faults) throws Exception {
        var ofTests = new LinkedHashMap<String, Fault>();
        for (var fault : faults) ofTests.putIfAbsent(fault.test(), fault);
        var tests = List.copyOf(ofTests.values());
        var runs = atOnce(tests, planter::runWithout);
        var unharmed = new HashMap<String, Planter.Run>();
        for (var i = 0; i < tests.size(); i++) unharmed.put(tests.get(i).test(), runs.get(i));
        return atOnce(faults, fault -> tryOne(planter, fault, Objects.requireNonNull(unharmed.get(fault.test()))));
    }

    private interface Trial<R> {
        R of(Fault fault) throws IOException, InterruptedException;
    }

    /** What came of each, in the order of the faults. */
    private static <R> List<R> atOnce(List<Fault> faults, Trial<R> trial) throws Exception {
        var processors = Math.min(Runtime.getRuntime().availableProcessors(), AT_ONCE_MAX);
        try (var threads = Executors.newFixedThreadPool(processors)) {
            var tasks = new ArrayList<Callable<R>>();
            for (var fault : faults) tasks.add(() -> trial.of(fault));
            var results = new ArrayList<R>();
            for (var result : threads.invokeAll(tasks)) results.add(result.get());
            return results;
        }
    }

    private static Outcome tryOne(Planter planter, Fault fault, Planter.Run unharmed)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        Outcome outcome;
        String why;
        try {
            if (unharmed.passed()) {
                var run = planter.runWith(fault);
                outcome = run.failed() ? Outcome.CAUGHT : run.passed() ? Outcome.MISSED : Outcome.ERROR;
                why = run.why();
            } else {
                outcome = Outcome.ERROR;
                why = "without any fault: " + unharmed.why();
            }
        } catch (IllegalArgumentException e) {
            outcome = Outcome.ERROR;
            why = String.valueOf(e.getMessage());
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%-7s %5.1f s  %s  (%s)%n", outcome, seconds, fault.id(), why);
        return outcome;
    }

    /** Every fault with the file that lists it, in order of the files' names. */
    static Map<Fault, Path> readAll(Path root) throws IOException {
        var ids = new HashSet<String>();
        var faults = new LinkedHashMap<Fault, Path>();
        for (var list : lists(root)) {
            for (var fault : Fault.parse(Files.readString(list))) {
                if (!ids.add(fault.id())) throw new IOException("two faults with the id " + fault.id());
                faults.put(fault, list);
            }
        }
        return faults;
    }

    private static List<Path> lists(Path root) throws IOException {
        var lists = new ArrayList<Path>();
        try (var rooms = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (var room : rooms) {
                var folder = room.resolve("src/test/faults");
                if (!Files.isDirectory(folder)) continue;
                try (var files = Files.newDirectoryStream(folder, "*.txt")) {
                    files.forEach(lists::add);
                }
            }
        }
        return lists.stream().sorted().toList();
    }

    private static List<Fault> choose(Path root, Map<Fault, Path> faults, List<String> wanted)
            throws IOException, InterruptedException {
        if (wanted.isEmpty()) return List.copyOf(faults.keySet());
        if (wanted.size() == 2 && wanted.getFirst().equals("--shard")) {
            if (!wanted.getLast().matches("[1-9][0-9]{0,3}")) {
                System.err.println("--shard takes the number of parts, not " + wanted.getLast());
                System.exit(2);
            }
            var shard = Shard.ofCommit(root, Integer.parseInt(wanted.getLast()));
            System.out.println(shard + " of the " + faults.size() + " faults");
            return shard.of(List.copyOf(faults.keySet()));
        }
        var chosen = new ArrayList<Fault>();
        for (var word : wanted) {
            var before = chosen.size();
            var file = Path.of(word).toAbsolutePath().normalize();
            faults.forEach((fault, list) -> {
                if (fault.id().equals(word) || list.equals(file)) chosen.add(fault);
            });
            if (chosen.size() == before) {
                System.err.println("neither a fault nor a file of faults: " + word);
                System.exit(2);
            }
        }
        return chosen;
    }
}
