package coco.evidence.dcap;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;

/**
 * A quote as Open Enclave's SDK hands it on: behind a header of 16 bytes (oe_report_header_t: version, type, size of the
 * quote), or in front of claims that the quote is bound to, or both.
 *
 * @param quote to be verified as any other
 * @param claims what stands behind it; not part of the quote, and to be believed only where {@link #isBoundToClaims}
 */
public record OpenEnclave(Quote quote, Octets claims) {
    private static final long REPORT_VERSION = 1;
    private static final long EVIDENCE_VERSION = 3;
    private static final long REMOTE_SGX = 2;
    private static final int UUID_SIZE = 16;

    public static OpenEnclave parse(Octets bytes) throws MalformedException {
        var in = ByteReader.littleEndian(bytes);
        // A quote begins with its version in 2 bytes and the type of its key, which is not 0.
        if (in.u32() != REPORT_VERSION) return unwrapped(bytes);
        var quote = Quote.parse(behindVersion(in));
        return new OpenEnclave(quote, in.rest());
    }

    /** The bytes of the quote in a report without claims behind it. */
    public static Octets quoteInReport(Octets report) throws MalformedException {
        var in = ByteReader.littleEndian(report);
        requireVersion(REPORT_VERSION, in, "an Open Enclave report");
        var quote = behindVersion(in);
        in.end("a report");
        return quote;
    }

    /**
     * The bytes of the quote in evidence of Open Enclave (oe_attestation_header_t): version 3, the format's UUID, and size go
     * before it, the claims that it is bound to are not part of it. In a certificate these are its key in PEM.
     */
    public static Octets quoteInEvidence(Octets evidence) throws MalformedException {
        var in = ByteReader.littleEndian(evidence);
        requireVersion(EVIDENCE_VERSION, in, "evidence of Open Enclave");
        in.skip(UUID_SIZE);
        var quote = in.take(in.u64());
        in.end("evidence");
        return quote;
    }

    private static void requireVersion(long known, ByteReader in, String what) throws MalformedException {
        var version = in.u32();
        if (version != known) throw new MalformedException(Reason.UNKNOWN_VERSION, what + " of version " + version);
    }

    private static Octets behindVersion(ByteReader in) throws MalformedException {
        var type = in.u32();
        if (type != REMOTE_SGX)
            throw new MalformedException(Reason.UNSUPPORTED, "an Open Enclave report of type " + type);
        return in.take(in.u64());
    }

    private static OpenEnclave unwrapped(Octets bytes) throws MalformedException {
        var reader = new QuoteReader(bytes);
        var quote = reader.read();
        return new OpenEnclave(quote, bytes.slice(reader.position(), bytes.size()));
    }

    /** Whether the quote's report data is the SHA-256 of the claims, followed by zeros. */
    public boolean isBoundToClaims() {
        var reportData =
                switch (quote) {
                    case SgxQuote sgx -> sgx.report().reportData();
                    case TdxQuote tdx -> tdx.report().reportData();
                };
        return reportData.equals(claims.hash(Hash.SHA_256).concat(Octets.of(new byte[32])));
    }
}
