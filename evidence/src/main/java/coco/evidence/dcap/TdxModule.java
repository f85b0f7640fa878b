package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.Json;
import java.util.List;

/**
 * What Intel says of TDX modules of one major version.
 *
 * @param id {@code TDX_} and the major version in two hex digits; empty for modules without one
 * @param mrSigner SHA-384 of the key of their signer
 * @param attributes what their attributes are where {@code attributesMask} is set
 * @param levels of their security versions; none for modules without a major version, which are graded with the platform
 */
record TdxModule(String id, Octets mrSigner, Octets attributes, Octets attributesMask, List<SvnLevel> levels) {
    static TdxModule of(Json.Members module) throws MalformedException {
        return read("", module, List.of());
    }

    static TdxModule ofIdentity(Json.Members module) throws MalformedException {
        return read(module.text("id"), module, SvnLevel.listOf(module));
    }

    private static TdxModule read(String id, Json.Members module, List<SvnLevel> levels) throws MalformedException {
        return new TdxModule(
                id, module.hex("mrsigner", 48), module.hex("attributes", 8), module.hex("attributesMask", 8), levels);
    }

    /** Whether {@code report} was made by such a module. */
    boolean isOf(TdReport report) {
        return report.mrSignerSeam().equals(mrSigner)
                && EnclaveIdentity.masked(report.seamAttributes(), attributesMask)
                        .equals(attributes);
    }
}
