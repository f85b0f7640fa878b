package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/**
 * A quote: a report of an enclave or of a trust domain, signed by the platform's quoting enclave (Intel SGX ECDSA Quote
 * Library API, appendix A; Intel TDX DCAP Quoting Library API, appendix A). Numbers are little endian.
 */
public sealed interface Quote permits SgxQuote, TdxQuote {
    QuoteHeader header();

    /** What the quote's signature is over: everything before the size of the signature. */
    Octets signed();

    QuoteSignature signature();

    /** A quote of either kind; bytes behind the quote are not looked at, since quotes come in buffers that are longer. */
    static Quote parse(Octets bytes) throws MalformedException {
        return new QuoteReader(bytes).read();
    }

    /** What a quote is evidence of, by the beginning of its header alone: whether the rest is a quote is not looked at. */
    static TeeKind kind(Octets quote) throws MalformedException {
        return switch (QuoteHeader.tee(quote)) {
            case SGX -> TeeKind.SGX;
            case TDX -> TeeKind.TDX;
        };
    }
}
