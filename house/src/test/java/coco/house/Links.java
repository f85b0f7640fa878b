package coco.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The links of a Markdown file to other files of the tree, and to headings in them. */
final class Links {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.*?)\\s*$");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```\\s*$");

    private Links() {}

    /** One sentence a link that leads nowhere. */
    static List<String> broken(Path file) throws IOException {
        var found = new ArrayList<String>();
        var links = LINK.matcher(FENCE.matcher(Files.readString(file)).replaceAll(""));
        while (links.find()) {
            var link = links.group(1);
            if (link.matches("[a-z]+:.*")) continue;
            var hash = link.indexOf('#');
            var path = hash < 0 ? link : link.substring(0, hash);
            var target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
            if (!Files.exists(target)) {
                found.add(file.getFileName() + ": no file for the link " + link);
            } else if (hash >= 0 && !anchors(target).contains(link.substring(hash + 1))) {
                found.add(file.getFileName() + ": no heading for the link " + link);
            }
        }
        return found;
    }

    /** As GitHub makes them: lower case, spaces to hyphens, other signs dropped. */
    private static Set<String> anchors(Path file) throws IOException {
        var anchors = new HashSet<String>();
        if (!file.toString().endsWith(".md")) return anchors;
        HEADING.matcher(Files.readString(file))
                .results()
                .forEach(heading -> anchors.add(heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-')));
        return anchors;
    }
}
