package coco.conformance;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of suites that nobody here made; a test is skipped without it, and fails where {@code CI=true}. */
public final class SharedData {
    private SharedData() {}

    public static Path folder() {
        var named = System.getenv("COCO_SHARED_DATA");
        var folder = named != null ? Path.of(named) : beside();
        if (!Files.isDirectory(folder)) {
            assertNotEquals("true", System.getenv("CI"), "the data folder is missing: " + folder);
            assumeTrue(false, "skipped, the data folder is missing: " + folder);
        }
        return folder;
    }

    /** Surefire runs in the room's folder, an IDE may run in the root. */
    private static Path beside() {
        var root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && Files.exists(root.resolveSibling("pom.xml"))) root = root.getParent();
        return root.resolve("../shared/data").normalize();
    }
}
