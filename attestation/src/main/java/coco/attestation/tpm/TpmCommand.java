package coco.attestation.tpm;

import coco.crypto.Bytes;
import java.nio.ByteBuffer;

/** Puts one command together (TPM 2.0 Library Part 1, Command/Response Structure). Numbers are big endian. Owner: who made it. */
final class TpmCommand {
    static final int NO_SESSIONS = 0x8001;
    static final int SESSIONS = 0x8002;

    /** The session that is none: an authorization value stands in the command (TPM_RS_PW). */
    private static final int PASSWORD_SESSION = 0x4000_0009;

    private final String name;
    private final ByteBuffer out = ByteBuffer.allocate(TpmChannel.SIZE_MAX);
    private final boolean authorized;

    private TpmCommand(String name, int code, boolean authorized) {
        this.name = name;
        this.authorized = authorized;
        out.putShort((short) (authorized ? SESSIONS : NO_SESSIONS)).putInt(0).putInt(code);
    }

    /** A command about {@code handles} that needs no authorization. */
    static TpmCommand plain(String name, int code, int... handles) {
        var command = new TpmCommand(name, code, false);
        for (var handle : handles) command.u32(handle);
        return command;
    }

    /** A command about {@code handles}, of which the first is used by its authorization value, which is empty. */
    static TpmCommand authorized(String name, int code, int... handles) {
        var command = new TpmCommand(name, code, true);
        for (var handle : handles) command.u32(handle);
        // The area of sessions: its size, then the session, no nonce, no attributes, no value.
        return command.u32(9).u32(PASSWORD_SESSION).u16(0).u8(0).u16(0);
    }

    String name() {
        return name;
    }

    boolean isAuthorized() {
        return authorized;
    }

    TpmCommand u8(int value) {
        out.put((byte) value);
        return this;
    }

    TpmCommand u16(int value) {
        out.putShort((short) value);
        return this;
    }

    TpmCommand u32(int value) {
        out.putInt(value);
        return this;
    }

    /** A TPM2B: two bytes of size and as many bytes. */
    TpmCommand sized(Bytes value) {
        u16(value.size());
        out.put(value.unsafeArray());
        return this;
    }

    TpmCommand raw(Bytes value) {
        out.put(value.unsafeArray());
        return this;
    }

    /** The whole command; the same each time. */
    Bytes encode() {
        out.putInt(2, out.position());
        return Bytes.of(out.array(), 0, out.position());
    }
}
