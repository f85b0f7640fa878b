package coco.attestation;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.nio.ByteBuffer;

/**
 * What a TEE says of the code in it and of the 64 bytes it was given.
 *
 * <p>Encoding, big endian: magic {@code COCE}, u16 version 1, u8 kind, then what the kind holds.
 */
public sealed interface Evidence {
    /** Bytes of the data that evidence is bound to. */
    int REPORT_DATA_SIZE = 64;
    /** Bytes of the longest evidence that is read. */
    int SIZE_MAX = 64 << 10;

    /** Evidence of the software TEE: anyone can make it; it protects nothing. 32 bytes measurement, 64 bytes report data. */
    record Software(Digest measurement, Bytes reportData) implements Evidence {
        public Software {
            if (reportData.size() != REPORT_DATA_SIZE) throw new IllegalArgumentException("report data has 64 bytes");
        }
    }

    /** The kind in words, as a TEE manifest names it. */
    default String kind() {
        return switch (this) {
            case Software software -> SoftwareTee.KIND;
        };
    }

    Digest measurement();

    Bytes reportData();

    default Bytes encode() {
        return switch (this) {
            case Software(var measurement, var reportData) -> {
                var out = ByteBuffer.allocate(7 + Digest.SIZE + REPORT_DATA_SIZE);
                out.putInt(Wire.MAGIC).putShort(Wire.VERSION).put(Wire.SOFTWARE);
                out.put(measurement.unsafeArray()).put(reportData.unsafeArray());
                yield Bytes.unsafeWrap(out.array());
            }
        };
    }

    /** @throws MalformedException for anything that {@link #encode} would not write */
    static Evidence decode(Bytes bytes) throws MalformedException {
        if (bytes.size() < 7 || bytes.size() > SIZE_MAX) throw new MalformedException("not evidence");
        var in = ByteBuffer.wrap(bytes.unsafeArray()).asReadOnlyBuffer();
        if (in.getInt() != Wire.MAGIC) throw new MalformedException("not evidence");
        var version = in.getShort();
        if (version != Wire.VERSION) throw new MalformedException("evidence of version " + version);
        var kind = in.get();
        if (kind != Wire.SOFTWARE) throw new MalformedException("evidence of an unknown kind: " + kind);
        if (in.remaining() != Digest.SIZE + REPORT_DATA_SIZE) throw new MalformedException("evidence of a wrong size");
        var measurement = new byte[Digest.SIZE];
        in.get(measurement);
        var reportData = new byte[REPORT_DATA_SIZE];
        in.get(reportData);
        return new Software(Digest.of(measurement), Bytes.unsafeWrap(reportData));
    }

    /** Numbers of the encoding. */
    final class Wire {
        static final int MAGIC = 0x434f4345;
        static final short VERSION = 1;
        static final byte SOFTWARE = 0;

        private Wire() {}
    }
}
