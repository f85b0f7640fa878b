package coco.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrowsTest {
    @Test
    void roomsUseOnlyWhatTheTableAllows() throws IOException {
        var built = new ArrayList<Path>();
        for (var module : Tree.modules()) {
            if (!Files.isDirectory(module.resolve("src/main/java"))) continue;
            var classes = module.resolve("target/classes");
            assertTrue(Files.isDirectory(classes), () -> "build " + module.getFileName() + " first");
            built.add(classes);
        }
        var classes = new ClassFileImporter().importPaths(built);
        assertTrue(classes.size() > 10, "the rooms' classes were found");
        assertEquals(List.of(), Arrows.violations(classes));
    }

    @Test
    void everyModuleHoldsItsOwnRoomsOnly() throws IOException {
        var strays = new ArrayList<String>();
        for (var module : Tree.modules()) {
            var packages = module.resolve("src/main/java/coco");
            if (!Files.isDirectory(packages)) continue;
            var rooms = Arrows.roomsOf(module.getFileName().toString());
            try (var children = Files.newDirectoryStream(packages)) {
                for (var child : children) {
                    if (!rooms.contains(child.getFileName().toString())) strays.add(Tree.name(child));
                }
            }
        }
        assertEquals(List.of(), strays);
    }

    /** A class of one room with a field of a type of somewhere else, and what the message has to name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crypto   | coco.evm.Hash               | arrow crypto -> []",
                "evm      | coco.crypto.Digest          | arrow evm -> []",
                "store    | coco.attestation.Measurement| arrow store -> [crypto]",
                "nowhere  | java.lang.String            | in no room of the table",
                "replica  | java.nio.file.Path          | the kernel does no I/O",
                "store    | java.net.Socket             | the kernel does no I/O",
                "ledger   | java.io.File                | the kernel does no I/O",
                "replica  | java.lang.Thread            | no thread, no clock",
                "replica  | java.util.concurrent.locks.Lock | no thread, no clock",
                "evm      | coco.testdata.SharedData    | arrow evm -> []",
                "evidence | org.junit.jupiter.api.Test  | not open to evidence",
                "store    | com.tngtech.archunit.core.domain.JavaClass | not open to store",
            })
    void aPlantedArrowIsFound(String room, String type, String rule, @TempDir Path folder) throws IOException {
        var violations = violations(room, type, folder);
        assertEquals(1, violations.size(), violations::toString);
        assertTrue(violations.getFirst().contains(rule), violations::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "attestation,coco.crypto.Digest",
        "store,coco.crypto.Bytes[]",
        "store,java.util.concurrent.atomic.AtomicLong",
        "governance,java.net.URI",
        "node,java.nio.file.Path"
    })
    void anAllowedArrowIsNot(String room, String type, @TempDir Path folder) throws IOException {
        assertEquals(List.of(), violations(room, type, folder));
    }

    private static List<String> violations(String room, String type, Path folder) throws IOException {
        var source = folder.resolve("Planted.java");
        Files.writeString(source, "package coco." + room + "; class Planted { " + type + " field; }");
        var classes = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        for (var module : Tree.modules())
            classes.add(module.resolve("target/classes").toString());
        var exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        String.join(File.pathSeparator, classes),
                        "-d",
                        folder.resolve("out").toString(),
                        source.toString());
        assertEquals(0, exit, "the planted class compiles");
        return Arrows.violations(new ClassFileImporter().importPaths(folder.resolve("out")));
    }
}
