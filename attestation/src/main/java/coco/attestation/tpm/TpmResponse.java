package coco.attestation.tpm;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.nio.ByteBuffer;

/** Reads a response from front to end, as strictly as {@link TpmCommand} wrote. Owner: the call that made it. */
final class TpmResponse {
    private final String name;
    private final ByteBuffer in;

    private TpmResponse(String name, ByteBuffer in) {
        this.name = name;
        this.in = in;
    }

    /** What the header says is the size of the whole. */
    static int size(Bytes header) throws MalformedException {
        if (header.size() < TpmChannel.HEADER_SIZE) {
            throw new MalformedException("a TPM's response of " + header.size() + " bytes");
        }
        var size = Integer.toUnsignedLong(ByteBuffer.wrap(header.unsafeArray()).getInt(2));
        if (size < TpmChannel.HEADER_SIZE || size > TpmChannel.SIZE_MAX) {
            throw new MalformedException("a TPM's response that says it has " + size + " bytes");
        }
        return (int) size;
    }

    /** The same bytes, where they are as many as their header says. */
    static Bytes whole(Bytes response) throws MalformedException {
        var size = size(response);
        if (size == response.size()) return response;
        throw new MalformedException(
                "a TPM's response of " + response.size() + " bytes that says it has " + size + " bytes");
    }

    /**
     * The parameters of a response to {@code command}, which returned no handle.
     *
     * @throws TpmException where the TPM refused
     */
    static TpmResponse to(TpmCommand command, Bytes response) throws TpmException, MalformedException {
        var in = start(command, response);
        if (!command.isAuthorized()) return in;
        var size = in.u32();
        var parameters = in.take(size);
        endSession(in);
        return new TpmResponse(command.name(), ByteBuffer.wrap(parameters.unsafeArray()));
    }

    /** The answer to the session: no nonce, no value. Of the attributes a TPM sets what it likes. */
    private static void endSession(TpmResponse in) throws MalformedException {
        if (in.u16() != 0) throw in.malformed("a session with a nonce");
        in.u8();
        if (in.u16() != 0) throw in.malformed("a session with a value");
        in.end();
    }

    /** What stands behind the header. */
    static TpmResponse start(TpmCommand command, Bytes response) throws TpmException, MalformedException {
        var in = new TpmResponse(command.name(), ByteBuffer.wrap(whole(response).unsafeArray()));
        var tag = in.u16();
        in.u32();
        var code = in.u32();
        if (code != 0) throw new TpmException(command.name(), code);
        if (tag != (command.isAuthorized() ? TpmCommand.SESSIONS : TpmCommand.NO_SESSIONS)) {
            throw in.malformed("a response with the tag " + Integer.toHexString(tag));
        }
        return in;
    }

    int u8() throws MalformedException {
        need(1);
        return in.get() & 0xff;
    }

    int u16() throws MalformedException {
        need(2);
        return in.getShort() & 0xffff;
    }

    long u32() throws MalformedException {
        need(4);
        return in.getInt() & 0xffff_ffffL;
    }

    /** The next {@code size} bytes. */
    Bytes take(long size) throws MalformedException {
        need(size);
        var taken = new byte[(int) size];
        in.get(taken);
        return Bytes.unsafeWrap(taken);
    }

    /** A TPM2B of at most {@code sizeMax} bytes. */
    Bytes sized(int sizeMax) throws MalformedException {
        var size = u16();
        if (size > sizeMax) throw malformed(size + " bytes where at most " + sizeMax + " may be");
        return take(size);
    }

    Bytes rest() throws MalformedException {
        return take(in.remaining());
    }

    void end() throws MalformedException {
        if (in.hasRemaining()) throw malformed(in.remaining() + " bytes too many");
    }

    MalformedException malformed(String what) {
        return new MalformedException(name + ": " + what);
    }

    private void need(long size) throws MalformedException {
        if (size > in.remaining())
            throw malformed("cut off: " + size + " bytes are expected, " + in.remaining() + " are there");
    }
}
