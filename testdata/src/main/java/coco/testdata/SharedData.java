package coco.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder of what others made. The system property {@code COCO_SHARED_DATA} names it, else the environment variable of that name;
 * else it is {@code shared/data} beside the repository.
 */
public final class SharedData {
    private static final String NAME = "COCO_SHARED_DATA";

    private SharedData() {}

    /**
     * A folder in it. Where that is missing, the test that asks is skipped with a line that says so; with {@code CI=true} it fails.
     *
     * @param name relative, with {@code /} between the parts, such as {@code ethereum/mainnet-blocks}
     */
    public static Path folder(String name) {
        var data =
                data(System.getProperty(NAME), System.getenv(NAME), Path.of("").toAbsolutePath());
        return existing(data.resolve(name), System.getenv("CI"));
    }

    /** @param working where the test runs: in its module's folder by Maven, perhaps in the root by an editor */
    static Path data(@Nullable String property, @Nullable String variable, Path working) {
        if (property != null) return Path.of(property);
        if (variable != null) return Path.of(variable);
        var root = working;
        while (root.getParent() != null && Files.exists(root.resolveSibling("pom.xml"))) root = root.getParent();
        return root.resolve("../shared/data").normalize();
    }

    static Path existing(Path folder, @Nullable String ci) {
        if (Files.isDirectory(folder)) return folder;
        var message = "no shared data in " + folder + "; " + NAME + " may name another place";
        return "true".equals(ci) ? Assertions.fail(message) : Assumptions.abort("skipped: " + message);
    }
}
