package coco.evidence.snp;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.format.ByteReader;

/**
 * An attestation report of SEV-SNP (SEV Secure Nested Paging Firmware ABI Specification, 56860, table ATTESTATION_REPORT),
 * versions 2 to 5. Numbers are little endian.
 *
 * @param version 2; 3 adds the processor's identification; 5 adds the mitigations; what 4 adds is not in the report
 * @param guestSvn security version that the guest's owner gave to the image
 * @param familyId 16 bytes that the guest's owner chose
 * @param imageId 16 bytes that the guest's owner chose
 * @param privilegeLevel VMPL that asked for the report: 0 is the most privileged; 2^32 - 1 is the host
 * @param currentTcb versions of what runs, 8 bytes, see {@link ProcessorLine#layout}
 * @param platform bits that tell how the machine is set up, see {@link PlatformInfo}
 * @param reportData 64 bytes that the guest chose
 * @param measurement 48 bytes, digest of the guest at its launch
 * @param hostData 32 bytes that the host gave at launch
 * @param idKeyDigest SHA-384 of the key that signed the guest's identity; zero if none did
 * @param authorKeyDigest SHA-384 of the key that signed that key; zero if none did
 * @param reportId 32 bytes, the name of this guest while it runs
 * @param reportIdMa the name of its migration agent; all ones if there is none
 * @param reportedTcb versions from which the signing key was derived, which the host may set lower than the current ones
 * @param processor what the processor is; zeros in version 2
 * @param chipId 64 bytes; zero where the host masks it
 * @param committedTcb versions below which the firmware cannot be rolled back
 * @param launchTcb versions that ran when the guest was launched
 * @param launchMitigations bits of the mitigations that were on at launch; 0 before version 5
 * @param currentMitigations bits of the mitigations that are on; 0 before version 5
 * @param signed the bytes that the signature is over
 * @param signature r and s, 48 bytes each, big endian
 */
public record SnpReport(
        int version,
        long guestSvn,
        GuestPolicy policy,
        Octets familyId,
        Octets imageId,
        long privilegeLevel,
        Octets currentTcb,
        PlatformInfo platform,
        KeyInfo keyInfo,
        Octets reportData,
        Octets measurement,
        Octets hostData,
        Octets idKeyDigest,
        Octets authorKeyDigest,
        Octets reportId,
        Octets reportIdMa,
        Octets reportedTcb,
        Processor processor,
        Octets chipId,
        Octets committedTcb,
        Firmware currentFirmware,
        Firmware committedFirmware,
        Octets launchTcb,
        long launchMitigations,
        long currentMitigations,
        Octets signed,
        Octets signature)
        implements Evidence {
    /** Bytes of a report. */
    public static final int SIZE = 1184;

    /** Bytes that are signed. */
    public static final int SIGNED_SIZE = 0x2a0;

    private static final int ECDSA_P384_SHA384 = 1;

    /** Bytes of r and of s in the report; the number takes 48 of them. */
    private static final int NUMBER_SIZE = 72;

    /** A version of the firmware: {@code 1.55.29} is major 1, minor 55, build 29. */
    public record Firmware(int major, int minor, int build) {
        @Override
        public String toString() {
            return major + "." + minor + "." + build;
        }
    }

    /** What CPUID says of the processor: family and model with their extensions added. */
    public record Processor(int family, int model, int stepping) {
        @Override
        public String toString() {
            return "family " + Integer.toHexString(family) + " model " + Integer.toHexString(model) + " stepping "
                    + Integer.toHexString(stepping);
        }
    }

    @Override
    public TeeKind tee() {
        return TeeKind.SNP;
    }

    /** @throws MalformedException unless the bytes are one report of a known version, with zeros where it has no fields */
    public static SnpReport parse(Octets bytes) throws MalformedException {
        var in = ByteReader.littleEndian(bytes);
        var version = in.u32();
        if (version < 2 || version > 5) {
            throw new MalformedException(
                    Reason.UNKNOWN_VERSION, "an SNP report of version " + version + "; 2 to 5 are known");
        }
        if (bytes.size() != SIZE)
            throw new MalformedException("an SNP report of " + bytes.size() + " bytes, not " + SIZE);
        return parse(bytes, in, (int) version);
    }

    private static SnpReport parse(Octets bytes, ByteReader in, int version) throws MalformedException {
        var guestSvn = in.u32();
        var policy = GuestPolicy.of(in.u64());
        var familyId = in.take(16);
        var imageId = in.take(16);
        var privilegeLevel = in.u32();
        var algorithm = in.u32();
        if (algorithm != ECDSA_P384_SHA384) {
            throw new MalformedException(Reason.UNSUPPORTED, "signature algorithm " + algorithm);
        }
        var currentTcb = in.take(8);
        var platform = new PlatformInfo(in.u64());
        var keyInfo = KeyInfo.of(in.u32());
        zeros(in, 4);
        var reportData = in.take(64);
        var measurement = in.take(48);
        var hostData = in.take(32);
        var idKeyDigest = in.take(48);
        var authorKeyDigest = in.take(48);
        var reportId = in.take(32);
        var reportIdMa = in.take(32);
        var reportedTcb = in.take(8);
        var processor = processor(in, version);
        zeros(in, 21);
        var chipId = in.take(64);
        var committedTcb = in.take(8);
        var currentFirmware = firmware(in);
        var committedFirmware = firmware(in);
        var launchTcb = in.take(8);
        var launchMitigations = version >= 5 ? in.u64() : zeros(in, 8);
        var currentMitigations = version >= 5 ? in.u64() : zeros(in, 8);
        zeros(in, SIGNED_SIZE - in.position());
        var signature = number(in).concat(number(in));
        zeros(in, in.remaining());
        return new SnpReport(
                version,
                guestSvn,
                policy,
                familyId,
                imageId,
                privilegeLevel,
                currentTcb,
                platform,
                keyInfo,
                reportData,
                measurement,
                hostData,
                idKeyDigest,
                authorKeyDigest,
                reportId,
                reportIdMa,
                reportedTcb,
                processor,
                chipId,
                committedTcb,
                currentFirmware,
                committedFirmware,
                launchTcb,
                launchMitigations,
                currentMitigations,
                bytes.slice(0, SIGNED_SIZE),
                signature);
    }

    private static Processor processor(ByteReader in, int version) throws MalformedException {
        var processor = new Processor(in.u8(), in.u8(), in.u8());
        if (version < 3 && !processor.equals(new Processor(0, 0, 0))) {
            throw new MalformedException("bytes that version 2 reserves are not zero");
        }
        return processor;
    }

    private static Firmware firmware(ByteReader in) throws MalformedException {
        var build = in.u8();
        var minor = in.u8();
        var major = in.u8();
        zeros(in, 1);
        return new Firmware(major, minor, build);
    }

    /** A number of the signature: little endian in the report, big endian here. */
    private static Octets number(ByteReader in) throws MalformedException {
        var littleEndian = in.take(48);
        zeros(in, NUMBER_SIZE - 48);
        return littleEndian.reversed();
    }

    /** Reads bytes that have to be zero; gives 0. */
    private static long zeros(ByteReader in, int size) throws MalformedException {
        var position = in.position();
        if (!in.take(size).isZero()) {
            throw new MalformedException("reserved bytes from " + Integer.toHexString(position) + " are not zero");
        }
        return 0;
    }
}
