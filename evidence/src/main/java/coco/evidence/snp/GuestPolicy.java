package coco.evidence.snp;

import coco.evidence.MalformedException;
import coco.evidence.Reason;

/**
 * What the guest's owner allowed when the guest was launched (56860, table Guest Policy Structure). Some bits permit, some
 * demand; a bit that is not known could be a permission, so it is refused.
 *
 * @param bits all 64
 */
public record GuestPolicy(long bits) {
    private static final int HIGHEST_KNOWN = 25;

    /** @throws MalformedException for a bit that is not known, or where the one that has to be set is not */
    static GuestPolicy of(long bits) throws MalformedException {
        if (bits >>> (HIGHEST_KNOWN + 1) != 0) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, "guest policy " + Long.toHexString(bits) + " has bits that are not known");
        }
        if ((bits & 1 << 17) == 0) throw new MalformedException("bit 17 of the guest policy is not set");
        return new GuestPolicy(bits);
    }

    /** Whether the guest may be given to a migration agent. */
    public boolean allowsMigration() {
        return has(18);
    }

    public boolean allowsDebug() {
        return has(19);
    }

    public boolean demandsSingleSocket() {
        return has(20);
    }

    /** Whether devices on CXL may hold the guest's memory. */
    public boolean allowsCxl() {
        return has(21);
    }

    public boolean demandsAes256Xts() {
        return has(22);
    }

    public boolean demandsPageSwapOff() {
        return has(25);
    }

    private boolean has(int bit) {
        return (bits >>> bit & 1) == 1;
    }
}
