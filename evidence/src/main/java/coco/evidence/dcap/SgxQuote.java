package coco.evidence.dcap;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** A quote of an SGX enclave: version 3, and versions 4 and 5 of the TEE type SGX. */
public record SgxQuote(QuoteHeader header, EnclaveReport report, Octets signed, QuoteSignature signature)
        implements Quote, Evidence {
    /** As {@link Quote#parse}. */
    public static SgxQuote parse(Octets bytes) throws MalformedException {
        return switch (Quote.parse(bytes)) {
            case SgxQuote quote -> quote;
            case TdxQuote _ -> throw new MalformedException("a quote of a trust domain, not of an enclave");
        };
    }

    @Override
    public TeeKind tee() {
        return TeeKind.SGX;
    }
}
