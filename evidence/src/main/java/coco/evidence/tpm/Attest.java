package coco.evidence.tpm;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;
import java.util.List;

/**
 * What a TPM signs when it quotes registers (TPM 2.0 Library Part 2, TPMS_ATTEST with TPMS_QUOTE_INFO). Numbers are big
 * endian.
 *
 * @param qualifiedSigner name of the signing key with those of all its parents
 * @param extraData what the asker gave to be signed along: a nonce; at most 66 bytes
 * @param clock milliseconds that the TPM was powered
 * @param resetCount how often the machine was started
 * @param restartCount how often it was resumed since
 * @param safe whether the clock never showed this or a later time before
 * @param firmwareVersion in the manufacturer's own form
 * @param selections what was quoted, in the order in which the digest takes it
 * @param pcrDigest hash of the quoted values, by the hash function of the signature
 */
public record Attest(
        Octets qualifiedSigner,
        Octets extraData,
        long clock,
        long resetCount,
        long restartCount,
        boolean safe,
        long firmwareVersion,
        List<PcrSelection> selections,
        Octets pcrDigest) {
    /** Begins all that a TPM signs and that it made itself: "\377TCG". */
    private static final long MAGIC = 0xff54_4347L;

    private static final int QUOTE = 0x8018;

    /** Bytes of the longest hash with its algorithm's number before it. */
    private static final int HASH_SIZE_MAX = 66;

    public Attest {
        selections = List.copyOf(selections);
    }

    /** @throws MalformedException unless the bytes are one quote */
    public static Attest parse(Octets message) throws MalformedException {
        var in = ByteReader.bigEndian(message);
        if (in.u32() != MAGIC) throw new MalformedException("not made by a TPM");
        var type = in.u16();
        if (type != QUOTE) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, "a TPM's statement of type " + Integer.toHexString(type) + ", no quote");
        }
        var attest = new Attest(
                sized(in, HASH_SIZE_MAX + 2),
                sized(in, HASH_SIZE_MAX),
                in.u64(),
                in.u32(),
                in.u32(),
                yesOrNo(in),
                in.u64(),
                PcrSelection.readAll(in),
                sized(in, HASH_SIZE_MAX));
        in.end("a quote");
        return attest;
    }

    /** A TPM2B: two bytes of size and as many bytes. */
    static Octets sized(ByteReader in, int sizeMax) throws MalformedException {
        var size = in.u16();
        if (size > sizeMax) throw new MalformedException(size + " bytes where at most " + sizeMax + " may be");
        return in.take(size);
    }

    private static boolean yesOrNo(ByteReader in) throws MalformedException {
        var value = in.u8();
        if (value > 1) throw new MalformedException("neither yes nor no: " + value);
        return value == 1;
    }
}
