package coco.evidence.nitro;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Findings;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Tcb;
import coco.evidence.chain.Revocation;
import coco.evidence.format.X509;
import java.util.LinkedHashMap;

/**
 * Whether an attestation document is AWS's (Nitro Enclaves Attestation Process, section 3.2.3): its certificates lead to the
 * pinned root, and the first of them signed it. The certificate of the key that signs lives for three hours; the instant
 * at which it has to be valid is the caller's choice, and never the document's own timestamp unless the caller says so.
 *
 * <p>What an enclave binds a document to is {@code user_data}: that is {@link Claims#reportData} where it has 64 bytes or
 * fewer, as many as other TEEs have room for. A longer one is no binding, and {@code reportData} is then empty. {@code
 * public_key} and {@code nonce} are facts, as is {@code user_data}: who uses them for a protocol of their own finds them
 * there, in hex digits.
 */
public final class NitroVerification {
    /** Bytes of the longest {@code user_data} that counts as what the document is bound to. */
    public static final int REPORT_DATA_SIZE_MAX = 64;

    private NitroVerification() {}

    public static Findings examine(NitroDocument document, Case about) {
        var examination = about.examination();
        examination.require(
                document.message().isSignedBy(document.certificate().getPublicKey()),
                Reason.SIGNATURE,
                "the document is not signed by the key of its certificate");
        examination.require(
                X509.isForSignatures(document.certificate(), false),
                Reason.CHAIN,
                "the certificate of the document is not for signatures");
        about.chains()
                .lead(
                        document.certificate(),
                        document.issuers(),
                        Authority.AWS_NITRO,
                        examination,
                        "the certificate of the document")
                .ifPresent(chain -> Revocation.check(chain, document.tee(), about));
        return examination.findings(claims(document), Tcb.ungraded());
    }

    private static Claims claims(NitroDocument document) {
        var registers = new LinkedHashMap<String, Octets>();
        document.pcrs().forEach((number, value) -> registers.put("pcr" + number, value));
        var facts = new LinkedHashMap<String, String>();
        facts.put("module-id", document.moduleId());
        facts.put("public-key", document.publicKey().toHex());
        facts.put("user-data", document.userData().toHex());
        facts.put("nonce", document.nonce().toHex());
        var bound = document.userData().size() <= REPORT_DATA_SIZE_MAX ? document.userData() : Octets.EMPTY;
        return Claims.of(document.tee(), registers, bound)
                .withDebug(document.isDebug())
                .withIssuedAt(document.timestamp())
                .withFacts(facts);
    }
}
