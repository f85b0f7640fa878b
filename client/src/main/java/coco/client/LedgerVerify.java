package coco.client;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.MalformedException;
import coco.ledger.ChunkName;
import coco.ledger.LedgerVerifier;
import coco.ledger.Seqno;
import coco.ledger.SnapshotFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coco ledger verify}: judges a folder of ledger files, and the snapshots beside it. */
@Command(
        name = "verify",
        description = "Checks every entry and signature of a ledger, of Coco or of CCF. "
                + "Exit code 0 only if all of it is sound.",
        mixinStandardHelpOptions = true)
final class LedgerVerify implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The ledger folder, or the folder that holds \"ledger\".")
    private Path folder = Path.of("");

    @Option(names = "--snapshots", description = "The snapshots folder; by default the one beside the ledger folder.")
    private @Nullable Path snapshots;

    @Option(names = "--service-cert", description = "PEM of the service that the ledger must end with.")
    private @Nullable Path service;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, MalformedException {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var ledger = Files.isDirectory(folder.resolve("ledger")) ? folder.resolve("ledger") : folder;
        if (!Files.isDirectory(ledger)) throw new IOException("no such folder: " + ledger);
        var verifier = new LedgerVerifier();
        readFiles(ledger, verifier, out);
        readSnapshots(ledger, verifier);
        var report = verifier.report();
        out.print(report.toText());
        out.flush();
        var sound = report.isSound();
        if (service != null) {
            var expected = Certificate.ofPem(Files.readString(service)).key();
            var same =
                    report.service().map(found -> found.key().equals(expected)).orElse(false);
            out.println(same ? "the service is the expected one" : "NOT THE EXPECTED SERVICE");
            sound = sound && same;
        }
        return sound ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void readFiles(Path ledger, LedgerVerifier verifier, PrintWriter out)
            throws IOException, MalformedException {
        SortedMap<ChunkName, Path> files = new TreeMap<>();
        for (var path : list(ledger)) {
            var name = path.getFileName().toString();
            if (isLedgerFile(name)) files.put(ChunkName.parse(name), path);
            else out.println("left out: " + name);
        }
        for (var file : files.entrySet()) {
            if (isCovered(file.getKey(), verifier.next()))
                out.println("left out: " + file.getKey() + " (covered by another)");
            else verifier.file(file.getKey(), Bytes.unsafeWrap(Files.readAllBytes(file.getValue())));
        }
    }

    /** A leftover of a file that is there in its committed form. */
    private static boolean isCovered(ChunkName name, Seqno next) {
        return !name.committed() && name.first().compareTo(next) < 0;
    }

    private static boolean isLedgerFile(String name) {
        return name.startsWith("ledger_") && !name.endsWith(".recovery") && !name.endsWith(".ignored");
    }

    private void readSnapshots(Path ledger, LedgerVerifier verifier) throws IOException, MalformedException {
        var beside = snapshots != null ? snapshots : ledger.toAbsolutePath().resolveSibling("snapshots");
        if (!Files.isDirectory(beside)) {
            if (snapshots != null) throw new IOException("no such folder: " + snapshots);
            return;
        }
        for (var path : list(beside)) {
            var name = path.getFileName().toString();
            if (name.startsWith("snapshot_") && name.endsWith(".committed"))
                verifier.snapshot(SnapshotFile.Name.parse(name), Bytes.unsafeWrap(Files.readAllBytes(path)));
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
