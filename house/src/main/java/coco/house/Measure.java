package coco.house;

import coco.attestation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The last step of the build: writes {@code measurement.manifest}, every file that decides what a node does with its
 * SHA-256, and {@code measurement.txt}, the SHA-256 of that manifest as 64 hex digits.
 */
public final class Measure {
    private Measure() {}

    /** @param args folder of the jars, home of the JDK, launcher, file of JVM options, folder to write into */
    public static void main(String[] args) throws IOException {
        var installation = new Installation(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
        var out = Path.of(args[4]);
        var measurement = installation.measure();
        var digest = measurement.digest().toHex();
        Files.write(out.resolve("measurement.manifest"), measurement.encode().toArray());
        Files.writeString(out.resolve("measurement.txt"), digest + "\n");
        System.out.println(
                "code measurement " + digest + " (" + measurement.items().size() + " files)");
    }
}
