package coco.evidence.azure;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.format.ByteReader;

/**
 * What Azure's paravisor leaves in the virtual TPM, at index 0x01400001, for guests to read: a hardware report, and the
 * runtime claims whose hash the hardware report carries (OpenHCL, {@code igvm_attest}). Numbers are little endian. Only the
 * hardware report is signed: what the rest says counts for no more than where it has to be looked for.
 *
 * @param version of the envelope: 1 or 2, which differ in nothing here
 * @param tee {@link TeeKind#AZURE_SNP} or {@link TeeKind#AZURE_TDX}
 * @param hardware 1184 bytes: an SNP report; or a TDREPORT, which only the machine itself can check, and zeros
 * @param hash what the hardware report has of {@code runtime}
 * @param runtime the JSON text, byte for byte
 */
public record HclReport(int version, TeeKind tee, Octets hardware, Hash hash, Octets runtime) {
    /** Bytes of the longest one that is read. */
    public static final int SIZE_MAX = 1 << 16;

    private static final Octets SIGNATURE = Octets.ofHex("48434c41"); // "HCLA"
    private static final int CERTIFICATE_REQUEST = 2;
    private static final int HARDWARE_SIZE = 1184;

    /** Where a TDREPORT has its 64 bytes of report data (Intel TDX module ABI, table REPORTMACSTRUCT). */
    private static final int TD_REPORT_DATA = 128;

    /** @throws MalformedException unless it is one of a known version; what stands behind it is the rest of the index */
    public static HclReport parse(Octets bytes) throws MalformedException {
        if (bytes.size() > SIZE_MAX) throw new MalformedException("an HCL report of " + bytes.size() + " bytes");
        var in = ByteReader.littleEndian(bytes);
        if (!in.take(4).equals(SIGNATURE)) throw new MalformedException("no HCL report");
        var version = in.u32();
        if (version != 1 && version != 2) throw unknown("an HCL report", version);
        in.skip(4); // size, told by the runtime claims as well
        var request = in.u32();
        if (request != CERTIFICATE_REQUEST) {
            throw new MalformedException(Reason.UNSUPPORTED, "an HCL report for a request of type " + request);
        }
        in.skip(16); // status and reserved
        var hardware = in.take(HARDWARE_SIZE);
        in.skip(4); // size
        var extension = extensionSize(in.u32());
        var tee = tee(in.u32());
        var hash = hash(in.u32());
        var size = in.u32();
        in.skip(extension);
        return new HclReport((int) version, tee, hardware, hash, in.take(size));
    }

    /**
     * Whether {@code vouched}, the 64 bytes of report data in what the hardware signed, is the hash of the runtime claims and
     * zeros. Those of a TDREPORT have to be the same: the quote was obtained for it.
     */
    boolean isVouchedBy(Octets vouched) {
        var digest = runtime.hash(hash);
        var isHash = vouched.startsWith(digest)
                && vouched.slice(digest.size(), vouched.size()).isZero();
        if (tee == TeeKind.AZURE_SNP) return isHash;
        return isHash
                && hardware.slice(TD_REPORT_DATA, TD_REPORT_DATA + vouched.size())
                        .equals(vouched);
    }

    /** Bytes between the sizes and the runtime claims. */
    private static int extensionSize(long version) throws MalformedException {
        if (version == 1) return 0;
        if (version == 2) return 4; // what the asker is able to do
        throw unknown("runtime data of an HCL report", version);
    }

    private static TeeKind tee(long type) throws MalformedException {
        if (type == 2) return TeeKind.AZURE_SNP;
        if (type == 4) return TeeKind.AZURE_TDX;
        throw new MalformedException(Reason.UNSUPPORTED, "an HCL report with a hardware report of type " + type);
    }

    private static Hash hash(long type) throws MalformedException {
        if (type == 1) return Hash.SHA_256;
        if (type == 2) return Hash.SHA_384;
        if (type == 3) return Hash.SHA_512;
        throw new MalformedException(Reason.UNSUPPORTED, "an HCL report with a hash of type " + type);
    }

    private static MalformedException unknown(String what, long version) {
        return new MalformedException(Reason.UNKNOWN_VERSION, what + " of version " + version + "; 1 and 2 are known");
    }
}
