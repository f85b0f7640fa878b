package coco.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What must not stand in a file of the tree, each with what to do instead. */
final class Tidy {
    /** Lines; beyond that a file holds two things. */
    static final int FILE_LINES_MAX = 500;

    /** Columns of a line of code; one with a string literal may be longer. */
    static final int LINE_COLUMNS_MAX = 120;

    /** Columns of a line of comment, which the formatter does not break. */
    static final int COMMENT_COLUMNS_MAX = 140;

    /** Rule -> files that may break it. Every entry needs a reason in a comment. */
    private static final Map<String, Set<String>> EXEMPT = Map.of(
            // The sandbox talks to a person.
            "print",
            Set.of("node/src/main/java/coco/node/Sandbox.java", "node/src/main/java/coco/node/SandboxEthereum.java"),
            // Where the host's clock comes in.
            "wall-clock",
            Set.of("node/src/main/java/coco/node/Sandbox.java"),
            "wall-clock-local",
            Set.of(
                    "node/src/main/java/coco/node/NodeProcess.java",
                    // A user asks whether evidence is good now.
                    "client/src/main/java/coco/client/attest/AttestVerify.java"),
            // What calls a function of the C library declares to throw anything; it throws nothing.
            "catch-all",
            Set.of("attestation/src/main/java/coco/attestation/attester/NsmDevice.java"),
            // The one exception that a decoder may throw is what the test waits for.
            "swallowed",
            Set.of("records/src/test/java/coco/records/RecordsRequestTest.java"),
            // Raft is one protocol; its roles share their state.
            "file-length",
            Set.of("sim/src/main/java/coco/sim/SimRaft.java"));

    private static final String CLOCK = "the clock comes in through the port in coco.spi (in tools: System.nanoTime)";
    private static final String ENTROPY = "entropy comes in through the port in coco.spi; tests name their seed";

    private static final Predicate<String> JAVA = path -> path.endsWith(".java");
    private static final Predicate<String> MAIN = JAVA.and(path -> path.contains("/src/main/"));
    private static final Predicate<String> LIBRARY =
            MAIN.and(path -> !path.matches("(client|sim|bench|conformance|house)/.*") && !path.endsWith("/Main.java"));

    /** Which part of a Java file is looked at; other files are looked at whole. */
    private enum Part {
        CODE,
        COMMENTS,
        WHOLE
    }

    /** One rule: a pattern that must not be found. */
    private record Ban(String name, Predicate<String> files, Part part, Pattern pattern, String instead) {
        Ban(String name, Predicate<String> files, Part part, String pattern, String instead) {
            this(name, files, part, Pattern.compile(pattern), instead);
        }
    }

    private static final List<Ban> BANS = List.of(
            new Ban(
                    "wall-clock",
                    MAIN,
                    Part.CODE,
                    "\\bSystem\\s*\\.\\s*currentTimeMillis|\\bInstant\\s*\\.\\s*now\\b",
                    CLOCK),
            new Ban(
                    "wall-clock-local",
                    MAIN,
                    Part.CODE,
                    "\\b(LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\s*\\.\\s*now\\b|\\bClock\\s*\\.\\s*system",
                    CLOCK),
            new Ban(
                    "unseeded-random",
                    JAVA,
                    Part.CODE,
                    "\\bnew\\s+Random\\s*\\(\\s*\\)|\\bMath\\s*\\.\\s*random\\b",
                    ENTROPY),
            new Ban("random", MAIN, Part.CODE, "\\bnew\\s+Random\\b|\\bThreadLocalRandom\\b", ENTROPY),
            new Ban(
                    "sleep",
                    MAIN,
                    Part.CODE,
                    "\\bThread\\s*\\.\\s*sleep\\b",
                    "wait for the event itself, with a deadline"),
            new Ban(
                    "catch-all",
                    JAVA,
                    Part.CODE,
                    "\\bcatch\\s*\\(\\s*(final\\s+)?(Exception|Throwable)\\b",
                    "catch what this call throws; the rest stops the node"),
            new Ban(
                    "swallowed",
                    JAVA,
                    Part.CODE,
                    "\\bcatch\\s*\\([^)]*\\)\\s*\\{\\s*\\}",
                    "handle it, or let it pass: an empty catch hides a fault"),
            new Ban(
                    "print",
                    LIBRARY,
                    Part.CODE,
                    "\\bSystem\\s*\\.\\s*(out|err)\\b|\\bprintStackTrace\\b",
                    "give the value back, or log in node/"),
            new Ban("to-do", JAVA, Part.COMMENTS, "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b", "do it, or open an issue"),
            new Ban("to-do-text", JAVA.negate(), Part.WHOLE, "\\b(TO" + "DO|FIX" + "ME)\\b", "do it, or open an issue"),
            new Ban(
                    "lombok-or-mock",
                    JAVA,
                    Part.CODE,
                    "\\bimport\\s+(static\\s+)?(lombok|org\\.mockito|org\\.easymock)\\b",
                    "records; strict fakes"),
            new Ban(
                    "machine-path",
                    path -> true,
                    Part.WHOLE,
                    "(?<![\\w.~*/-])/(root|work|tmp|home/[a-z]+)/[\\w.]",
                    "a path relative to the tree, or a temporary folder asked for"),
            new Ban(
                    "registry-host",
                    path -> true,
                    Part.WHOLE,
                    "repo1?\\.maven\\.(apache\\.)?org|registry\\.(npmjs|yarnpkg)\\.|pypi\\.org|pythonhosted\\.org|static\\.crates\\.io",
                    "the user's own settings decide where packages come from"),
            new Ban(
                    "lock-file-address",
                    path -> path.matches("(.*/)?(package-lock\\.json|npm-shrinkwrap\\.json|yarn\\.lock)"),
                    Part.WHOLE,
                    "\"?resolved\"?:? ",
                    "omit addresses: npm config omit-lockfile-registry-resolved=true"),
            new Ban("tab", JAVA, Part.CODE, "\t", "spaces"));

    private static final Pattern EMPTY_NAME = Pattern.compile(
            "(.*(Utils?|Managers?|Helpers?|Impl)(Test)?)\\.java|(common|utils?|impl|api|helpers?|misc)");

    private Tidy() {}

    /** One sentence a violation: {@code path:line: [rule] what to do instead}. */
    static List<String> check(String path, String text) {
        var found = new ArrayList<String>();
        var source = JAVA.test(path) ? Source.of(text) : new Source(text, text);
        for (var ban : BANS) {
            if (!ban.files().test(path) || isExempt(ban.name(), path)) continue;
            var part =
                    switch (ban.part()) {
                        case CODE -> source.code();
                        case COMMENTS -> source.comments();
                        case WHOLE -> text;
                    };
            var match = ban.pattern().matcher(part);
            while (match.find()) found.add(says(path, lineOf(part, match.start()), ban.name(), ban.instead()));
        }
        if (JAVA.test(path)) {
            checkSize(path, text, source, found);
            checkSuppressions(path, text, source, found);
        }
        checkName(path, found);
        return found;
    }

    /** Names of the rules that {@link #check} knows. */
    static Set<String> rules() {
        var names = new TreeSet<>(Set.of("file-length", "line-length", "suppression-without-reason", "empty-name"));
        BANS.forEach(ban -> names.add(ban.name()));
        return names;
    }

    private static void checkSize(String path, String text, Source source, List<String> found) {
        var code = source.code().lines().toList();
        var lines = text.lines().toList();
        if (lines.size() > FILE_LINES_MAX && !isExempt("file-length", path)) {
            found.add(says(path, lines.size(), "file-length", "divide it: at most " + FILE_LINES_MAX + " lines"));
        }
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var max = code.get(i).isBlank() ? COMMENT_COLUMNS_MAX : LINE_COLUMNS_MAX;
            if (line.length() > max && line.indexOf('"') < 0 && !line.startsWith("import ")) {
                found.add(says(path, i + 1, "line-length", "at most " + max + " columns"));
            }
        }
    }

    /** The reason stands in a {@code //} comment on the same line or on the one before. */
    private static void checkSuppressions(String path, String text, Source source, List<String> found) {
        var code = source.code().lines().toList();
        var lines = text.lines().toList();
        for (var i = 0; i < code.size(); i++) {
            if (!code.get(i).contains("@SuppressWarnings")) continue;
            var before = i == 0 ? "" : lines.get(i - 1).strip();
            if (lines.get(i).contains("//") || before.startsWith("//")) continue;
            found.add(says(path, i + 1, "suppression-without-reason", "say why in a // comment beside it"));
        }
    }

    private static void checkName(String path, List<String> found) {
        if (!JAVA.test(path)) return;
        for (var part : path.split("/", -1)) {
            if (EMPTY_NAME.matcher(part).matches() && !isExempt("empty-name", path)) {
                found.add(says(path, 1, "empty-name", "name what it is or does, not " + part));
            }
        }
    }

    private static boolean isExempt(String rule, String path) {
        return EXEMPT.getOrDefault(rule, Set.of()).contains(path);
    }

    private static int lineOf(String text, int at) {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    private static String says(String path, int line, String rule, String instead) {
        return path + ":" + line + ": [" + rule + "] " + instead;
    }
}
