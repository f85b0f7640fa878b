package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;

/**
 * What stands behind a quote's body: the signature, and what leads from it to the platform's certificate.
 *
 * @param signature by the attestation key: r and s, 32 bytes each, big endian
 * @param attestationKey a point of P-256: x and y, 32 bytes each, big endian
 * @param qeReport the report of the quoting enclave that made the attestation key
 * @param qeReportSignature by the platform's key; as {@code signature}
 * @param qeAuthenticationData what the quoting enclave's report binds beside the attestation key
 * @param certification where the platform's certificate is
 */
public record QuoteSignature(
        Octets signature,
        Octets attestationKey,
        EnclaveReport qeReport,
        Octets qeReportSignature,
        Octets qeAuthenticationData,
        Certification certification) {

    /**
     * Data that leads to the platform's certificate (PCK).
     *
     * @param type 1 to 3 the platform's id in clear or encrypted, 4 the certificate alone, 5 certificates
     */
    public record Certification(int type, Octets data) {
        static final int CERTIFICATE = 4;
        static final int CERTIFICATES = 5;
        static final int QE_REPORT = 6;

        /** What is read last: nothing may stand behind it. */
        private static Certification readLast(ByteReader in) throws MalformedException {
            var type = in.u16();
            var data = in.take(in.u32());
            in.end("certification data");
            return new Certification(type, data);
        }
    }

    static QuoteSignature parse(Octets bytes, int version) throws MalformedException {
        var in = ByteReader.littleEndian(bytes);
        var signature = in.take(64);
        var attestationKey = in.take(64);
        var rest = version == 3 ? in : insideQeReport(in);
        var qeReport = EnclaveReport.parse(rest.take(EnclaveReport.SIZE));
        var qeReportSignature = rest.take(64);
        var authenticationData = rest.take(rest.u16());
        var certification = Certification.readLast(rest);
        if (certification.type() < 1 || certification.type() > Certification.CERTIFICATES) {
            throw new MalformedException(Reason.UNSUPPORTED, "certification data of type " + certification.type());
        }
        return new QuoteSignature(
                signature, attestationKey, qeReport, qeReportSignature, authenticationData, certification);
    }

    /** From version 4 on the quoting enclave's report and all behind it are certification data themselves. */
    private static ByteReader insideQeReport(ByteReader in) throws MalformedException {
        var outer = Certification.readLast(in);
        if (outer.type() != Certification.QE_REPORT) {
            throw new MalformedException(Reason.UNSUPPORTED, "certification data of type " + outer.type() + ", not 6");
        }
        return ByteReader.littleEndian(outer.data());
    }
}
