package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;

/**
 * The first 48 bytes of a quote.
 *
 * @param version 3, 4 or 5
 * @param tee the kind of report in it
 * @param reserved 4 bytes: security versions of quoting enclave and PCE in version 3, zeros later
 * @param userData 20 bytes, of which the first 16 name the quoting enclave's platform
 */
public record QuoteHeader(int version, Tee tee, Octets reserved, Octets userData) {
    /** The kinds of TEE by their number. */
    public enum Tee {
        SGX,
        TDX
    }

    /** Quoting enclaves by Intel. */
    private static final Octets INTEL = Octets.ofHex("939a7233f79c4ca9940a0db3957f0607");

    private static final int KEY_TYPE_SIZE = 2;
    private static final int ECDSA_P256 = 2;
    private static final long TEE_SGX = 0;
    private static final long TEE_TDX = 0x81;

    static QuoteHeader read(ByteReader in) throws MalformedException {
        var version = version(in);
        var keyType = in.u16();
        if (keyType != ECDSA_P256) throw new MalformedException(Reason.UNSUPPORTED, "attestation key type " + keyType);
        var tee = tee(version, in.u32());
        var reserved = in.take(4);
        var vendor = in.take(16);
        if (!vendor.equals(INTEL))
            throw new MalformedException(Reason.UNSUPPORTED, "quoting enclave of vendor " + vendor);
        return new QuoteHeader(version, tee, reserved, in.take(20));
    }

    /** The kind of report, by as much of the header as tells it. */
    static Tee tee(Octets quote) throws MalformedException {
        var in = ByteReader.littleEndian(quote);
        var version = version(in);
        in.skip(KEY_TYPE_SIZE);
        return tee(version, in.u32());
    }

    private static int version(ByteReader in) throws MalformedException {
        var version = in.u16();
        if (version < 3 || version > 5)
            throw new MalformedException(Reason.UNKNOWN_VERSION, "quote version " + version);
        return version;
    }

    private static Tee tee(int version, long number) throws MalformedException {
        if (number == TEE_SGX) return Tee.SGX;
        if (number == TEE_TDX && version > 3) return Tee.TDX;
        throw new MalformedException(
                Reason.UNSUPPORTED, "TEE type " + Long.toHexString(number) + " in quote version " + version);
    }
}
