package coco.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The tree that the tests of this room read. */
final class Tree {
    private static final Set<String> NOT_OURS = Set.of("target", "build", "node_modules", ".git", "data");

    /** Tests run in the folder of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Tree() {}

    /** Folders that have a pom of their own. */
    static List<Path> modules() throws IOException {
        try (var children = Files.newDirectoryStream(ROOT, Tree::hasPom)) {
            return StreamSupport.stream(children.spliterator(), false).sorted().toList();
        }
    }

    private static boolean hasPom(Path folder) {
        return Files.exists(folder.resolve("pom.xml"));
    }

    /** What git tracks or would track; without git (a source archive) every file outside of build folders. */
    static List<Path> files() throws IOException, InterruptedException {
        if (Files.exists(ROOT.resolve(".git"))) return gitFiles();
        try (var files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).filter(Tree::isOurs).toList();
        }
    }

    private static boolean isOurs(Path file) {
        return StreamSupport.stream(ROOT.relativize(file).spliterator(), false)
                .noneMatch(part -> NOT_OURS.contains(part.toString()));
    }

    private static List<Path> gitFiles() throws IOException, InterruptedException {
        var git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) throw new IOException("git ls-files failed");
        return Arrays.stream(names.split("\0", -1))
                .filter(name -> !name.isEmpty())
                .map(ROOT::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    /** With {@code /} between the parts. */
    static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }
}
