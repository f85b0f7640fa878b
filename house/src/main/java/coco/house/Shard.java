package coco.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a long suite that is run for a commit, chosen by the commit's hash: nobody picks it, whoever runs the commit again runs
 * the same, and a few commits cover all.
 *
 * @param index from 0
 * @param count of parts
 */
record Shard(int index, int count) {
    private static final int DIGITS = 7;

    Shard {
        if (count < 1 || index < 0 || index >= count)
            throw new IllegalArgumentException("no part " + index + " of " + count);
    }

    /** The part of the commit that is checked out in {@code root}; the first part where no git repository is. */
    static Shard ofCommit(Path root, int count) throws IOException, InterruptedException {
        var git = new ProcessBuilder("git", "rev-parse", "HEAD")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var hash = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return git.waitFor() == 0 ? ofHash(hash, count) : new Shard(0, count);
    }

    /** @param hash in hexadecimal */
    static Shard ofHash(String hash, int count) {
        return new Shard(Integer.parseInt(hash.substring(0, DIGITS), 16) % count, count);
    }

    /** Every {@link #count}-th from {@link #index} on: each part has some of every file. */
    <T> List<T> of(List<T> all) {
        var part = new ArrayList<T>();
        for (var i = index; i < all.size(); i += count) part.add(all.get(i));
        return part;
    }

    @Override
    public String toString() {
        return "part " + (index + 1) + " of " + count;
    }
}
