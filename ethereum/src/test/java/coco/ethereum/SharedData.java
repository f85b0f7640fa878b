package coco.ethereum;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The folder {@code data/ethereum}. It is named by the system property or the environment variable {@code COCO_SHARED_DATA}, and is
 * {@code shared/data} beside the repository otherwise. Where it does not exist the test is skipped with a line that says so;
 * with {@code CI=true} it fails.
 */
final class SharedData {
    private SharedData() {}

    static Path ethereum() {
        var named = System.getProperty("COCO_SHARED_DATA", System.getenv("COCO_SHARED_DATA"));
        var folder = named != null ? Path.of(named) : beside();
        if (!Files.isDirectory(folder)) {
            assertNotEquals("true", System.getenv("CI"), "the data folder is missing: " + folder);
            assumeTrue(false, "skipped, the data folder is missing: " + folder);
        }
        return folder.resolve("ethereum");
    }

    /** Surefire runs in the module's folder, an IDE may run in the root. */
    private static Path beside() {
        var root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && Files.exists(root.resolveSibling("pom.xml"))) root = root.getParent();
        return root.resolve("../shared/data").normalize();
    }

    static InputStream decompressed(Path file) throws IOException {
        return new XZInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }

    /** One file of a tar.xz archive. */
    static byte[] entry(String archive, String name) throws IOException {
        try (var in = new TarArchiveInputStream(decompressed(ethereum().resolve(archive)))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
                if (entry.getName().equals(name)) return in.readAllBytes();
        }
        throw new AssertionError("no " + name + " in " + archive);
    }
}
