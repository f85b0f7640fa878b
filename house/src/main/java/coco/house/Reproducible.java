package coco.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.zip.ZipFile;

/**
 * Builds the tree twice at once, in different folders, as different users, in different time zones and languages, and compares
 * every jar byte for byte: whoever builds a commit gets the same code measurement.
 *
 * <p>Started from source in the root of the tree, after a build: Maven works offline here.
 */
public final class Reproducible {
    private Reproducible() {}

    /** How one of the two builds differs from the other. */
    private record Site(String folder, String user, String zone, String locale, String language) {}

    /** Exits with 1 if a jar differs. */
    public static void main(String[] args) throws Exception {
        var scratch = Files.createTempDirectory("coco-reproducible");
        int differences;
        int jars;
        try (var builds = Executors.newFixedThreadPool(2)) {
            var here = builds.submit(() -> build(scratch, new Site("a", "alice", "UTC", "C", "en")));
            var there = builds.submit(
                    () -> build(scratch, new Site("elsewhere/b", "bob", "Asia/Kathmandu", "tr_TR.UTF-8", "tr")));
            differences = compare(here.get(), there.get());
            jars = here.get().size();
        } finally {
            delete(scratch);
        }
        System.out.println((jars - differences) + " passed, " + differences + " failed");
        System.exit(differences == 0 && jars > 0 ? 0 : 1);
    }

    /** Prints each difference; gives their number. */
    static int compare(Map<String, Path> here, Map<String, Path> there) throws IOException {
        var differences = 0;
        var names = new TreeSet<>(here.keySet());
        names.addAll(there.keySet());
        for (var name : names) {
            var a = here.get(name);
            var b = there.get(name);
            if (a != null && b != null && Files.mismatch(a, b) < 0) {
                System.out.println("same       " + name);
                continue;
            }
            differences++;
            System.out.println("DIFFERENT  " + name + (a == null || b == null ? ": built once only" : entries(a, b)));
        }
        return differences;
    }

    private static String entries(Path a, Path b) throws IOException {
        var checksums = checksums(a);
        var others = checksums(b);
        var names = new TreeSet<>(checksums.keySet());
        names.addAll(others.keySet());
        names.removeIf(
                name -> checksums.containsKey(name) && checksums.get(name).equals(others.get(name)));
        return names.isEmpty() ? ": order, times or flags of entries" : ": " + names;
    }

    private static Map<String, Long> checksums(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            var checksums = new HashMap<String, Long>();
            zip.stream().forEach(entry -> checksums.put(entry.getName(), entry.getCrc()));
            return checksums;
        }
    }

    private static Map<String, Path> build(Path scratch, Site site) throws IOException, InterruptedException {
        var folder = Files.createDirectories(scratch.resolve(site.folder()));
        copyTree(Path.of("").toAbsolutePath(), folder);
        var maven = new ProcessBuilder(
                        System.getenv().getOrDefault("COCO_MVN", "mvn"),
                        "-o",
                        "-q",
                        "-B",
                        "-Dmaven.test.skip=true",
                        "-Dspotless.check.skip=true",
                        "package")
                .directory(folder.toFile())
                .inheritIO();
        var environment = maven.environment();
        environment.put("TZ", site.zone());
        environment.put("LANG", site.locale());
        environment.put("LC_ALL", site.locale());
        environment.put("USER", site.user());
        environment.put(
                "MAVEN_OPTS",
                "-Duser.name=" + site.user() + " -Duser.timezone=" + site.zone() + " -Duser.language="
                        + site.language());
        if (maven.start().waitFor() != 0) throw new IOException("the build in " + site.folder() + " failed");
        return jars(folder);
    }

    private static Map<String, Path> jars(Path folder) throws IOException {
        var ours = folder.getFileSystem().getPathMatcher("glob:**/target/coco-*.jar");
        var jars = new TreeMap<String, Path>();
        try (var files = Files.walk(folder, 3)) {
            files.filter(ours::matches)
                    .forEach(jar -> jars.put(folder.relativize(jar).toString(), jar));
        }
        return jars;
    }

    /** What git tracks, and what it would if asked: not what is ignored. */
    private static void copyTree(Path from, Path to) throws IOException, InterruptedException {
        var git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(from.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) throw new IOException("git ls-files failed");
        for (var name : names.split("\0", -1)) {
            var source = from.resolve(name);
            if (name.isEmpty() || !Files.isRegularFile(source)) continue;
            var target = to.resolve(name);
            Files.createDirectories(target.getParent());
            Files.copy(source, target);
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
