package coco.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cases that are left out, each with its reason: lines of a regular expression for the name, two spaces, the reason. */
public final class Skips {
    private record Line(Pattern name, String reason) {}

    private final List<Line> lines;

    private Skips(List<Line> lines) {
        this.lines = lines;
    }

    /** The list that is checked in beside {@code owner}, which is named {@code skips.txt}. */
    public static Skips of(Class<?> owner) {
        try (var in = owner.getResourceAsStream("skips.txt")) {
            if (in == null) throw new IllegalStateException("no skips.txt beside " + owner);
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Skips read(BufferedReader in) throws IOException {
        var lines = new ArrayList<Line>();
        for (var text = in.readLine(); text != null; text = in.readLine()) {
            if (text.isBlank() || text.startsWith("#")) continue;
            var gap = text.indexOf("  ");
            if (gap < 0) throw new IllegalStateException("a skip without a reason: " + text);
            lines.add(new Line(
                    Pattern.compile(text.substring(0, gap)), text.substring(gap).strip()));
        }
        return new Skips(List.copyOf(lines));
    }

    /** Why the case of that name is left out; null where it is not. */
    public @Nullable String reason(String name) {
        for (var line : lines) if (line.name.matcher(name).find()) return line.reason;
        return null;
    }
}
