package coco.client.replay;

import coco.ethereum.replay.ReplayBlock;
import coco.ethereum.replay.ReplayException;
import coco.ethereum.replay.ReplayReader;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import org.tukaani.xz.XZInputStream;

/**
 * The blocks of some files, one after the other: each is a folder with {@code blocks.jsonl}, or such a file of any name, with
 * {@code codes.json} and {@code block-hashes.json} beside it; each of them plain, or compressed with {@code .xz} at the end of its name.
 */
final class ReplayFiles {
    private static final String COMPRESSED = ".xz";

    private final List<Path> files;

    ReplayFiles(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** Takes a block. */
    interface Taker {
        void take(ReplayBlock block) throws IOException, ReplayException, InterruptedException;
    }

    /** Hands over all blocks whose numbers are wanted; fails where there is none. */
    void each(LongPredicate wanted, Taker taker) throws IOException, ReplayException, InterruptedException {
        var any = false;
        for (var file : files) any |= each(file, wanted, taker);
        if (!any) throw new ReplayException("none of the blocks asked for is in the files");
    }

    private static boolean each(Path file, LongPredicate wanted, Taker taker)
            throws IOException, ReplayException, InterruptedException {
        var blocks = Files.isDirectory(file) ? find(file, "blocks.jsonl") : file;
        var folder = blocks.toAbsolutePath().getParent();
        if (!Files.isRegularFile(blocks) || folder == null) throw new IOException("no such file: " + blocks);
        try (var lines = new BufferedReader(new InputStreamReader(open(blocks), StandardCharsets.UTF_8))) {
            var reader =
                    new ReplayReader(lines, open(find(folder, "codes.json")), open(find(folder, "block-hashes.json")));
            var block = reader.next(wanted);
            var any = block != null;
            for (; block != null; block = reader.next(wanted)) taker.take(block);
            return any;
        } catch (ReplayException e) {
            throw new ReplayException(blocks + ": " + e.getMessage(), e);
        }
    }

    private static Path find(Path folder, String name) throws IOException {
        for (var candidate : List.of(folder.resolve(name), folder.resolve(name + COMPRESSED)))
            if (Files.isRegularFile(candidate)) return candidate;
        throw new IOException("neither " + name + " nor " + name + COMPRESSED + " is in " + folder);
    }

    private static InputStream open(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(COMPRESSED) ? new XZInputStream(in) : in;
    }
}
