package coco.evidence.snp;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** The bytes of a report under a test's own key, field by field. Owner: one test. */
final class MadeReport {
    private final ByteBuffer bytes = ByteBuffer.allocate(SnpReport.SIZE).order(ByteOrder.LITTLE_ENDIAN);

    /** A report as a guest gets it that was launched as it ought to be. */
    MadeReport(int version) {
        u32(0x00, version).u64(0x08, 0x3001f).u32(0x34, 1);
        for (var i = 0; i < 64; i++) u8(0x50 + i, i);
        for (var i = 0; i < 48; i++) u8(0x90 + i, 0xa0 + i);
    }

    /** Bytes that were made elsewhere. */
    MadeReport(Octets report) {
        bytes.put(0, report.toArray());
    }

    MadeReport u8(int at, int value) {
        bytes.put(at, (byte) value);
        return this;
    }

    MadeReport u32(int at, long value) {
        bytes.putInt(at, (int) value);
        return this;
    }

    MadeReport u64(int at, long value) {
        bytes.putLong(at, value);
        return this;
    }

    MadeReport put(int at, Octets value) {
        bytes.put(at, value.toArray());
        return this;
    }

    MadeReport processor(int family, int model, int stepping) {
        return u8(0x188, family).u8(0x189, model).u8(0x18a, stepping);
    }

    /** Versions of everything: reported, current, committed, at launch. */
    MadeReport tcb(String hex) {
        for (var at : new int[] {0x38, 0x180, 0x1e0, 0x1f0}) put(at, Octets.ofHex(hex));
        return this;
    }

    MadeReport sign(PrivateKey key) {
        try {
            var signer = Signature.getInstance("SHA384withECDSAinP1363Format");
            signer.initSign(key);
            signer.update(bytes.array(), 0, SnpReport.SIGNED_SIZE);
            var signature = Octets.of(signer.sign());
            return put(0x2a0, signature.slice(0, 48).reversed())
                    .put(0x2e8, signature.slice(48, 96).reversed());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Octets bytes() {
        return Octets.of(bytes.array());
    }

    SnpReport parse() {
        try {
            return SnpReport.parse(bytes());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }
}
