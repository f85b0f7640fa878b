package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;

/**
 * The report of an SGX enclave, as the processor makes it, without its MAC (Intel SDM volume 3D, table 40-21).
 *
 * @param bytes all {@value #SIZE} bytes of it
 * @param cpuSvn 16 bytes: security versions of the processor's parts
 * @param miscSelect which parts of the state are saved at an exit
 * @param extendedProductId 16 bytes
 * @param attributes flags, see {@link #isDebug}
 * @param xfrm which extended features of the processor the enclave uses
 * @param mrEnclave SHA-256 of how the enclave was built
 * @param mrSigner SHA-256 of the key of who signed the enclave
 * @param configId 64 bytes that whoever launched the enclave gave
 * @param productId of the signer's enclaves, which one
 * @param svn the enclave's security version
 * @param configSvn a version that whoever launched the enclave gave
 * @param familyId 16 bytes
 * @param reportData 64 bytes that the enclave gave
 */
public record EnclaveReport(
        Octets bytes,
        Octets cpuSvn,
        Octets miscSelect,
        Octets extendedProductId,
        Octets attributes,
        Octets xfrm,
        Octets mrEnclave,
        Octets mrSigner,
        Octets configId,
        int productId,
        int svn,
        int configSvn,
        Octets familyId,
        Octets reportData) {
    static final int SIZE = 384;

    private static final int DEBUG = 1 << 1;

    static EnclaveReport parse(Octets bytes) throws MalformedException {
        var in = ByteReader.littleEndian(bytes);
        var cpuSvn = in.take(16);
        var miscSelect = in.take(4);
        in.skip(12);
        var extendedProductId = in.take(16);
        var attributes = in.take(8);
        var xfrm = in.take(8);
        var mrEnclave = in.take(32);
        in.skip(32);
        var mrSigner = in.take(32);
        in.skip(32);
        var configId = in.take(64);
        var productId = in.u16();
        var svn = in.u16();
        var configSvn = in.u16();
        in.skip(42);
        var familyId = in.take(16);
        var reportData = in.take(64);
        in.end("a report of an enclave");
        return new EnclaveReport(
                bytes,
                cpuSvn,
                miscSelect,
                extendedProductId,
                attributes,
                xfrm,
                mrEnclave,
                mrSigner,
                configId,
                productId,
                svn,
                configSvn,
                familyId,
                reportData);
    }

    /** Whether a debugger may look into the enclave. */
    public boolean isDebug() {
        return (attributes.at(0) & DEBUG) != 0;
    }
}
