package coco.evidence.vbs;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;

/**
 * Who an enclave is: ENCLAVE_IDENTITY (Windows SDK, {@code ntenclv.h}), 152 bytes.
 *
 * @param ownerId 32 bytes that the host gave when it made the enclave
 * @param uniqueId hash of the first module, 32 bytes
 * @param authorId hash of its signer's key, 32 bytes
 * @param familyId 16 bytes that its author chose
 * @param imageId 16 bytes that its author chose
 * @param enclaveSvn security version of the first module
 * @param secureKernelSvn security version of the secure kernel
 * @param platformSvn security version of the platform
 * @param flags 1 and 2: can be debugged; 4: is being debugged; 0 in production
 * @param signingLevel what kind of signature Windows demanded of the first module
 */
public record EnclaveIdentity(
        Octets ownerId,
        Octets uniqueId,
        Octets authorId,
        Octets familyId,
        Octets imageId,
        long enclaveSvn,
        long secureKernelSvn,
        long platformSvn,
        long flags,
        long signingLevel) {
    /** ENCLAVE_TYPE_VBS. Enclaves of type 0x11 (VBS_BASIC) run outside of the secure kernel's protection. */
    private static final long TYPE_VBS = 0x10;

    /** Reports made before the field had a meaning. */
    private static final long TYPE_NONE = 0;

    static EnclaveIdentity read(ByteReader in) throws MalformedException {
        var identity = new EnclaveIdentity(
                in.take(32),
                in.take(32),
                in.take(32),
                in.take(16),
                in.take(16),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32());
        var type = in.u32();
        if (type != TYPE_VBS && type != TYPE_NONE) {
            throw new MalformedException(Reason.UNSUPPORTED, "an enclave of type 0x" + Long.toHexString(type));
        }
        return identity;
    }
}
