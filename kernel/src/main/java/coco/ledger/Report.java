package coco.ledger;

import coco.crypto.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The verifier's judgement of a ledger.
 *
 * @param entries how many were read before the first one that breaks the chain
 * @param lastSigned the last entry whose signatures are sound: all up to it is proved
 * @param service the service's certificate as of then
 * @param problems in the order of the ledger; empty if and only if all of it is sound
 */
public record Report(
        long entries,
        long nodeSignatures,
        long serviceSignatures,
        long snapshots,
        Optional<TxId> lastSigned,
        Optional<Certificate> service,
        List<Problem> problems) {
    /**
     * Something that is wrong.
     *
     * @param file its name
     * @param offset in the file, in bytes
     * @param seqno of the entry, where the problem is one entry's
     */
    public record Problem(String file, long offset, Optional<Seqno> seqno, String reason) {
        @Override
        public String toString() {
            return file + ", offset " + offset
                    + seqno.map(value -> ", seqno " + value).orElse("") + ": " + reason;
        }
    }

    public Report {
        problems = List.copyOf(problems);
    }

    public boolean isSound() {
        return problems.isEmpty();
    }

    /** For people, in lines. */
    public String toText() {
        var text = new StringBuilder();
        text.append("entries read         %d%n".formatted(entries));
        text.append("node signatures      %d%n".formatted(nodeSignatures));
        text.append("service signatures   %d%n".formatted(serviceSignatures));
        text.append("snapshots            %d%n".formatted(snapshots));
        text.append("proved up to         %s%n"
                .formatted(lastSigned.map(TxId::toString).orElse("nothing")));
        service.ifPresent(certificate -> text.append(
                "service              %s%n".formatted(certificate.key().id())));
        for (var problem : problems) text.append("PROBLEM %s%n".formatted(problem));
        text.append(isSound() ? "sound" : "NOT SOUND").append(System.lineSeparator());
        return text.toString();
    }
}
