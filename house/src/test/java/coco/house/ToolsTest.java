package coco.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools of this room, on small trees of their own. */
class ToolsTest {
    private static final String FAULT = """
            A comment.
            id: one-fault
            file: crypto/src/main/java/A.java
            find:
                a();
                b();
            replace:
            test: crypto coco.crypto.ATest
            ---
            id: another
            file: crypto/src/main/java/A.java
            find: < 3
            replace: <= 3
            test: kernel coco.store.BTest#method
            """;

    @Test
    void faultsAreRead() {
        var faults = Fault.parse(FAULT);
        assertEquals(
                List.of("one-fault", "another"), faults.stream().map(Fault::id).toList());
        assertEquals("    a();\n    b();", faults.getFirst().find());
        assertEquals("", faults.getFirst().replace());
        assertEquals("kernel", faults.getLast().testRoom());
        assertEquals("coco.store.BTest#method", faults.getLast().testClass());
    }

    @Test
    void aFaultIsPlantedWhereItsTextStandsExactlyOnce() {
        var fault = Fault.parse(FAULT).getLast();
        assertEquals("i <= 3;", fault.plant("i < 3;"));
        assertThrows(IllegalArgumentException.class, () -> fault.plant("i < 4;"));
        assertThrows(IllegalArgumentException.class, () -> fault.plant("i < 3 && j < 3;"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id: one-fault", "test: crypto coco.crypto.ATest", "file: crypto/src/main/java/A.java"})
    void aFaultThatIsNotCompleteIsRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> Fault.parse(FAULT.replaceFirst(line, "")));
    }

    @Test
    void everyListOfFaultsInTheTreeIsInOrder() throws IOException {
        for (var fault : Faults.readAll(Tree.ROOT).keySet()) {
            fault.plant(Files.readString(Tree.ROOT.resolve(fault.file())));
            assertTrue(Files.isDirectory(Tree.ROOT.resolve(fault.testRoom())), fault::test);
        }
    }

    @Test
    void reportsAreAddedUp(@TempDir Path root) throws IOException {
        report(
                root,
                "crypto",
                "<testsuite xmlns:a=\"b\" name=\"A\" tests=\"7\" errors=\"1\" skipped=\"2\" failures=\"1\">");
        report(root, "kernel", "<testsuite name=\"B\" tests=\"5\" errors=\"0\" skipped=\"0\" failures=\"0\">");
        var tally = Tally.ofReports(root, "surefire-reports");
        assertEquals(new Tally(8, 2, 2), tally);
        assertEquals("8 passed, 2 failed, 2 skipped", tally.line());
        assertEquals(Tally.NONE, Tally.ofReports(root, "endtoend-reports"));
        Tally.deleteReports(root, "surefire-reports");
        assertEquals(Tally.NONE, Tally.ofReports(root, "surefire-reports"));
    }

    @Test
    void aReportThatCannotBeReadIsAFailure() {
        assertEquals(new Tally(0, 1, 0), Tally.ofReport("<?xml version=\"1.0\"?>"));
    }

    @Test
    void aStageThatFailsIsCounted(@TempDir Path root) throws IOException, InterruptedException {
        assertEquals(new Tally(1, 0, 0), Stages.run(root, stage("exit 0")).tally());
        assertEquals(new Tally(0, 1, 0), Stages.run(root, stage("exit 3")).tally());
        assertEquals(
                new Tally(4, 2, 0),
                Stages.run(root, stage("echo 4 passed, 2 failed; exit 1")).tally());
        assertEquals(
                new Tally(4, 1, 0),
                Stages.run(root, stage("echo 4 passed, 0 failed; exit 1")).tally());
    }

    @Test
    void whatFailedIsNamed(@TempDir Path root) throws IOException, InterruptedException {
        var stage =
                stage("echo CAUGHT a; echo 'MISSED   1.0 s  b'; echo 'seed 7: broke'; echo 1 passed, 2 failed; exit 1");
        assertEquals(
                List.of("MISSED   1.0 s  b", "seed 7: broke"),
                Stages.run(root, stage).failures());
        report(root, "crypto", """
                <testsuite name="coco.A" tests="3" errors="1" skipped="0" failures="1">
                <testcase name="good" classname="coco.A" time="0.1"/>
                <testcase name="bad" classname="coco.A" time="0.1"><failure message="no"/></testcase>
                <testcase name="worse" classname="coco.A" time="0.1"><error/></testcase>
                </testsuite>""");
        assertEquals(List.of("A.bad", "A.worse"), Tally.failuresOfReports(root, "surefire-reports"));
    }

    @Test
    void aCommitChoosesItsPartOfASuite() {
        var all = List.of(0, 1, 2, 3, 4, 5, 6);
        var seen = new ArrayList<Integer>();
        for (var hash : List.of("0000004f", "0000005f", "0000006f", "0000007f"))
            seen.addAll(Shard.ofHash(hash, 4).of(all));
        assertEquals(List.of(0, 4, 1, 5, 2, 6, 3), seen);
        assertThrows(IllegalArgumentException.class, () -> new Shard(4, 4));
    }

    @Test
    void budgetsKeepTheirPromise() {
        assertTrue(Stages.QUICK.stream().mapToInt(Stages.Stage::budgetMinutes).sum() <= 10);
        assertTrue(Stages.ALL.stream().mapToInt(Stages.Stage::budgetMinutes).sum() <= 50);
    }

    @Test
    void aStageRunsOnceWhatItNeedsIsThere(@TempDir Path root) throws IOException {
        var path = Stages.Need.path("sim/src/main");
        var tag = Stages.Need.tag("conformance");
        assertTrue(Stages.Need.NOTHING.isMet(root));
        assertFalse(path.isMet(root));
        assertFalse(tag.isMet(root));
        Files.createDirectories(root.resolve("sim/src/main"));
        var tests = Files.createDirectories(root.resolve("evm/src/test/java"));
        Files.writeString(tests.resolve("SuiteTest.java"), "@Tag(\"conformance\") class SuiteTest {}");
        assertTrue(path.isMet(root));
        assertTrue(tag.isMet(root));
    }

    @Test
    void oneDifferentByteInAJarIsFound(@TempDir Path root) throws IOException {
        var a = jar(root.resolve("a.jar"), "x");
        var same = jar(root.resolve("same.jar"), "x");
        var other = jar(root.resolve("other.jar"), "y");
        assertEquals(0, Reproducible.compare(Map.of("coco.jar", a), Map.of("coco.jar", same)));
        assertEquals(1, Reproducible.compare(Map.of("coco.jar", a), Map.of("coco.jar", other)));
        assertEquals(1, Reproducible.compare(Map.of("coco.jar", a), Map.of()));
    }

    private static Path jar(Path file, String content) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            var entry = new ZipEntry("file");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static Stages.Stage stage(String script) {
        return new Stages.Stage("sample", 1, Stages.Need.NOTHING, "", "sh", "-c", script);
    }

    private static void report(Path root, String room, String suite) throws IOException {
        var folder = Files.createDirectories(root.resolve(room).resolve("target/surefire-reports"));
        Files.writeString(
                folder.resolve("TEST-" + room + ".xml"), "<?xml version=\"1.0\"?>\n" + suite + "</testsuite>");
    }
}
