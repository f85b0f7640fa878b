package coco.evidence.dcap;

import coco.evidence.Octets;

/**
 * Flags of a trust domain (Intel TDX Module ABI, TD_ATTRIBUTES) that are known. The first eight open the trust domain to
 * debuggers or profilers; which others are reserved changes with the module, so that one that is not listed is not accepted.
 */
enum TdAttribute {
    DEBUG("debug", 0),
    SCHEDULING_PROFILE("scheduling-profile", 4),
    PERFORMANCE_PROFILE("performance-profile", 5),
    TELEMETRY_PROFILE("telemetry-profile", 6),
    ICSSD("icssd", 16),
    LASS("lass", 27),
    SEPT_VE_DISABLE("sept-ve-disable", 28),
    MIGRATABLE("migratable", 29),
    PKS("pks", 30),
    KEY_LOCKER("key-locker", 31),
    TPA("tpa", 62),
    PERFMON("perfmon", 63);

    private final String word;
    private final int bit;

    TdAttribute(String word, int bit) {
        this.word = word;
        this.bit = bit;
    }

    String word() {
        return word;
    }

    int bit() {
        return bit;
    }

    /** Whether a bit outside the debug group is set that is not known. */
    static boolean anyUnknown(Octets attributes) {
        for (var bit = 8; bit < 64; bit++) {
            if ((attributes.at(bit / 8) >> bit % 8 & 1) != 0 && !isKnown(bit)) return true;
        }
        return false;
    }

    private static boolean isKnown(int bit) {
        for (var attribute : values()) {
            if (attribute.bit == bit) return true;
        }
        return false;
    }
}
