package coco.evidence.file;

import coco.evidence.Endorsements;
import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Refusal;
import java.util.List;

/**
 * Evidence that was found in a file, and what else was there.
 *
 * @param format what the file turned out to be, in words for people
 * @param endorsements that came in the same file
 * @param refusals what does not fit between the parts of the file, which no verification of the evidence alone would find: the
 *     signature of a message that carries the evidence, the binding of a key; all have to be empty for the file to be accepted
 */
public record EvidenceFile(String format, Evidence evidence, Endorsements endorsements, List<Refusal> refusals) {
    /** Bytes of the longest file that is read. */
    public static final int SIZE_MAX = 4 << 20;

    public EvidenceFile {
        refusals = List.copyOf(refusals);
    }

    EvidenceFile(String format, Evidence evidence) {
        this(format, evidence, Endorsements.NONE, List.of());
    }

    EvidenceFile with(Endorsements more) throws MalformedException {
        return new EvidenceFile(format, evidence, endorsements.with(more), refusals);
    }

    EvidenceFile in(String envelope) {
        return new EvidenceFile(format + " in " + envelope, evidence, endorsements, refusals);
    }

    /** @throws MalformedException where there is no evidence of a known kind, or what there is cannot be read */
    public static EvidenceFile read(Octets file) throws MalformedException {
        if (file.size() > SIZE_MAX) throw new MalformedException("a file of " + file.size() + " bytes");
        return EvidenceFinder.find(file, 0);
    }
}
