package coco.evidence.snp;

import java.util.Set;
import java.util.TreeSet;

/**
 * How the machine is set up (56860, table PLATFORM_INFO). Bits that are not known are let pass: a policy demands what it
 * needs by name.
 *
 * @param bits all 64
 */
public record PlatformInfo(long bits) {
    public boolean smtOn() {
        return has(0);
    }

    /** Whether memory of everyone is encrypted, not only that of guests. */
    public boolean tsme() {
        return has(1);
    }

    public boolean ecc() {
        return has(2);
    }

    /** Whether nobody can read how much power is drawn. */
    public boolean raplOff() {
        return has(3);
    }

    public boolean ciphertextHiding() {
        return has(4);
    }

    /** Whether the firmware looked for addresses that mean the same memory. */
    public boolean aliasCheck() {
        return has(5);
    }

    /** The protections that are on, with those that {@code policy} demands and only it tells of. */
    Set<String> features(GuestPolicy policy) {
        var on = new TreeSet<String>();
        add(on, "smt-off", !smtOn());
        add(on, "tsme", tsme());
        add(on, "ecc", ecc());
        add(on, "rapl-off", raplOff());
        add(on, "ciphertext-hiding", ciphertextHiding());
        add(on, "alias-check", aliasCheck());
        add(on, "single-socket", policy.demandsSingleSocket());
        add(on, "cxl-off", !policy.allowsCxl());
        add(on, "aes-256-xts", policy.demandsAes256Xts());
        add(on, "page-swap-off", policy.demandsPageSwapOff());
        return on;
    }

    private static void add(Set<String> on, String feature, boolean isOn) {
        if (isOn) on.add(feature);
    }

    private boolean has(int bit) {
        return (bits >>> bit & 1) == 1;
    }
}
