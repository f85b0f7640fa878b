package coco.attestation.tpm;

import coco.crypto.Bytes;
import java.io.ByteArrayOutputStream;

/** Numbers in big endian one after another, for the other side's answers. */
final class Parts {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Parts u16(int value) {
        out.write(value >>> 8);
        out.write(value);
        return this;
    }

    Parts u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    Parts sized(Bytes value) {
        return u16(value.size()).raw(value);
    }

    Parts raw(Bytes value) {
        out.writeBytes(value.toArray());
        return this;
    }

    Bytes bytes() {
        return Bytes.of(out.toByteArray());
    }
}
