package coco.attestation.tpm;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.evidence.Octets;
import coco.evidence.tpm.Attest;
import coco.evidence.tpm.TpmSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The commands that a quote takes. All authorization values are empty, as Azure's and swtpm's are. Owner: one thread at a time.
 *
 * <p>Errors of each: {@link TpmException} where the TPM refuses, {@link MalformedException} where it answers something else than was
 * asked, {@link IOException} where it does not answer.
 */
public final class Tpm {
    /** The handle of the machine's owner (TPM_RH_OWNER). */
    static final int OWNER = 0x4000_0001;

    /** Bytes that are read or written at a time: every TPM has a buffer of as many. */
    static final int PIECE_SIZE = 512;

    /** Bytes of the longest index that is read. */
    public static final int INDEX_SIZE_MAX = 16 << 10;

    /** Registers of a bank: the PC Client Profile has 24. */
    public static final int REGISTERS = 24;

    /** How often registers are read and quoted that change meanwhile. */
    static final int ATTEMPTS_MAX = 4;

    /** How often a command is sent that the TPM asks for again. */
    static final int REPEATS_MAX = 8;

    private static final int NV_READ_PUBLIC = 0x169;
    private static final int NV_READ = 0x14e;
    private static final int NV_WRITE = 0x137;
    private static final int READ_PUBLIC = 0x173;
    private static final int PCR_READ = 0x17e;
    private static final int QUOTE = 0x158;

    private static final int ALG_NULL = 0x0010;
    private static final int ALG_SHA256 = 0x000b;
    private static final int HASH_SIZE_MAX = 64;
    private static final int NAME_SIZE_MAX = 66;
    private static final int STATEMENT_SIZE_MAX = 1024;
    private static final int KEY_SIZE_MAX = 1024;

    /** TPML_DIGEST holds no more. */
    private static final int DIGESTS_MAX = 8;

    private final TpmChannel channel;

    public Tpm(TpmChannel channel) {
        this.channel = channel;
    }

    /**
     * Registers, and a TPM's word for them.
     *
     * @param message the TPMS_ATTEST that is signed
     * @param signature TPMT_SIGNATURE
     * @param values of the SHA-256 bank, by number, whose digest is the quoted one
     */
    public record Quote(Bytes message, Bytes signature, SortedMap<Integer, Bytes> values) {
        public Quote {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    /** What the TPM says of an index; nothing where there is no such index. */
    public Optional<NvIndex> index(int index) throws IOException, MalformedException {
        var command = TpmCommand.plain("NV_ReadPublic", NV_READ_PUBLIC, index);
        try {
            return Optional.of(publicOf(index, send(command)));
        } catch (TpmException e) {
            if (e.is(TpmCode.TPM_RC_HANDLE)) return Optional.empty();
            throw e;
        }
    }

    private static NvIndex publicOf(int index, TpmResponse in) throws MalformedException {
        var size = in.u16();
        var found = in.u32();
        in.u16(); // hash function of the name
        var attributes = in.u32();
        var policy = in.sized(HASH_SIZE_MAX);
        var dataSize = in.u16();
        if (size != 14 + policy.size()) throw in.malformed("an area of " + size + " bytes");
        in.sized(NAME_SIZE_MAX);
        in.end();
        if (found != Integer.toUnsignedLong(index)) throw in.malformed("another index: " + Long.toHexString(found));
        return new NvIndex(index, attributes, dataSize);
    }

    /** All of an index. */
    public Bytes read(NvIndex index) throws IOException, MalformedException {
        if (index.size() > INDEX_SIZE_MAX) {
            throw new MalformedException("NV_ReadPublic: an index of " + index.size() + " bytes");
        }
        var all = new ByteArrayOutputStream();
        while (all.size() < index.size()) {
            var size = Math.min(PIECE_SIZE, index.size() - all.size());
            var in = send(TpmCommand.authorized("NV_Read", NV_READ, index.readBy(), index.index())
                    .u16(size)
                    .u16(all.size()));
            var piece = in.sized(PIECE_SIZE);
            in.end();
            if (piece.size() != size) throw in.malformed(piece.size() + " bytes, not " + size);
            all.writeBytes(piece.unsafeArray());
        }
        return Bytes.unsafeWrap(all.toByteArray());
    }

    /** Writes {@code data}, at most {@link #PIECE_SIZE} bytes, to the front of an index. */
    public void write(NvIndex index, Bytes data) throws IOException, MalformedException {
        if (data.size() > PIECE_SIZE) throw new IllegalArgumentException(data.size() + " bytes");
        send(TpmCommand.authorized("NV_Write", NV_WRITE, index.writeBy(), index.index())
                        .sized(data)
                        .u16(0))
                .end();
    }

    /** The public area of a loaded or persistent key, a TPMT_PUBLIC. */
    public Bytes publicArea(int key) throws IOException, MalformedException {
        var in = send(TpmCommand.plain("ReadPublic", READ_PUBLIC, key));
        var area = in.sized(KEY_SIZE_MAX);
        in.sized(NAME_SIZE_MAX);
        in.sized(NAME_SIZE_MAX);
        in.end();
        return area;
    }

    /**
     * All registers of the SHA-256 bank, quoted by {@code key}. Software may extend a register between the quote and the reading;
     * then both are done again.
     *
     * @param qualifying what is signed along
     */
    public Quote quote(int key, Bytes qualifying) throws IOException, MalformedException {
        for (var attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            var in = send(TpmCommand.authorized("Quote", QUOTE, key)
                    .sized(qualifying)
                    .u16(ALG_NULL)
                    .raw(selection(allRegisters())));
            var message = in.sized(STATEMENT_SIZE_MAX);
            var signature = in.rest();
            var values = registers();
            if (isOf(message, signature, values)) return new Quote(message, signature, values);
        }
        throw new MalformedException("Quote: of other registers than PCR_Read gives, " + ATTEMPTS_MAX + " times");
    }

    /** Whether the statement is about these values: their digest is made by the hash function of the signature. */
    private static boolean isOf(Bytes message, Bytes signature, SortedMap<Integer, Bytes> values)
            throws MalformedException {
        var joined = new ByteArrayOutputStream();
        values.values().forEach(value -> joined.writeBytes(value.unsafeArray()));
        try {
            var hash = TpmSignature.parse(Octets.of(signature.unsafeArray())).hash();
            var quoted = Attest.parse(Octets.of(message.unsafeArray())).pcrDigest();
            return Octets.of(joined.toByteArray()).hash(hash).equals(quoted);
        } catch (coco.evidence.MalformedException e) {
            throw new MalformedException("Quote: " + e.getMessage(), e);
        }
    }

    /** A TPM gives eight at a time, and says which. */
    private SortedMap<Integer, Bytes> registers() throws IOException, MalformedException {
        var values = new TreeMap<Integer, Bytes>();
        var missing = allRegisters();
        while (!missing.isEmpty()) {
            var in = send(TpmCommand.plain("PCR_Read", PCR_READ).raw(selection(missing)));
            in.u32(); // counter of changes, which other banks raise as well
            var given = selected(in);
            if (given.isEmpty() || !missing.containsAll(given)) throw in.malformed("registers that were not asked for");
            if (in.u32() != given.size()) throw in.malformed("other values than registers");
            for (var number : given) {
                var value = in.sized(Digest.SIZE);
                if (value.size() != Digest.SIZE) throw in.malformed("a register of " + value.size() + " bytes");
                values.put(number, value);
            }
            in.end();
            missing.removeAll(given);
        }
        return values;
    }

    private static SortedSet<Integer> selected(TpmResponse in) throws MalformedException {
        if (in.u32() != 1 || in.u16() != ALG_SHA256 || in.u8() != REGISTERS / 8) throw in.malformed("another bank");
        var bitmap = in.take(REGISTERS / 8);
        var numbers = new TreeSet<Integer>();
        for (var i = 0; i < REGISTERS; i++) {
            if ((bitmap.at(i / 8) >>> i % 8 & 1) == 1) numbers.add(i);
        }
        if (numbers.size() > DIGESTS_MAX) throw in.malformed(numbers.size() + " registers");
        return numbers;
    }

    private static SortedSet<Integer> allRegisters() {
        var all = new TreeSet<Integer>();
        for (var i = 0; i < REGISTERS; i++) all.add(i);
        return all;
    }

    /** A TPML_PCR_SELECTION of the SHA-256 bank. */
    private static Bytes selection(SortedSet<Integer> registers) {
        var bitmap = new byte[REGISTERS / 8];
        for (var number : registers) bitmap[number / 8] |= (byte) (1 << number % 8);
        return Bytes.ofHex("00000001000b03").concat(Bytes.unsafeWrap(bitmap));
    }

    /** A TPM may ask for the same command again (TPM_RC_RETRY): it did nothing yet, such as after writing down that it is in use. */
    private TpmResponse send(TpmCommand command) throws IOException, MalformedException {
        for (var attempt = 1; ; attempt++) {
            try {
                return TpmResponse.to(command, channel.exchange(command.encode()));
            } catch (TpmException e) {
                if (!e.is(TpmCode.TPM_RC_RETRY) || attempt == REPEATS_MAX) throw e;
            }
        }
    }
}
