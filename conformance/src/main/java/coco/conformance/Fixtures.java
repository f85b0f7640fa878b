package coco.conformance;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Files of a suite: alone, in folders, in archives, packed or not. What a file is its first bytes tell, not its name. Of an archive or a
 * folder only what begins like JSON is handed over.
 */
public final class Fixtures {
    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int TAR_AT = 257;
    private static final int HEAD = 512;

    /** Takes one file. */
    public interface Taker {
        void take(String name, byte[] content) throws IOException;
    }

    private Fixtures() {}

    /** Hands over every file under the path, in the order of their names or of the archive. */
    public static void each(Path path, Taker taker) throws IOException {
        if (!Files.exists(path)) throw new IOException("no such file or folder: " + path);
        if (Files.isRegularFile(path)) {
            one(path, true, taker);
            return;
        }
        try (var files = Files.walk(path)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) one(file, false, taker);
        }
    }

    /** @param asked whether the user named this very file: then it has to be one of a suite */
    private static void one(Path file, boolean asked, Taker taker) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            open(file.toString(), in, asked, taker);
        }
    }

    private static void open(String name, BufferedInputStream in, boolean asked, Taker taker) throws IOException {
        var head = head(in);
        if (startsWith(head, 0, XZ)) {
            open(name, new BufferedInputStream(new XZInputStream(in)), asked, taker);
        } else if (startsWith(head, 0, GZIP)) {
            open(name, new BufferedInputStream(new GZIPInputStream(in)), asked, taker);
        } else if (startsWith(head, TAR_AT, TAR)) {
            archive(in, taker);
        } else if (asked || isJson(head)) {
            taker.take(name, in.readAllBytes());
        }
    }

    private static void archive(InputStream in, Taker taker) throws IOException {
        var tar = new TarArchiveInputStream(in);
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (!entry.isFile()) continue;
            var content = tar.readAllBytes();
            if (isJson(content)) taker.take(entry.getName(), content);
        }
    }

    private static byte[] head(BufferedInputStream in) throws IOException {
        in.mark(HEAD);
        var head = in.readNBytes(HEAD);
        in.reset();
        return head;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] start) {
        return bytes.length >= at + start.length && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
    }

    private static boolean isJson(byte[] bytes) {
        for (var one : bytes) {
            if (one == ' ' || one == '\n' || one == '\r' || one == '\t') continue;
            return one == '{' || one == '[';
        }
        return false;
    }
}
