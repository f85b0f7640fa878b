package coco.evidence.vbs;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A report of a Windows VBS enclave: VBS_ENCLAVE_REPORT_PKG_HEADER, VBS_ENCLAVE_REPORT and its modules (Windows SDK, {@code
 * ntenclv.h}). All numbers are little endian.
 *
 * @param statement the bytes that are signed
 * @param signature RSASSA-PSS with SHA-256 and a salt of 32 bytes, by the identity signing key of the secure kernel (IDKS)
 * @param enclaveData 64 bytes from the enclave
 * @param identity of the enclave's first module
 * @param modules what is loaded, the first module among it
 */
public record VbsReport(
        Octets statement, Octets signature, Octets enclaveData, EnclaveIdentity identity, List<VbsModule> modules) {
    /** Bytes of the longest report that is read. */
    public static final int SIZE_MAX = 1 << 16;

    private static final long PACKAGE_VERSION = 1;
    private static final long REPORT_VERSION = 1;
    private static final long SHA256_RSA_PSS = 1;
    private static final int HEADER_SIZE = 24;
    private static final int FIXED_SIZE = 224;
    private static final int BLOCK_HEADER_SIZE = 8;
    private static final int ALIGNMENT = 8;
    private static final int SIGNATURE_SIZE_MAX = 1_024;

    public VbsReport {
        modules = List.copyOf(modules);
    }

    /** Reads a report package: header, signed statement, signature. */
    public static VbsReport parse(Octets bytes) throws MalformedException {
        if (bytes.size() > SIZE_MAX) throw new MalformedException("a report of " + bytes.size() + " bytes");
        var in = ByteReader.littleEndian(bytes);
        var size = in.u32();
        expect(in.u32(), PACKAGE_VERSION, "a VBS report package of version ");
        var scheme = in.u32();
        if (scheme != SHA256_RSA_PSS) {
            throw new MalformedException(Reason.UNSUPPORTED, "a VBS report with signature scheme " + scheme);
        }
        var statementSize = in.u32();
        var signatureSize = in.u32();
        if (in.u32() != 0) throw new MalformedException("a reserved field that is not zero");
        if (size != bytes.size() || size != HEADER_SIZE + statementSize + signatureSize) {
            throw new MalformedException("sizes of a VBS report that do not add up");
        }
        if (signatureSize < 1 || signatureSize > SIGNATURE_SIZE_MAX) {
            throw new MalformedException("a signature of " + signatureSize + " bytes");
        }
        return read(in.take(statementSize), in.take(signatureSize));
    }

    private static VbsReport read(Octets statement, Octets signature) throws MalformedException {
        var in = ByteReader.littleEndian(statement);
        if (in.u32() != statement.size()) throw new MalformedException("a VBS report of another size than it says");
        expect(in.u32(), REPORT_VERSION, "a VBS report of version ");
        var data = in.take(64);
        var identity = EnclaveIdentity.read(in);
        var modules = new ArrayList<VbsModule>();
        while (in.remaining() > 0) modules.add(module(in));
        return new VbsReport(statement, signature, data, identity, modules);
    }

    private static VbsModule module(ByteReader in) throws MalformedException {
        var type = in.u32();
        var size = in.u32();
        if (type != VbsModule.TYPE) {
            throw new MalformedException(Reason.UNSUPPORTED, "a VBS report with a block of type " + type);
        }
        if (size % ALIGNMENT != 0) throw new MalformedException("a block of " + size + " bytes");
        return VbsModule.read(ByteReader.littleEndian(in.take(size - BLOCK_HEADER_SIZE)));
    }

    private static void expect(long found, long version, String what) throws MalformedException {
        if (found != version) throw new MalformedException(Reason.UNKNOWN_VERSION, what + found);
    }

    /** SHA-256 of the blocks of all modules, as they were signed: stands for these modules and no others. */
    Octets modulesDigest() {
        return statement.slice(FIXED_SIZE, statement.size()).hash(Hash.SHA_256);
    }
}
