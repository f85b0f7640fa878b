package coco.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TidyTest {
    private static final int TEXT_SIZE_MAX = 2 << 20;
    private static final String STORE = "kernel/src/main/java/coco/store/A.java";
    private static final String TEST = "kernel/src/test/java/coco/store/ATest.java";

    @Test
    void theTreeIsTidy() throws IOException, InterruptedException {
        var found = new ArrayList<String>();
        var read = 0;
        for (var file : Tree.files()) {
            if (Files.size(file) > TEXT_SIZE_MAX) continue;
            try {
                found.addAll(Tidy.check(Tree.name(file), Files.readString(file)));
                read++;
            } catch (CharacterCodingException e) {
                assertTrue(!file.toString().endsWith(".java"), () -> file + " is not UTF-8");
            }
        }
        assertTrue(read > 20, "the files of the tree were found");
        assertEquals(List.of(), found);
    }

    /** Rule, file, text that breaks the rule, text that does not. */
    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of(
                        "wall-clock",
                        STORE,
                        "var t = System.currentTimeMillis();",
                        "// not System.currentTimeMillis()"),
                Arguments.of("wall-clock", STORE, "var t = Instant.now();", "var s = \"Instant.now()\";"),
                Arguments.of("wall-clock-local", STORE, "LocalDate.now()", "LocalDate.of(2026, 1, 1)"),
                Arguments.of("unseeded-random", TEST, "new Random()", "new Random(seed)"),
                Arguments.of("random", STORE, "int i = ThreadLocalRandom.current().nextInt();", "entropy.bytes(32)"),
                Arguments.of("sleep", STORE, "Thread.sleep(10);", "latch.await(10, SECONDS);"),
                Arguments.of(
                        "catch-all",
                        TEST,
                        "try { a(); } catch (Exception e) { b(); }",
                        "catch (IOException e) { b(); }"),
                Arguments.of(
                        "swallowed",
                        STORE,
                        "catch (IOException e) {\n // well\n }",
                        "catch (IOException e) { stop(e); }"),
                Arguments.of("print", STORE, "System.out.println(1);", "\"\"\"\nSystem.out.println(1);\n\"\"\""),
                Arguments.of("to-do", STORE, "// TO" + "DO later", "/** What it does. */"),
                Arguments.of("to-do-text", "docs/a.md", "FIX" + "ME", "done"),
                Arguments.of("lombok-or-mock", TEST, "import org.mockito.Mock;", "import coco.sim.SimLog;"),
                Arguments.of(
                        "machine-path",
                        "docs/a.md",
                        "see /" + "root/x",
                        "see ../shared/data or https://a.org/" + "work/x"),
                Arguments.of("machine-path", TEST, "Path.of(\"/" + "tmp/x\")", "Path.of(\"target/x\")"),
                Arguments.of(
                        "registry-host",
                        "pom.xml",
                        "https://repo1." + "maven.org/maven2",
                        "http://maven.apache.org/POM/4.0.0"),
                Arguments.of(
                        "lock-file-address",
                        "site/package-lock.json",
                        "\"resolved\": \"https\"",
                        "\"integrity\": \"sha\""),
                Arguments.of("tab", STORE, "\tint i;", "int i; // \t"),
                Arguments.of("file-length", STORE, "\n".repeat(501), "\n".repeat(500)),
                Arguments.of("line-length", STORE, "a".repeat(121), "a".repeat(120)),
                Arguments.of("line-length", STORE, "//" + "a".repeat(139), "//" + "a".repeat(138)),
                Arguments.of(
                        "suppression-without-reason",
                        STORE,
                        "@SuppressWarnings(\"x\")",
                        "// why\n@SuppressWarnings(\"x\")"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aPlantedSampleIsFound(String rule, String path, String bad, String good) {
        var found = Tidy.check(path, bad);
        assertTrue(found.stream().anyMatch(line -> line.contains("[" + rule + "]")), found::toString);
        assertEquals(List.of(), Tidy.check(path, good));
    }

    @Test
    void namesThatSayNothingAreFound() {
        for (var name : List.of("BytesUtil", "KeyManager", "TestHelper", "StoreImpl", "StringUtils")) {
            assertEquals(
                    1,
                    Tidy.check("kernel/src/main/java/coco/store/" + name + ".java", "")
                            .size(),
                    name);
        }
        assertEquals(
                1, Tidy.check("kernel/src/main/java/coco/store/util/A.java", "").size());
        assertEquals(List.of(), Tidy.check("kernel/src/main/java/coco/store/Utility.java", ""));
    }

    @Test
    void everyRuleHasASample() {
        var proven = new TreeSet<>(Set.of("empty-name"));
        samples().forEach(sample -> proven.add(String.valueOf(sample.get()[0])));
        assertEquals(Tidy.rules(), proven);
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException, InterruptedException {
        assertEquals(List.of(), undescribed(Tree.files()));
    }

    private static List<String> undescribed(List<Path> files) throws IOException {
        var folders = new TreeSet<Path>();
        for (var file : files) {
            var isCode = file.toString().endsWith(".java") && !file.endsWith("module-info.java");
            if (isCode && Tree.name(file).contains("/src/main/java/"))
                folders.add(file.resolveSibling("package-info.java"));
        }
        var found = new ArrayList<String>();
        for (var info : folders) {
            if (!Files.exists(info) || !PackageInfo.isGood(Files.readString(info))) found.add(Tree.name(info));
        }
        return found;
    }

    @Test
    void aPackageWithoutAParagraphIsFound() {
        var good =
                "/**\n * The replicated store: an immutable tree of versions.\n */\n@NullMarked\npackage coco.store;";
        assertTrue(PackageInfo.isGood(good));
        assertTrue(!PackageInfo.isGood(good.replace("@NullMarked\n", "")));
        assertTrue(!PackageInfo.isGood("@NullMarked package coco.store;"));
        assertTrue(!PackageInfo.isGood("/** Store. */ @NullMarked package coco.store;"));
    }

    /** A package-info is a paragraph to start from, and marks the package for the null checker. */
    private static final class PackageInfo {
        private static final int TEXT_SIZE_MIN = 40;

        static boolean isGood(String text) {
            var source = Source.of(text);
            var words = source.comments().replaceAll("[/*\\s]+", " ").strip();
            return source.code().contains("NullMarked") && words.length() >= TEXT_SIZE_MIN;
        }
    }
}
