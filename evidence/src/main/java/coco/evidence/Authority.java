package coco.evidence;

/** Who vouches for evidence in the end, for one purpose. A root counts for its authority alone. */
public enum Authority {
    /** Intel's provisioning certification: SGX and TDX. */
    INTEL_SGX,
    /** AMD's root keys, one a product: SEV-SNP. */
    AMD_SEV,
    AWS_NITRO,
    /** Microsoft's signing of utility virtual machines for confidential containers. */
    MICROSOFT_SUPPLY_CHAIN,
    /** A host guardian service, which vouches for Windows machines. None is pinned: each organisation runs its own. */
    HOST_GUARDIAN,
    /** Issuers of attestation keys of TPMs. None is pinned: each manufacturer and cloud has its own. */
    TPM,
    /** Makers of ARM CCA platforms. None is pinned: no maker's root is published. */
    ARM_CCA,
    /** The root of one network's software TEEs. None is pinned: each network makes its own. */
    SOFTWARE
}
