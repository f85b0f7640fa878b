package coco.evidence.vbs;

import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.tpm.BootReading;
import coco.evidence.tpm.EfiVariable;
import coco.evidence.tpm.Event;
import coco.evidence.tpm.EventLogReplay;
import coco.evidence.tpm.MeasuredEvents;
import coco.evidence.tpm.SipaTag;
import coco.evidence.tpm.WindowsBoot;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Whether a boot log, held against quoted PCRs, shows a Windows whose secure kernel may be believed.
 *
 * @param registers the PCRs that were compared
 */
record MeasuredWindows(SequencedMap<String, Octets> registers, BootReading boot, WindowsBoot windows) {
    private static final int SECURE_BOOT = 7;
    private static final int LAST_OF_BOOT = 14;

    /** Notes what is wrong with the boot; none where the log is not that of the quoted PCRs. */
    static Optional<MeasuredWindows> examine(SequencedMap<String, Octets> quoted, Octets log, Examination examination) {
        var registers = ofBoot(quoted);
        if (!isEnough(registers, examination)) return Optional.empty();
        return EventLogReplay.check(registers, log, examination)
                .flatMap(events -> read(registers, events, examination));
    }

    private static SequencedMap<String, Octets> ofBoot(SequencedMap<String, Octets> quoted) {
        var registers = new LinkedHashMap<String, Octets>();
        for (var number = 0; number <= LAST_OF_BOOT; number++) {
            var name = "pcr" + number;
            if (quoted.containsKey(name)) registers.put(name, quoted.get(name));
        }
        return registers;
    }

    private static boolean isEnough(SequencedMap<String, Octets> registers, Examination examination) {
        var sha1 = registers.values().stream().anyMatch(value -> value.size() == Hash.SHA_1.size());
        return examination.require(!sha1, Reason.UNSUPPORTED, "a boot that was measured with SHA-1")
                && examination.require(
                        registers.containsKey("pcr7") && registers.containsKey("pcr12"),
                        Reason.REGISTERS,
                        "PCR 7 and 12 have to be quoted, not only " + registers.keySet());
    }

    private static Optional<MeasuredWindows> read(
            SequencedMap<String, Octets> registers, MeasuredEvents events, Examination examination) {
        try {
            var boot = new MeasuredWindows(registers, BootReading.of(events), WindowsBoot.of(events));
            boot.judge(events, examination);
            return Optional.of(boot);
        } catch (MalformedException e) {
            examination.refuse(e);
            return Optional.empty();
        }
    }

    private void judge(MeasuredEvents events, Examination examination) {
        demand(boot.secureBoot().orElse(false), "Secure Boot is not shown to be on", examination);
        var authorities = events.afterSeparator(SECURE_BOOT);
        demand(
                !authorities.isEmpty() && authorities.stream().allMatch(event -> isWindowsAuthority(event, events)),
                "something was started by another authority than that of Windows",
                examination);
        demand(windows.isAlways(SipaTag.CODE_INTEGRITY, true), "code integrity is not shown to be on", examination);
        demand(windows.isAlways(SipaTag.TEST_SIGNING, false), "test signing is not shown to be off", examination);
        demand(isLaunched(SipaTag.HYPERVISOR_LAUNCH_TYPE), "the hypervisor is not shown to run", examination);
        demand(isLaunched(SipaTag.VSM_LAUNCH_TYPE), "the secure kernel is not shown to run", examination);
    }

    /** Every event there is an authority: types are not measured, so that one could be called something else. */
    private static boolean isWindowsAuthority(Event event, MeasuredEvents events) {
        var data = events.data(event);
        try {
            return data.isPresent() && WindowsAuthority.is(EfiVariable.parse(data.get()));
        } catch (MalformedException e) {
            return false; // the answer: what cannot be read is no authority of Windows
        }
    }

    private boolean isLaunched(SipaTag tag) {
        var type = windows.number(tag);
        return type.isPresent() && type.getAsLong() != 0;
    }

    private static void demand(boolean holds, String otherwise, Examination examination) {
        examination.require(holds, Reason.BOOT_STATE, otherwise);
    }
}
