package coco.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.attestation.Measurement.Item;
import coco.attestation.Measurement.Kind;
import coco.crypto.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationTest {
    private Path home;
    private Installation installation;

    @BeforeEach
    void install(@TempDir Path folder) throws IOException {
        home = folder;
        installation = new Installation(
                home.resolve("lib"), home.resolve("jdk"), home.resolve("coco"), home.resolve("jvm.options"));
        for (var name : Set.of(
                "lib/coco-node.jar",
                "lib/ratis.jar",
                "lib/libx.so",
                "jdk/release",
                "jdk/lib/modules",
                "jdk/lib/server/libjvm.so",
                "jdk/lib/src.zip",
                "jdk/legal/java.base/LICENSE",
                "coco",
                "jvm.options")) {
            write(name, "as released: " + name);
        }
    }

    @Test
    void listsEveryFileThatDecidesWhatRuns() throws IOException {
        var measured = installation.measure().items().stream()
                .map(item -> item.kind().word() + " " + item.name())
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        "jar coco-node.jar",
                        "library ratis.jar",
                        "native libx.so",
                        "jdk release",
                        "jdk lib/modules",
                        "jdk lib/server/libjvm.so",
                        "launcher coco",
                        "options jvm.options"),
                measured);
    }

    @Test
    void digestsAreThoseOfTheFiles() throws IOException {
        var text = "as released: coco".getBytes(StandardCharsets.UTF_8);
        var launcher = new Item(Kind.LAUNCHER, "coco", Digest.sha256(text));
        assertTrue(installation.measure().items().contains(launcher));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lib/coco-node.jar", "lib/ratis.jar", "lib/libx.so", "jdk/lib/modules", "coco", "jvm.options"})
    void oneChangedByteChangesTheMeasurement(String name) throws IOException {
        var before = installation.measure().digest();
        write(name, "as released: " + name + ".");
        assertNotEquals(before, installation.measure().digest());
    }

    @Test
    void sourcesAndLegalNoticesOfTheJdkDoNotCount() throws IOException {
        var before = installation.measure().digest();
        write("jdk/lib/src.zip", "other");
        write("jdk/legal/java.base/LICENSE", "other");
        assertEquals(before, installation.measure().digest());
    }

    @Test
    void nothingElseMayLieAmongTheLibraries() throws IOException {
        write("lib/agent.properties", "x");
        assertThrows(IOException.class, () -> installation.measure());
    }

    private void write(String name, String text) throws IOException {
        var file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
