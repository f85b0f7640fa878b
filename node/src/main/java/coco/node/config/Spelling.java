package coco.node.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds what a mistyped word was meant to be. */
final class Spelling {
    private static final int LENGTH_MAX = 64;

    private Spelling() {}

    /** The word that differs from {@code typed} least, if it is in less than half of its letters and in three at the most. */
    static @Nullable String nearest(String typed, Collection<String> words) {
        if (typed.length() > LENGTH_MAX) return null;
        String nearest = null;
        var least = Math.min(4, (typed.length() + 1) / 2);
        for (var word : words) {
            var distance = distance(typed, word);
            if (distance < least) {
                least = distance;
                nearest = word;
            }
        }
        return nearest;
    }

    /** How many letters are put in, left out or changed (Levenshtein). */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (var j = 0; j < row.length; j++) row[j] = j;
        for (var i = 1; i <= a.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.length; j++) {
                var change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
