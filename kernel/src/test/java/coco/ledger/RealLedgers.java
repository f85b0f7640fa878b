package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.testdata.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files of real CCF services. */
final class RealLedgers {
    private RealLedgers() {}

    static Path folder(String service) {
        return SharedData.folder("ccf-ledgers").resolve(service);
    }

    static SortedMap<ChunkName, Bytes> files(String service) {
        var files = new TreeMap<ChunkName, Bytes>();
        try {
            for (var file : list(folder(service).resolve("ledger")))
                files.put(ChunkName.parse(file.getKey()), file.getValue());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
        return files;
    }

    static SortedMap<String, Bytes> snapshots(String service) {
        var snapshots = new TreeMap<String, Bytes>();
        for (var file : list(folder(service).resolve("snapshots")))
            if (file.getKey().endsWith(".committed")) snapshots.put(file.getKey(), file.getValue());
        return snapshots;
    }

    private static List<Map.Entry<String, Bytes>> list(Path folder) {
        try (var paths = Files.list(folder)) {
            return paths.sorted()
                    .map(path -> Map.entry(path.getFileName().toString(), read(path)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes read(Path path) {
        try {
            return Bytes.unsafeWrap(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
