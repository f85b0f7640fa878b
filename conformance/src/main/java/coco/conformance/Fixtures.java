package coco.evm.conformance;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Files of JSON: alone, in folders, in {@code .tar.xz} archives. */
final class Fixtures {
    /** Takes the bytes of one file. */
    interface Taker {
        void take(String name, byte[] json);
    }

    private Fixtures() {}

    /** Hands over every file under the path, in the order of their names or of the archive. */
    static void each(Path path, Taker taker) throws IOException {
        if (path.toString().endsWith(".tar.xz")) {
            try (var in = new BufferedInputStream(Files.newInputStream(path))) {
                eachInArchive(in, taker);
            }
            return;
        }
        try (var files = Files.walk(path)) {
            for (var file : files.sorted().toList())
                if (file.toString().endsWith(".json")) taker.take(file.toString(), Files.readAllBytes(file));
        }
    }

    private static void eachInArchive(InputStream archive, Taker taker) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
                if (entry.isFile() && entry.getName().endsWith(".json"))
                    taker.take(entry.getName(), tar.readAllBytes());
        }
    }
}
