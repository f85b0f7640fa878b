package coco.evidence.tpm;

import java.util.OptionalInt;

/** Which registers a log speaks of, and what is measured where. */
enum RegisterSet {
    /** PCRs of a TPM (TCG PC Client Platform Firmware Profile, section 3.3.4). */
    PCR("pcr", 0, EventLog.INDEX_MAX, 7, 4, 8),
    /** RTMRs of a trust domain, one index higher in the log; index 0 is MRTD (UEFI 2.10 section 38.4.1). */
    RTMR("rtmr", 1, 3, 1, 2, 3);

    private final String prefix;
    private final int firstIndex;
    private final int numberMax;
    /** Index of the register with the state of Secure Boot. */
    final int secureBoot;
    /** Index of the register with the images that the firmware started. */
    final int bootImages;
    /** Index of the register with what the boot loader was told. */
    final int commands;

    RegisterSet(String prefix, int firstIndex, int numberMax, int secureBoot, int bootImages, int commands) {
        this.prefix = prefix;
        this.firstIndex = firstIndex;
        this.numberMax = numberMax;
        this.secureBoot = secureBoot;
        this.bootImages = bootImages;
        this.commands = commands;
    }

    /** The index in the log of a register such as {@code rtmr0}; none where it is not of this set. */
    OptionalInt indexOf(String name) {
        for (var number = 0; number <= numberMax; number++) {
            if (name.equals(prefix + number)) return OptionalInt.of(number + firstIndex);
        }
        return OptionalInt.empty();
    }
}
