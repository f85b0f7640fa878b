package coco.evm.vectors;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The archives of {@code data/ethereum}. The data folder is named by the system property or the environment variable
 * {@code COCO_SHARED_DATA}, and is {@code shared/data} beside the repository otherwise. Where it does not exist the test is
 * skipped with a line that says so; with {@code CI=true} it fails.
 */
public final class Archive {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Archive() {}

    /** The data folder; stops the test where there is none. */
    public static Path folder() {
        var named = System.getProperty("COCO_SHARED_DATA", System.getenv("COCO_SHARED_DATA"));
        var folder = named != null ? Path.of(named) : beside();
        if (!Files.isDirectory(folder)) {
            assertNotEquals("true", System.getenv("CI"), "the data folder is missing: " + folder);
            assumeTrue(false, "skipped, the data folder is missing: " + folder);
        }
        return folder;
    }

    /** Surefire runs in the module's folder, an IDE may run in the root. */
    private static Path beside() {
        var root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && Files.exists(root.resolveSibling("pom.xml"))) root = root.getParent();
        return root.resolve("../shared/data").normalize();
    }

    /** Gives the wanted JSON files of an archive, in its order, to {@code use}. */
    public static void eachJson(String archive, Predicate<String> wanted, BiConsumer<String, JsonNode> use) {
        var file = folder().resolve("ethereum").resolve(archive);
        try (var in =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var name = entry.getName();
                if (entry.isFile() && name.endsWith(".json") && wanted.test(name))
                    use.accept(name, JSON.readTree(in.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The wanted JSON files of an archive by name. */
    public static Map<String, JsonNode> jsons(String archive, Predicate<String> wanted) {
        var files = new TreeMap<String, JsonNode>();
        eachJson(archive, wanted, files::put);
        return files;
    }

    /** Reads hex digits, with or without {@code 0x}. */
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
    }
}
