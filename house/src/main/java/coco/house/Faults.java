package coco.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plants the faults listed in {@code <room>/src/test/faults/*.txt} one by one and sees whether the named test catches
 * each. The tree is never changed: the planted classes are compiled into a scratch folder that comes first on the class
 * path ({@link Planter}).
 *
 * <p>A test must pass without any fault before it may catch one. A fault whose text is not found exactly once,
 * that does not compile, or whose test finds nothing to run is an error; errors and missed faults make the command
 * fail, and so does a list without faults.
 */
public final class Faults {
    private Faults() {}

    /** What became of one fault. */
    private enum Outcome {
        CAUGHT,
        MISSED,
        ERROR
    }

    /** @param args nothing for all faults, or files of faults, or ids, or {@code --shard N}: the Nth part that the commit chooses */
    public static void main(String[] args) throws IOException, InterruptedException {
        var root = Path.of("").toAbsolutePath();
        var faults = choose(root, readAll(root), List.of(args));
        var counts = new TreeMap<Outcome, Integer>();
        var scratch = Files.createTempDirectory("coco-faults");
        try {
            var planter = new Planter(root, scratch);
            var unharmed = new HashMap<String, Planter.Run>();
            for (var fault : faults) counts.merge(tryOne(planter, fault, unharmed), 1, Integer::sum);
        } finally {
            Reproducible.delete(scratch);
        }
        var caught = counts.getOrDefault(Outcome.CAUGHT, 0);
        var missed = counts.getOrDefault(Outcome.MISSED, 0);
        var errors = counts.getOrDefault(Outcome.ERROR, 0);
        System.out.println(
                faults.size() + " faults: " + caught + " caught, " + missed + " missed, " + errors + " errors");
        System.out.println(caught + " passed, " + (missed + errors) + " failed");
        System.exit(caught > 0 && caught == faults.size() ? 0 : 1);
    }

    private static Outcome tryOne(Planter planter, Fault fault, Map<String, Planter.Run> known)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        Outcome outcome;
        String why;
        try {
            var unharmed = runUnharmed(planter, fault, known);
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

    private static Planter.Run runUnharmed(Planter planter, Fault fault, Map<String, Planter.Run> known)
            throws IOException, InterruptedException {
        var run = known.get(fault.test());
        if (run == null) {
            run = planter.runWithout(fault);
            known.put(fault.test(), run);
        }
        return run;
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
