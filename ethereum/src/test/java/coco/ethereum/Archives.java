package coco.ethereum;

import coco.testdata.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** What of the shared data is compressed. */
final class Archives {
    private Archives() {}

    static InputStream decompressed(Path file) throws IOException {
        return new XZInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }

    /** One file of a tar.xz archive in {@code ethereum}. */
    static byte[] entry(String archive, String name) throws IOException {
        try (var in = new TarArchiveInputStream(
                decompressed(SharedData.folder("ethereum").resolve(archive)))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
                if (entry.getName().equals(name)) return in.readAllBytes();
        }
        throw new AssertionError("no " + name + " in " + archive);
    }
}
