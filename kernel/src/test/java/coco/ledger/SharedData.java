package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Real CCF services beside the repository; where the folder is missing, tests are skipped, under CI they fail. */
final class SharedData {
    private SharedData() {}

    static Path ccfLedgers() {
        var configured = Optional.ofNullable(System.getProperty("COCO_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("COCO_SHARED_DATA")));
        var folder = configured
                .map(Path::of)
                .orElse(Path.of("..", "..", "shared", "data"))
                .resolve("ccf-ledgers");
        if (Files.isDirectory(folder)) return folder;
        var message = "no shared data at " + folder + "; set COCO_SHARED_DATA";
        if ("true".equals(System.getenv("CI"))) Assertions.fail(message);
        Assumptions.abort(message);
        return folder;
    }

    static SortedMap<ChunkName, Bytes> files(String service) {
        var files = new TreeMap<ChunkName, Bytes>();
        try {
            for (var file : list(ccfLedgers().resolve(service).resolve("ledger")))
                files.put(ChunkName.parse(file.getKey()), file.getValue());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
        return files;
    }

    static SortedMap<String, Bytes> snapshots(String service) {
        var snapshots = new TreeMap<String, Bytes>();
        for (var file : list(ccfLedgers().resolve(service).resolve("snapshots")))
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
