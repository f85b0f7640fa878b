package coco.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    /** SHA-256 of the licence text as the Apache Software Foundation publishes it. */
    private static final String APACHE_2 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30";

    private static final Pattern UNRELEASED = Pattern.compile("(?m)^## \\[Unreleased]$");

    @Test
    void everyLinkLeadsSomewhere() throws IOException, InterruptedException {
        var found = new ArrayList<String>();
        var documents = 0;
        for (var file : Tree.files()) {
            if (!file.toString().endsWith(".md")) continue;
            documents++;
            found.addAll(Links.broken(file));
        }
        assertTrue(documents > 0, "there are documents");
        assertEquals(List.of(), found);
    }

    @Test
    void aLinkThatLeadsNowhereIsFound(@TempDir Path folder) throws IOException {
        var other = folder.resolve("b.md");
        Files.writeString(other, "# One, two: three\n");
        var file = folder.resolve("a.md");
        Files.writeString(file, "# Top\n[a](b.md#one-two-three) [b](#top) [c](https://x.org/y)\n```\n[d](e.md)\n```\n");
        assertEquals(List.of(), Links.broken(file));
        Files.writeString(file, "[a](c.md) [b](b.md#four) [c](#top)");
        assertEquals(3, Links.broken(file).size());
    }

    @Test
    void licenceIsTheWholeTextAndChangesAreWrittenDown() throws IOException {
        var licence = Files.readAllBytes(Tree.ROOT.resolve("LICENSE"));
        assertEquals(APACHE_2, Digest.sha256(licence).toHex());
        assertTrue(Files.exists(Tree.ROOT.resolve("NOTICE")));
        var changes = Files.readString(Tree.ROOT.resolve("CHANGELOG.md"));
        assertTrue(UNRELEASED.matcher(changes).find(), "CHANGELOG.md has a section [Unreleased]");
    }

    @Test
    void architectureStaysShort() throws IOException {
        try (var lines = Files.lines(Tree.ROOT.resolve("ARCHITECTURE.md"))) {
            assertTrue(lines.count() <= 300, "ARCHITECTURE.md has at most 300 lines");
        }
    }
}
