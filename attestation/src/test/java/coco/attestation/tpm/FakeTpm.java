package coco.attestation.tpm;

import coco.crypto.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A TPM that gives one recorded quote for whatever is asked, and indexes of any size. It reads commands as strictly as a TPM, and lies
 * where a test tells it to. It computes nothing: that is what {@link Swtpm} is for.
 */
public final class FakeTpm implements TpmChannel {
    public static final int NV_READ_PUBLIC = 0x169;
    public static final int NV_READ = 0x14e;
    public static final int NV_WRITE = 0x137;
    public static final int READ_PUBLIC = 0x173;
    public static final int PCR_READ = 0x17e;
    public static final int QUOTE = 0x158;

    private static final int ATTRIBUTES = 0x0206_0006;
    private static final int PASSWORD_SESSION = 0x4000_0009;

    /** Indexes by their handle. */
    public final Map<Integer, byte[]> indexes = new HashMap<>();
    /** Values of the SHA-256 bank. */
    public final List<Bytes> registers = new ArrayList<>();

    public Bytes quoted = Bytes.EMPTY;
    public Bytes signature = Bytes.EMPTY;
    public Bytes publicArea = Bytes.EMPTY;

    /** What was asked, whole commands. */
    public final List<Bytes> commands = new ArrayList<>();
    /** What a command's parameters are made of instead. */
    public final Map<Integer, UnaryOperator<Bytes>> lies = new HashMap<>();
    /** Codes that commands are refused with. */
    public final Map<Integer, Integer> refusals = new HashMap<>();
    /** What a whole response is made of instead. */
    public UnaryOperator<Bytes> lie = UnaryOperator.identity();
    /** Called before each command. */
    public Runnable before = () -> {};

    public boolean closed;

    /** One without indexes. */
    public FakeTpm() {}

    @Override
    public Bytes exchange(Bytes command) throws IOException {
        before.run();
        commands.add(command);
        var in = ByteBuffer.wrap(command.toArray());
        var tag = in.getShort() & 0xffff;
        if (in.getInt() != command.size()) return lie.apply(refusal(0x142));
        var code = in.getInt();
        var refused = refusals.get(code);
        if (refused != null) return lie.apply(refusal(refused));
        var response =
                switch (code) {
                    case NV_READ_PUBLIC -> readIndex(in);
                    case NV_READ -> read(in);
                    case NV_WRITE -> write(in);
                    case READ_PUBLIC ->
                        answer(new Parts().sized(publicArea).sized(Bytes.EMPTY).sized(Bytes.EMPTY));
                    case PCR_READ -> registers(in);
                    case QUOTE -> quote(in);
                    default -> refusal(0x143);
                };
        if (in.hasRemaining() && response.at(9) == 0 && code != READ_PUBLIC) return lie.apply(refusal(0x95));
        var parameters = response.slice(HEADER_SIZE, response.size());
        if (response.slice(6, 10).equals(Bytes.ofHex("00000000"))) {
            parameters = lies.getOrDefault(code, UnaryOperator.identity()).apply(parameters);
            return lie.apply(whole(tag, 0, tag == TpmCommand.SESSIONS ? inSession(parameters) : parameters));
        }
        return lie.apply(response);
    }

    private Bytes readIndex(ByteBuffer in) {
        var index = in.getInt();
        var content = indexes.get(index);
        if (content == null) return refusal(0x18b);
        var area = new Parts()
                .u32(index)
                .u16(0x000b)
                .u32(ATTRIBUTES)
                .sized(Bytes.EMPTY)
                .u16(content.length)
                .bytes();
        return answer(new Parts().sized(area).sized(Bytes.ofHex("000b" + "00".repeat(32))));
    }

    private Bytes read(ByteBuffer in) {
        var by = in.getInt();
        var index = in.getInt();
        if (by != index || !session(in)) return refusal(0x149);
        var content = indexes.get(index);
        var size = in.getShort() & 0xffff;
        var offset = in.getShort() & 0xffff;
        if (content == null) return refusal(0x28b);
        if (offset + size > content.length) return refusal(0x146);
        return answer(new Parts().sized(Bytes.of(content, offset, offset + size)));
    }

    private Bytes write(ByteBuffer in) {
        var by = in.getInt();
        var index = in.getInt();
        if (by != index || !session(in)) return refusal(0x149);
        var data = new byte[in.getShort() & 0xffff];
        in.get(data);
        var offset = in.getShort() & 0xffff;
        var content = indexes.get(index);
        if (content == null) return refusal(0x28b);
        System.arraycopy(data, 0, content, offset, data.length);
        return answer(new Parts());
    }

    /** Eight at most, the lowest first. */
    private Bytes registers(ByteBuffer in) {
        if (in.getInt() != 1 || in.getShort() != 0x000b || in.get() != 3) return refusal(0x1c4);
        var bitmap = new byte[3];
        in.get(bitmap);
        var given = new byte[3];
        var values = new Parts();
        var count = 0;
        for (var i = 0; i < 24 && count < 8; i++) {
            if ((bitmap[i / 8] >> i % 8 & 1) == 0) continue;
            given[i / 8] |= (byte) (1 << i % 8);
            values.sized(registers.get(i));
            count++;
        }
        return answer(new Parts()
                .u32(7)
                .u32(1)
                .u16(0x000b)
                .raw(Bytes.ofHex("03"))
                .raw(Bytes.of(given))
                .u32(count)
                .raw(values.bytes()));
    }

    private Bytes quote(ByteBuffer in) {
        in.getInt();
        if (!session(in)) return refusal(0x125);
        in.position(in.position() + 2 + in.getShort(in.position()));
        if (in.getShort() != 0x0010) return refusal(0x2d2);
        in.position(in.position() + 10);
        return answer(new Parts().sized(quoted).raw(signature));
    }

    private static boolean session(ByteBuffer in) {
        return in.getInt() == 9
                && in.getInt() == PASSWORD_SESSION
                && in.getShort() == 0
                && in.get() == 0
                && in.getShort() == 0;
    }

    private static Bytes inSession(Bytes parameters) {
        return new Parts()
                .u32(parameters.size())
                .raw(parameters)
                .raw(Bytes.ofHex("0000010000"))
                .bytes();
    }

    private static Bytes answer(Parts parameters) {
        return whole(TpmCommand.NO_SESSIONS, 0, parameters.bytes());
    }

    static Bytes refusal(int code) {
        return whole(TpmCommand.NO_SESSIONS, code, Bytes.EMPTY);
    }

    static Bytes whole(int tag, int code, Bytes rest) {
        return new Parts()
                .u16(tag)
                .u32(HEADER_SIZE + rest.size())
                .u32(code)
                .raw(rest)
                .bytes();
    }

    @Override
    public void close() {
        closed = true;
    }
}
