package coco.house;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/**
 * Runs a test with a fault planted, without touching the tree: compiles the room's sources, the changed file
 * among them, into a scratch folder that comes before the built classes on the class path of a new Java process.
 *
 * <p>All of the room is compiled, not the one file: constants are copied into the classes that use them.
 *
 * <p>Threads may share it: each run has files of its own in the scratch folder.
 */
final class Planter {
    /** A test that hangs on a fault has caught it. */
    private static final int SECONDS_MAX = 120;

    /** Most tests end within seconds, in which the second compiler takes more than it gives. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Path root;
    private final Path scratch;

    /** @param scratch an empty folder */
    Planter(Path root, Path scratch) {
        this.root = root;
        this.scratch = scratch;
    }

    /** How a test ended. */
    record Run(boolean passed, boolean failed, String why) {}

    Run runWithout(Fault fault) throws IOException, InterruptedException {
        try {
            return test(fault, Optional.empty());
        } catch (IllegalArgumentException e) {
            return new Run(false, false, String.valueOf(e.getMessage()));
        }
    }

    /** @throws IllegalArgumentException if the fault cannot be planted */
    Run runWith(Fault fault) throws IOException, InterruptedException {
        var folder = Files.createDirectories(scratch.resolve(fault.id()));
        var overlay = Files.createDirectory(folder.resolve("classes"));
        try {
            var text = Files.readString(root.resolve(fault.file()));
            var planted = fault.plant(text);
            var resources = fault.room() + "/src/main/resources/";
            if (fault.file().startsWith(resources)) {
                write(overlay.resolve(fault.file().substring(resources.length())), planted);
            } else {
                compile(fault, planted, folder.resolve("source"), overlay);
            }
            return test(fault, Optional.of(overlay));
        } finally {
            Reproducible.delete(folder);
        }
    }

    private void compile(Fault fault, String planted, Path source, Path overlay) throws IOException {
        var original = root.resolve(fault.file());
        var changed = source.resolve(original.getFileName());
        write(changed, planted);
        var sources = new ArrayList<Path>();
        sources.add(changed);
        var module = root.resolve(fault.room()).resolve("src/main/java/module-info.java");
        var alone = needsNobody(module);
        try (var files = Files.walk(root.resolve(fault.room()).resolve("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> (alone || !file.equals(module)) && !file.equals(original))
                    .forEach(sources::add);
        }
        var path = alone ? "--module-path" : "-cp";
        var options = List.of("-d", overlay.toString(), path, classPath(fault.room()), "-proc:none", "-nowarn");
        var messages = new StringWriter();
        var javac = ToolProvider.getSystemJavaCompiler();
        try (var manager = javac.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(sources);
            if (!javac.getTask(messages, manager, null, options, null, units).call()) {
                throw new IllegalArgumentException("does not compile: "
                        + messages.toString().lines().findFirst().orElse(""));
            }
        }
    }

    /**
     * Whether a module needs no other one when it runs. It is compiled as a module then, in which a sealed type may have its
     * subtypes in other packages; the others are compiled without their names.
     */
    private static boolean needsNobody(Path module) throws IOException {
        if (!Files.exists(module)) return false;
        try (var lines = Files.lines(module)) {
            return lines.map(String::strip)
                    .noneMatch(line -> line.startsWith("requires ") && !line.startsWith("requires static "));
        }
    }

    private Run test(Fault fault, Optional<Path> overlay) throws IOException, InterruptedException {
        var room = root.resolve(fault.testRoom());
        var path = new ArrayList<String>();
        overlay.ifPresent(folder -> path.add(folder.toString()));
        path.add(room.resolve("target/test-classes").toString());
        path.add(room.resolve("target/classes").toString());
        path.add(classPath(fault.testRoom()));
        path.add(System.getProperty("java.class.path"));
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, path), RunTest.class.getName()));
        command.add(fault.testClass());
        var log = Files.createTempFile(scratch, "test", ".log");
        var process = new ProcessBuilder(command)
                .directory(room.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return new Run(false, true, "did not end in " + SECONDS_MAX + " s");
        }
        return switch (process.exitValue()) {
            case RunTest.PASSED -> new Run(true, false, fault.testClass() + " passed");
            case RunTest.FAILED -> new Run(false, true, firstFailure(log));
            default -> new Run(false, false, "could not run " + fault.testClass() + ": " + firstLine(log));
        };
    }

    private static String firstFailure(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("FAILED ")).findFirst().orElse("failed");
        }
    }

    private static String firstLine(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank()).findFirst().orElse("no output");
        }
    }

    /** The room's test class path as Maven wrote it down. */
    private String classPath(String room) throws IOException {
        var file = root.resolve(room).resolve("target/test.classpath");
        if (!Files.exists(file)) throw new IllegalArgumentException("no such room, or not built: " + room);
        return Files.readString(file).strip();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
