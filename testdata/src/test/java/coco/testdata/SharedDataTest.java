package coco.testdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class SharedDataTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void thePropertyCountsBeforeTheVariable() {
        assertEquals(Path.of("a"), SharedData.data("a", "b", folder));
        assertEquals(Path.of("b"), SharedData.data(null, "b", folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository", "repository/module"})
    void unnamedItIsBesideTheRepository(String working) throws IOException {
        var module = Files.createDirectories(folder.resolve("repository/module"));
        Files.createFile(module.resolve("pom.xml"));
        Files.createFile(module.resolveSibling("pom.xml"));
        assertEquals(folder.resolve("shared/data"), SharedData.data(null, null, folder.resolve(working)));
    }

    @Test
    void whatIsThereIsGiven() {
        assertEquals(folder, SharedData.existing(folder, "true"));
        assertEquals(folder, SharedData.existing(folder, null));
    }

    @Test
    void whatIsMissingSkipsATestAndFailsItUnderCi() throws IOException {
        var missing = folder.resolve("missing");
        assertThrows(TestAbortedException.class, () -> SharedData.existing(missing, null));
        assertThrows(TestAbortedException.class, () -> SharedData.existing(missing, "false"));
        assertThrows(AssertionError.class, () -> SharedData.existing(missing, "true"));
        var file = Files.createFile(folder.resolve("file"));
        assertThrows(AssertionError.class, () -> SharedData.existing(file, "true"));
    }
}
