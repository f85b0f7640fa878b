package coco.evidence.dcap;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.dcap.QuoteHeader.Tee;
import coco.evidence.format.ByteReader;

/** Reads a quote from front to end. Owner: who made it. */
final class QuoteReader {
    private static final int BODY_ENCLAVE = 1;
    private static final int BODY_TD_10 = 2;
    private static final int BODY_TD_15 = 3;

    private final Octets bytes;
    private final ByteReader in;

    QuoteReader(Octets bytes) {
        this.bytes = bytes;
        this.in = ByteReader.littleEndian(bytes);
    }

    Quote read() throws MalformedException {
        if (bytes.size() > Evidence.SIZE_MAX) throw new MalformedException("a quote of " + bytes.size() + " bytes");
        var header = QuoteHeader.read(in);
        var size = bodySize(header);
        var body = in.take(size);
        var signed = bytes.slice(0, in.position());
        var signature = QuoteSignature.parse(in.take(in.u32()), header.version());
        return switch (header.tee()) {
            case SGX -> new SgxQuote(header, EnclaveReport.parse(body), signed, signature);
            case TDX -> new TdxQuote(header, TdReport.parse(body), signed, signature);
        };
    }

    /** How much was read. */
    int position() {
        return in.position();
    }

    /**
     * From version 5 on a descriptor says which report follows; before, the kind of TEE does. A report of the other kind has
     * another size than is read then.
     */
    private int bodySize(QuoteHeader header) throws MalformedException {
        if (header.version() < 5) return header.tee() == Tee.SGX ? EnclaveReport.SIZE : TdReport.SIZE_10;
        var type = in.u16();
        var size = in.u32();
        var expected =
                switch (type) {
                    case BODY_ENCLAVE -> EnclaveReport.SIZE;
                    case BODY_TD_10 -> TdReport.SIZE_10;
                    case BODY_TD_15 -> TdReport.SIZE_15;
                    default -> throw new MalformedException(Reason.UNKNOWN_VERSION, "quote body type " + type);
                };
        if (size != expected) throw new MalformedException("a quote body of type " + type + " with " + size + " bytes");
        return expected;
    }
}
