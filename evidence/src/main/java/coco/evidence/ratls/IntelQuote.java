package coco.evidence.ratls;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.format.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** As much of Intel's quotes as tells whose they are, and what Open Enclave puts around them. */
final class IntelQuote {
    private static final int REMOTE_REPORT = 2;
    private static final int UUID_SIZE = 16;
    private static final int PEM_COLUMNS = 64;

    private IntelQuote() {}

    /** Whose a quote is, by its header. */
    static TeeKind tee(Octets quote) throws MalformedException {
        var in = ByteReader.littleEndian(quote);
        var version = in.u16();
        in.skip(2);
        var type = in.u32();
        if (version < 3 || version > 5)
            throw new MalformedException(Reason.UNKNOWN_VERSION, "a quote of version " + version);
        if (type == 0) return TeeKind.SGX;
        if (type == 0x81 && version > 3) return TeeKind.TDX;
        throw new MalformedException(Reason.UNSUPPORTED, "a quote of a TEE of type " + type);
    }

    /** The quote in a report of Open Enclave: version 1, type, and size go before it. */
    static Octets inOpenEnclaveReport(Octets report) throws MalformedException {
        var in = ByteReader.littleEndian(report);
        var version = in.u32();
        if (version != 1) throw new MalformedException(Reason.UNKNOWN_VERSION, "a report of version " + version);
        var type = in.u32();
        if (type != REMOTE_REPORT) throw new MalformedException(Reason.UNSUPPORTED, "a report of type " + type);
        var quote = in.take(in.u64());
        in.end("a report");
        return quote;
    }

    /**
     * The quote in evidence of Open Enclave, with the claims behind it: version 3, the format's UUID, and size go before it.
     * The claims are the key in PEM, so that their hash is known without them.
     */
    static Octets inOpenEnclaveEvidence(Octets evidence) throws MalformedException {
        var in = ByteReader.littleEndian(evidence);
        var version = in.u32();
        if (version != 3) throw new MalformedException(Reason.UNKNOWN_VERSION, "evidence of version " + version);
        in.skip(UUID_SIZE);
        var quote = in.take(in.u64());
        in.end("evidence");
        return quote;
    }

    /** A key in PEM with the zero that ends a string in C. */
    static Octets pem(Octets keyInfo) {
        var lines = Base64.getMimeEncoder(PEM_COLUMNS, new byte[] {'\n'}).encodeToString(keyInfo.toArray());
        var text = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n\0";
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
