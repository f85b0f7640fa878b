package coco.evidence.uvm;

import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseSign1;
import coco.evidence.format.EcKeys;
import java.security.PublicKey;
import java.util.Set;

/**
 * A message signed by a key that lives in a utility virtual machine (statement of an attested service, as in SCITT ledgers on
 * CCF): one critical parameter holds the key and the evidence of where it lives. This takes the message apart and checks
 * what ties its parts together. Whether the report and the endorsement are genuine is for their own verification.
 *
 * @param issuer who says so, as did:attestedsvc
 * @param report the SNP report, 1184 bytes
 * @param certificates of the key that signed the report, in PEM
 * @param uvmEndorsement for {@link UvmVerification}
 * @param key the key that signs
 * @param thumbprint of the key (RFC 9679, SHA-256)
 */
public record AttestedMessage(
        CoseSign1 message,
        String issuer,
        Octets report,
        Octets certificates,
        Octets uvmEndorsement,
        PublicKey key,
        Octets thumbprint) {
    private static final String TYPE = "SEV-SNP:ContainerPlat-AMD-UVM";
    private static final int CWT_CLAIMS = 15;
    private static final int ISSUER = 1;
    private static final int KEY_ID = 4;
    private static final int REPORT_SIZE = 1184;
    private static final int REPORT_DATA = 0x50;
    private static final int REPORT_DATA_SIZE = 64;
    private static final int CERTIFICATES_SIZE_MAX = 1 << 16;

    /** @throws MalformedException for anything else; another type of evidence is {@link Reason#UNSUPPORTED} */
    public static AttestedMessage parse(Octets bytes) throws MalformedException {
        var item = Cbor.parse(bytes);
        var label = service(item);
        var message = CoseSign1.of(item, Set.of(label));
        var service = message.signed().find(label).orElseThrow().map();
        var version = service.get("ver").number();
        if (version != 0)
            throw new MalformedException(Reason.UNKNOWN_VERSION, "an attested service of version " + version);
        var type = service.get("attestation_type").text();
        if (!type.equals(TYPE)) throw new MalformedException(Reason.UNSUPPORTED, "evidence of type " + type);
        var key = service.get("cose_key").map();
        return new AttestedMessage(
                message,
                message.signed().get(CWT_CLAIMS).map().get(ISSUER).text(),
                service.get("attestation").bytes(REPORT_SIZE, REPORT_SIZE),
                service.get("snp_endorsements").bytes(1, CERTIFICATES_SIZE_MAX),
                service.get("uvm_endorsements").bytes(),
                EcKeys.ofCoseKey(key),
                thumbprint(key));
    }

    /** The label of the parameter that has the evidence: the service's name, and the only critical one. */
    private static Cbor service(Cbor message) throws MalformedException {
        var parts = (message instanceof Cbor.Tagged(var _, var content) ? content : message).items();
        if (parts.isEmpty()) throw new MalformedException("an empty message");
        var header = Cbor.parse(parts.getFirst().bytes()).map();
        var critical = header.get(CoseSign1.CRITICAL).items();
        if (critical.size() != 1) throw new MalformedException(critical.size() + " critical parameters");
        return new Cbor.Text(critical.getFirst().text());
    }

    /** The hash of the members that make up the key, in their deterministic order. */
    private static Octets thumbprint(Cbor.Map key) throws MalformedException {
        return Cbor.Map.of(
                        Cbor.Entry.of(1, key.get(1)),
                        Cbor.Entry.of(-1, key.get(-1)),
                        Cbor.Entry.of(-2, key.get(-2)),
                        Cbor.Entry.of(-3, key.get(-3)))
                .encoded()
                .hash(Hash.SHA_256);
    }

    /** Notes what does not fit: the signature, the key's name, and what the report is bound to. */
    public void check(Examination examination) throws MalformedException {
        examination.require(
                message.isSignedBy(key), Reason.SIGNATURE, "the message is not signed by the key that it holds");
        examination.require(
                message.signed().get(KEY_ID).bytes().equals(thumbprint),
                Reason.KEY_BINDING,
                "the message names another key than it holds");
        var bound = thumbprint.concat(Octets.of(new byte[REPORT_DATA_SIZE - thumbprint.size()]));
        examination.require(
                report.slice(REPORT_DATA, REPORT_DATA + REPORT_DATA_SIZE).equals(bound),
                Reason.KEY_BINDING,
                "the report is bound to another key");
    }
}
