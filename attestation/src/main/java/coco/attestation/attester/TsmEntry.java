package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One folder for one question to the kernel, which fills it with files when it is made. Owner: who made it, and closes it. */
final class TsmEntry implements AutoCloseable {
    /** Folders that others may have left under our names before that is an error. */
    static final int NAMES_MAX = 16;

    private static final AtomicLong MADE = new AtomicLong();

    private final Path folder;

    private TsmEntry(Path folder) {
        this.folder = folder;
    }

    static TsmEntry make(Path reports) throws AttesterException {
        for (var i = 0; i < NAMES_MAX; i++) {
            var made = make(reports, "coco-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet());
            if (made.isPresent()) return made.get();
        }
        throw new AttesterException(Reason.REFUSED, reports + ": " + NAMES_MAX + " folders were there before");
    }

    /** Nothing where the name is taken: by a process of this number that was ended, or that runs in another container. */
    private static Optional<TsmEntry> make(Path reports, String name) throws AttesterException {
        try {
            return Optional.of(new TsmEntry(Files.createDirectory(reports.resolve(name))));
        } catch (FileAlreadyExistsException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw SmallFile.refused(reports.resolve(name), e);
        }
    }

    boolean has(String attribute) {
        return Files.exists(folder.resolve(attribute));
    }

    Bytes read(String attribute, int sizeMax) throws AttesterException {
        return SmallFile.read(folder.resolve(attribute), sizeMax);
    }

    String line(String attribute) throws AttesterException {
        return SmallFile.line(folder.resolve(attribute));
    }

    void write(String attribute, Bytes content) throws AttesterException {
        SmallFile.write(folder.resolve(attribute), content);
    }

    /** How often somebody wrote to this folder. */
    long generation() throws AttesterException {
        var text = line("generation");
        if (text.matches("\\d{1,18}")) return Long.parseLong(text);
        throw new AttesterException(Reason.MALFORMED, folder.resolve("generation") + ": no number: " + text);
    }

    @Override
    public void close() throws AttesterException {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw SmallFile.refused(folder, e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
