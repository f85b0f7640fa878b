package coco.attestation.tpm;

import java.util.Arrays;
import java.util.Optional;

/** Codes with which TPMs refuse (TPM 2.0 Library Part 2, table TPM_RC), those that quotes and indexes can meet. */
public enum TpmCode {
    TPM_RC_INITIALIZE(0x100),
    TPM_RC_FAILURE(0x101),
    TPM_RC_DISABLED(0x120),
    TPM_RC_AUTH_MISSING(0x125),
    TPM_RC_COMMAND_SIZE(0x142),
    TPM_RC_COMMAND_CODE(0x143),
    TPM_RC_NV_RANGE(0x146),
    TPM_RC_NV_SIZE(0x147),
    TPM_RC_NV_LOCKED(0x148),
    TPM_RC_NV_AUTHORIZATION(0x149),
    TPM_RC_NV_UNINITIALIZED(0x14a),
    TPM_RC_NV_SPACE(0x14b),
    TPM_RC_NV_DEFINED(0x14c),

    // About one parameter, handle or session, whose number stands in the other bits.

    TPM_RC_ATTRIBUTES(0x82),
    TPM_RC_HASH(0x83),
    TPM_RC_VALUE(0x84),
    TPM_RC_HIERARCHY(0x85),
    TPM_RC_KEY_SIZE(0x87),
    TPM_RC_TYPE(0x8a),
    TPM_RC_HANDLE(0x8b),
    TPM_RC_AUTH_FAIL(0x8e),
    TPM_RC_SCHEME(0x92),
    TPM_RC_SIZE(0x95),
    TPM_RC_KEY(0x9c),
    TPM_RC_POLICY_FAIL(0x9d),
    TPM_RC_INSUFFICIENT(0x9a),
    TPM_RC_BAD_AUTH(0xa2),

    // Warnings: the same may succeed later.

    TPM_RC_OBJECT_MEMORY(0x902),
    TPM_RC_SESSION_MEMORY(0x903),
    TPM_RC_MEMORY(0x904),
    TPM_RC_YIELDED(0x908),
    TPM_RC_TESTING(0x90a),
    TPM_RC_REFERENCE_H0(0x910),
    TPM_RC_NV_RATE(0x920),
    TPM_RC_LOCKOUT(0x921),
    TPM_RC_RETRY(0x922),
    TPM_RC_NV_UNAVAILABLE(0x923);

    /** Set in codes about one parameter, handle or session. */
    private static final int ABOUT_ONE = 0x80;

    private static final int ABOUT_A_PARAMETER = 0x40;
    private static final int ABOUT_A_SESSION = 0x800;
    private static final int WITHOUT_WHICH = 0xbf;

    private final int number;

    TpmCode(int number) {
        this.number = number;
    }

    static Optional<TpmCode> of(long code) {
        var plain = (code & ABOUT_ONE) == 0 ? code : code & WITHOUT_WHICH;
        return Arrays.stream(values()).filter(known -> known.number == plain).findFirst();
    }

    /** In words for people. */
    static String describe(long code) {
        var name = of(code).map(Enum::name).orElse("a code that is not known");
        if ((code & ABOUT_ONE) == 0) return name;
        if ((code & ABOUT_A_PARAMETER) != 0) return name + " of parameter " + (code >>> 8 & 0xf);
        return name + ((code & ABOUT_A_SESSION) != 0 ? " of session " : " of handle ") + (code >>> 8 & 0x7);
    }
}
