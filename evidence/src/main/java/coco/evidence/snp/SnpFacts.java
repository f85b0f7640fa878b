package coco.evidence.snp;

import coco.evidence.Octets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** What a report says, for people. */
final class SnpFacts {
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();

    private SnpFacts() {}

    static SequencedMap<String, String> of(
            SnpReport report, Optional<ProcessorLine> line, Optional<ChipCertificate> certificate) {
        var facts = new SnpFacts();
        facts.add("version", report.version());
        line.ifPresent(known -> facts.add("product", known.word()));
        if (report.version() >= 3) facts.add("processor", report.processor());
        facts.add("signing-key", report.keyInfo().signingKey());
        certificate.filter(some -> !some.cloud().isEmpty()).ifPresent(vlek -> facts.add("cloud", vlek.cloud()));
        facts.add("vmpl", report.privilegeLevel());
        facts.add("policy", Long.toHexString(report.policy().bits()));
        facts.add("platform-info", Long.toHexString(report.platform().bits()));
        facts.add("guest-svn", report.guestSvn());
        facts.add("family-id", report.familyId());
        facts.add("image-id", report.imageId());
        facts.add("report-id", report.reportId());
        facts.add("migration-agent", report.reportIdMa());
        facts.addTcb("reported-tcb", line, report.reportedTcb());
        facts.addTcb("current-tcb", line, report.currentTcb());
        facts.addTcb("committed-tcb", line, report.committedTcb());
        facts.addTcb("launch-tcb", line, report.launchTcb());
        facts.add("current-firmware", report.currentFirmware());
        facts.add("committed-firmware", report.committedFirmware());
        if (report.version() >= 5) {
            facts.add("launch-mitigations", Long.toHexString(report.launchMitigations()));
            facts.add("current-mitigations", Long.toHexString(report.currentMitigations()));
        }
        return facts.facts;
    }

    private void add(String name, Object value) {
        facts.put(name, value.toString());
    }

    private void addTcb(String name, Optional<ProcessorLine> line, Octets tcb) {
        add(name, line.map(known -> known.components(tcb).toString()).orElseGet(tcb::toHex));
    }
}
