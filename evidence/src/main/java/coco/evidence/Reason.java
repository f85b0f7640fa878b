package coco.evidence;

import java.util.Locale;

/** Why evidence is refused. The codes are stable: what they mean is not changed, and none is used again for another meaning. */
public enum Reason {
    // What cannot be read.

    /** Bytes of the evidence, or of an endorsement, that are not of their format. */
    MALFORMED,
    /** A version of a known format that is not known. */
    UNKNOWN_VERSION,
    /** A known format with an algorithm or option that is not supported. */
    UNSUPPORTED,

    // What is not genuine.

    /** A signature over the evidence, or over a part of it, does not verify. */
    SIGNATURE,
    /** A hash that ties one part of the evidence to another is not that of the other part. */
    KEY_BINDING,
    /** A certificate that the evidence needs is not there. */
    CHAIN_MISSING,
    /** Certificates do not lead to a trusted root: a wrong signature, issuer, use or order. */
    CHAIN,
    /** A certificate is not valid at the instant asked for. */
    CERTIFICATE_DATES,
    /** A certificate has been revoked. */
    CERTIFICATE_REVOKED,
    /** There is no revocation list of a certificate's issuer. */
    CRL_MISSING,
    /** A revocation list is not signed by the issuer that it names. */
    CRL_SIGNATURE,
    /** A revocation list is not valid at the instant asked for. */
    CRL_DATES,
    /** A certificate is genuine but of another platform, product or version than the evidence. */
    CERTIFICATE_MISMATCH,
    /** The platform is in a stage of its life in which it does not guard what runs on it. */
    LIFECYCLE,

    // What the vendor says of the platform (collateral).

    /** A statement of the vendor that the evidence needs is not there. */
    COLLATERAL_MISSING,
    /** A statement of the vendor is not signed by the vendor. */
    COLLATERAL_SIGNATURE,
    /** A statement of the vendor is not valid at the instant asked for. */
    COLLATERAL_DATES,
    /** A statement of the vendor is about another platform or another kind of TEE. */
    COLLATERAL_MISMATCH,
    /** A statement of the vendor is older than one that was seen before. */
    COLLATERAL_ROLLED_BACK,
    /** The quoting enclave is not the one that the vendor names. */
    QE_IDENTITY,
    /** The TDX module is not one that the vendor names. */
    MODULE_IDENTITY,
    /** The platform is below every level that the vendor supports. */
    TCB_UNSUPPORTED,
    /** The vendor's status of the platform is not one that the policy accepts. */
    TCB_STATUS,
    /** An advisory applies to the platform that the policy does not tolerate. */
    ADVISORY,
    /** A component of the platform is older than the policy demands. */
    TCB_FLOOR,

    // What was measured does not fit what is said of it.

    /** Replaying an event log does not give the measured registers. */
    EVENT_LOG,
    /** Values of registers do not have the digest that was signed. */
    REGISTERS,
    /** An endorsement of a measurement is of another measurement. */
    ENDORSEMENT_MISMATCH,
    /** The machine was started in a state in which nobody has to believe what it says of itself, such as without Secure Boot. */
    BOOT_STATE,

    // What the policy does not accept.

    /** The kind of TEE is not allowed. */
    TEE_NOT_ALLOWED,
    /** The evidence is of code that can be debugged. */
    DEBUG,
    /** The evidence is of a guest that can be migrated out of what was measured. */
    MIGRATABLE,
    /** The evidence was asked for at a privilege level that is not allowed. */
    PRIVILEGE_LEVEL,
    /** The code is not in the code manifest. */
    CODE,
    /** The code's signer and product are in the code manifest, with a newer least version. */
    CODE_VERSION,
    /** The data that the host gave at launch is not in the manifest. */
    HOST_DATA,
    /** The machine is not one that was vouched for, or cannot be told. */
    MACHINE,
    /** A protection that the policy demands is off. */
    FEATURE,
    /** The evidence is bound to other data than was asked for: it may be replayed, diverted or reflected. */
    REPORT_DATA,
    /** The evidence is older than the policy allows, or from the future. */
    AGE;

    /** The reason as machines read it, such as {@code key-binding}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
