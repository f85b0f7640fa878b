package coco.e2e;

import coco.attestation.Installation;
import coco.crypto.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An installation as the launcher would have it: nodes measure the files in it. The code itself runs from the class path
 * of the tests.
 *
 * @param folder what {@code -Dcoco.home} names
 * @param measurement what nodes of this installation find as their code measurement
 */
record Home(Path folder, Digest measurement) {
    private static final Path TREE = tree();

    /** @param code stands for the code: other text is another measurement */
    static Home make(Path folder, String code) throws IOException {
        var libraries = Files.createDirectories(folder.resolve("lib"));
        Files.createDirectories(folder.resolve("node"));
        Files.writeString(libraries.resolve("coco-e2e.jar"), code);
        Files.copy(TREE.resolve("coco"), folder.resolve("coco"));
        Files.copy(TREE.resolve("node/jvm.options"), folder.resolve("node/jvm.options"));
        var installation = new Installation(
                libraries,
                Path.of(System.getProperty("java.home")),
                folder.resolve("coco"),
                folder.resolve("node/jvm.options"));
        return new Home(folder, installation.measure().digest());
    }

    /** A Java process that runs {@code arguments} with the options every node has, small and quick to start. */
    List<String> command(Path temporary, List<String> arguments) {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + folder.resolve("node/jvm.options"));
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Dcoco.home=" + folder);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return command;
    }

    /** Maven starts tests in the folder of their module; by hand they are started in the root of the tree. */
    static Path tree() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("node/jvm.options"))) return folder;
        }
        throw new IllegalStateException("not started in the tree: no node/jvm.options above this folder");
    }
}
