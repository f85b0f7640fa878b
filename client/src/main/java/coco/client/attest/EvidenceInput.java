package coco.client.attest;

import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.file.EndorsementFile;
import coco.evidence.file.EvidenceFile;
import coco.evidence.file.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the files that a user names. A file that cannot be read is named in the error. */
final class EvidenceInput {
    private EvidenceInput() {}

    static Octets read(Path file) throws IOException, MalformedException {
        if (Files.size(file) > EvidenceFile.SIZE_MAX) {
            throw new MalformedException(
                    file + " has " + Files.size(file) + " bytes; at most " + EvidenceFile.SIZE_MAX + " are read");
        }
        return Octets.of(Files.readAllBytes(file));
    }

    static Policy policy(Path file) throws IOException, MalformedException {
        try {
            return PolicyFile.parse(read(file));
        } catch (MalformedException e) {
            throw in(file, e);
        }
    }

    /** Endorsements of files; of a folder, those of every file in it. */
    static Endorsements endorsements(List<Path> paths) throws IOException, MalformedException {
        var all = Endorsements.NONE;
        for (var path : paths) {
            for (var file : filesOf(path)) all = with(all, file);
        }
        return all;
    }

    private static Endorsements with(Endorsements some, Path file) throws IOException, MalformedException {
        try {
            return some.with(EndorsementFile.read(read(file)));
        } catch (MalformedException e) {
            throw in(file, e);
        }
    }

    private static MalformedException in(Path file, MalformedException e) {
        return new MalformedException(e.reason(), file + ": " + e.getMessage());
    }

    private static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) return List.of(path);
        try (var files = Files.list(path)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
