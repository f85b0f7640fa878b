package coco.evidence.azure;

import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Findings;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.azure.VtpmEvidence.Hardware;
import coco.evidence.dcap.QuoteVerification;
import coco.evidence.snp.SnpVerification;
import coco.evidence.tpm.TpmVerification;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * Is a virtual TPM's quote from a machine that hardware vouches for? The hardware's report is genuine and carries the hash of
 * the runtime claims; the key in those signed the quote. Whoever accepts this trusts Microsoft's paravisor, which is what
 * the hardware measured, and by way of it the virtual TPM.
 */
public final class VtpmVerification {
    private VtpmVerification() {}

    public static Findings examine(VtpmEvidence evidence, Case about) {
        var examination = about.examination();
        var hardware =
                switch (evidence.hardware()) {
                    case Hardware.Snp(var report) -> SnpVerification.examine(report, evidence.tee(), about);
                    case Hardware.Tdx(var quote) -> QuoteVerification.examine(quote, about);
                };
        var vouched = hardware.claims().reportData();
        examination.require(
                evidence.report().isVouchedBy(vouched),
                Reason.KEY_BINDING,
                "the hardware reports " + vouched + ", which is not the hash of the runtime claims");
        var quoted = TpmVerification.registers(
                evidence.quote(), evidence.runtime().key().key(), examination);
        var registers = new LinkedHashMap<>(hardware.claims().registers());
        registers.putAll(quoted);
        return examination.findings(claims(evidence, hardware.claims(), registers), hardware.tcb());
    }

    private static Claims claims(VtpmEvidence evidence, Claims hardware, SequencedMap<String, Octets> registers) {
        var attest = evidence.quote().attest();
        var features = new TreeSet<>(hardware.features());
        if (evidence.runtime().secureBoot()) features.add("secure-boot");
        var facts = new LinkedHashMap<>(hardware.facts());
        facts.putAll(evidence.runtime().facts());
        facts.putAll(TpmVerification.facts(attest));
        return Claims.of(evidence.tee(), registers, attest.extraData())
                .withSigners(hardware.signers())
                .withDebug(hardware.debug())
                .withHostData(hardware.hostData())
                .withMachines(hardware.machines())
                .withFeatures(features)
                .withFacts(facts);
    }
}
