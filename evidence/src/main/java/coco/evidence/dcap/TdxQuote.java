package coco.evidence.dcap;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** A quote of a TDX trust domain: versions 4 and 5 of the TEE type TDX. */
public record TdxQuote(QuoteHeader header, TdReport report, Octets signed, QuoteSignature signature)
        implements Quote, Evidence {
    /** As {@link Quote#parse}. */
    public static TdxQuote parse(Octets bytes) throws MalformedException {
        return switch (Quote.parse(bytes)) {
            case TdxQuote quote -> quote;
            case SgxQuote _ -> throw new MalformedException("a quote of an enclave, not of a trust domain");
        };
    }

    @Override
    public TeeKind tee() {
        return TeeKind.TDX;
    }
}
