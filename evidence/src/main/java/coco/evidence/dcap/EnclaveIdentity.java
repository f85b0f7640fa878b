package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.dcap.QuoteHeader.Tee;
import coco.evidence.format.Json;
import java.time.Instant;
import java.util.List;

/**
 * The identity of a quoting enclave (Intel PCS API, "Get SGX QE Identity", "Get TDX QE Identity"), version 2.
 *
 * @param tee whose quotes the enclave makes
 * @param miscSelect what its report has where {@code miscSelectMask} is set: 4 bytes in the order of the report
 * @param attributes what its report has where {@code attributesMask} is set: 16 bytes of attributes and XFRM
 * @param mrSigner SHA-256 of its signer's key
 * @param productId which one of the signer's enclaves it is
 * @param levels of its security versions, the highest first
 */
record EnclaveIdentity(
        Tee tee,
        Instant issueDate,
        Instant nextUpdate,
        int evaluation,
        Octets miscSelect,
        Octets miscSelectMask,
        Octets attributes,
        Octets attributesMask,
        Octets mrSigner,
        int productId,
        List<SvnLevel> levels)
        implements Statement {
    private static final int PRODUCT_MAX = 65535;

    static EnclaveIdentity parse(Octets body) throws MalformedException {
        var identity = Json.parseObject(body);
        var version = identity.number("version", Integer.MAX_VALUE);
        if (version != 2) throw new MalformedException(Reason.UNKNOWN_VERSION, "QE identity " + version);
        return new EnclaveIdentity(
                tee(identity.text("id")),
                identity.instant("issueDate"),
                identity.instant("nextUpdate"),
                identity.number("tcbEvaluationDataNumber", Integer.MAX_VALUE),
                identity.hex("miscselect", 4),
                identity.hex("miscselectMask", 4),
                identity.hex("attributes", 16),
                identity.hex("attributesMask", 16),
                identity.hex("mrsigner", 32),
                identity.number("isvprodid", PRODUCT_MAX),
                SvnLevel.listOf(identity));
    }

    /** Whether {@code report} is of this enclave, whatever its security version. */
    boolean isOf(EnclaveReport report) {
        return masked(report.miscSelect(), miscSelectMask).equals(miscSelect)
                && masked(report.attributes().concat(report.xfrm()), attributesMask)
                        .equals(attributes)
                && report.mrSigner().equals(mrSigner)
                && report.productId() == productId;
    }

    static Octets masked(Octets value, Octets mask) {
        var masked = value.toArray();
        for (var i = 0; i < masked.length; i++) masked[i] &= (byte) mask.at(i);
        return Octets.of(masked);
    }

    private static Tee tee(String id) throws MalformedException {
        return switch (id) {
            case "QE" -> Tee.SGX;
            case "TD_QE" -> Tee.TDX;
            default -> throw new MalformedException(Reason.UNSUPPORTED, "the identity of " + id);
        };
    }
}
