package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.TeeKind;
import coco.evidence.file.EndorsementFile;
import coco.evidence.file.EvidenceFile;
import java.util.List;

/**
 * Evidence as it came from the TEE, byte for byte, so that it can be sent, kept in the ledger and verified again.
 *
 * @param evidence what {@link EvidenceFile} reads
 * @param endorsements what came beside it, each a file that {@link EndorsementFile} reads: a certificate or a list of revoked
 *     certificates in DER, a log of measured events
 */
public record Attestation(TeeKind tee, Bytes evidence, List<Bytes> endorsements) {
    public Attestation {
        endorsements = List.copyOf(endorsements);
    }

    /**
     * An attestation that can be read. Nothing else is known of it: it may be forged, or bound to something else.
     *
     * @param source who gave it, for the message
     */
    static Attestation of(TeeKind tee, Bytes evidence, List<Bytes> endorsements, String source)
            throws AttesterException {
        var attestation = new Attestation(tee, evidence, endorsements);
        try {
            var found = attestation.read().evidence().tee();
            if (found != tee) {
                throw new AttesterException(
                        Reason.MALFORMED, source + ": evidence of " + found.word() + ", not of " + tee.word());
            }
            return attestation;
        } catch (MalformedException e) {
            throw AttesterException.malformed(source, e);
        }
    }

    /** The evidence, with all endorsements. */
    public EvidenceFile read() throws MalformedException {
        var found = EvidenceFile.read(octets(evidence));
        var all = found.endorsements();
        for (var endorsement : endorsements) all = all.with(EndorsementFile.read(octets(endorsement)));
        return new EvidenceFile(found.format(), found.evidence(), all, found.refusals());
    }

    static Octets octets(Bytes bytes) {
        return Octets.of(bytes.unsafeArray());
    }

    static Bytes bytes(Octets octets) {
        return Bytes.unsafeWrap(octets.toArray());
    }
}
