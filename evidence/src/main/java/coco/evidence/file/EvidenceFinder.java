package coco.evidence.file;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Evidence;
import coco.evidence.Examination;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.Verifier;
import coco.evidence.cca.CcaToken;
import coco.evidence.dcap.OpenEnclave;
import coco.evidence.dcap.SgxQuote;
import coco.evidence.dcap.TdxQuote;
import coco.evidence.format.ByteReader;
import coco.evidence.format.X509;
import coco.evidence.nitro.NitroDocument;
import coco.evidence.ratls.RaTls;
import coco.evidence.snp.SnpReport;
import coco.evidence.software.SoftwareEvidence;
import coco.evidence.uvm.AttestedMessage;
import coco.evidence.vbs.SqlServerResponse;
import coco.evidence.vbs.VbsEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells evidence by its first bytes, and takes it out of what it is wrapped in. */
final class EvidenceFinder {
    /** Wrappings inside one another. */
    private static final int DEPTH_MAX = 4;

    private static final int REPORT_VERSION_MAX = 255;
    private static final int COSE_TAG = 0xd2;
    private static final int ARRAY_OF_FOUR = 0x84;
    private static final int CERTIFICATE = 0x30;
    private static final Octets CCA_TAG = Octets.ofHex("d9018f");
    /** Major type 6 and {@link SoftwareEvidence#TAG} in 4 bytes. */
    private static final Octets SOFTWARE_TAG = Octets.ofHex("da636f636f");

    private static final Octets HCL = Octets.ofHex("48434c41");

    private EvidenceFinder() {}

    static EvidenceFile find(Octets file, int depth) throws MalformedException {
        if (depth > DEPTH_MAX) throw new MalformedException("wrapped more than " + DEPTH_MAX + " times");
        var text = Armour.text(file);
        if (text.isEmpty()) return ofBytes(file, depth);
        var trimmed = text.get().strip();
        if (trimmed.startsWith("{")) return Envelope.open(file, depth);
        if (trimmed.startsWith("-----BEGIN CERTIFICATE")) return ofCertificate(file, depth);
        var decoded = Armour.decode(trimmed);
        if (decoded.isPresent()) return find(decoded.get(), depth + 1).in("text");
        throw new MalformedException("text that is neither JSON, PEM, hex digits nor base64");
    }

    private static EvidenceFile ofBytes(Octets file, int depth) throws MalformedException {
        if (file.startsWith(HCL)) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, "an HCL report vouches for a TPM's key: the quote by that key belongs to it");
        }
        if (file.startsWith(CCA_TAG)) return new EvidenceFile("a token of a CCA realm", CcaToken.parse(file));
        if (file.size() > 2 && file.at(0) == CERTIFICATE && file.at(1) > 0x80) return ofCertificate(file, depth);
        if (file.startsWith(SOFTWARE_TAG))
            return new EvidenceFile("evidence of the software TEE", SoftwareEvidence.parse(file));
        if (file.size() > 1 && (file.at(0) == COSE_TAG || file.at(0) == ARRAY_OF_FOUR)) return ofCose(file);
        return ofNumbers(file);
    }

    /** Formats that begin with a number in little endian. */
    private static EvidenceFile ofNumbers(Octets file) throws MalformedException {
        var in = ByteReader.littleEndian(file);
        var first = in.u32();
        var second = in.u32();
        if (first <= REPORT_VERSION_MAX && first != 1)
            return new EvidenceFile("an SEV-SNP report", SnpReport.parse(file));
        if (first == 1 || isQuote(file)) return ofQuote(file);
        if (second == 1 && first == file.size())
            return new EvidenceFile("a report of a VBS enclave", VbsEvidence.parse(file));
        return ofSqlServer(file);
    }

    /** A quote's second field is the type of its key, 2 or 3. */
    private static boolean isQuote(Octets file) throws MalformedException {
        var in = ByteReader.littleEndian(file);
        var version = in.u16();
        var key = in.u16();
        return version <= REPORT_VERSION_MAX && (key == 2 || key == 3);
    }

    private static EvidenceFile ofQuote(Octets file) throws MalformedException {
        return switch (OpenEnclave.parse(file).quote()) {
            case SgxQuote sgx -> new EvidenceFile("an SGX quote", sgx);
            case TdxQuote tdx -> new EvidenceFile("a TDX quote", tdx);
        };
    }

    private static EvidenceFile ofSqlServer(Octets file) throws MalformedException {
        var response = SqlServerResponse.parse(file);
        var examination = new Examination(Instant.EPOCH);
        response.check(examination);
        return new EvidenceFile(
                "an answer of SQL Server's enclave",
                response.evidence(),
                response.endorsements(),
                examination.refusals());
    }

    /** Both Nitro documents and messages of attested services are signed COSE messages; their headers tell them apart. */
    private static EvidenceFile ofCose(Octets file) throws MalformedException {
        try {
            return new EvidenceFile("a Nitro document", NitroDocument.parse(file));
        } catch (MalformedException notNitro) {
            try {
                return ofAttestedMessage(AttestedMessage.parse(file));
            } catch (MalformedException neither) {
                throw new MalformedException(
                        notNitro.reason(),
                        "no Nitro document (" + notNitro.getMessage() + ") and no message of an attested service ("
                                + neither.getMessage() + ")");
            }
        }
    }

    private static EvidenceFile ofAttestedMessage(AttestedMessage message) throws MalformedException {
        var examination = new Examination(Instant.EPOCH);
        message.check(examination);
        var endorsements = new ArrayList<Endorsement>();
        endorsements.addAll(EndorsementFile.read(message.certificates()).items());
        endorsements.add(new Endorsement.UvmEndorsement(message.uvmEndorsement()));
        return new EvidenceFile(
                "a message of an attested service",
                SnpReport.parse(message.report()),
                new Endorsements(endorsements),
                examination.refusals());
    }

    /** The certificate itself is looked at by who meets it; here it is a wrapping, whose binding has to hold. */
    private static EvidenceFile ofCertificate(Octets file, int depth) throws MalformedException {
        var first = RaTls.parse(X509.certificates(file).getFirst()).getFirst();
        var found = find(first.evidence(), depth + 1);
        var examination = new Examination(Instant.EPOCH);
        first.checkBinding(reportData(found.evidence()), examination);
        var refusals = new ArrayList<>(found.refusals());
        refusals.addAll(examination.refusals());
        return new EvidenceFile(
                found.format() + " in a certificate", found.evidence(), found.endorsements(), List.copyOf(refusals));
    }

    /** What the evidence says it is bound to, whether it is genuine or not. */
    private static Octets reportData(Evidence evidence) {
        var findings = new Verifier(Roots.none()).examine(evidence, Endorsements.NONE, Policy.genuine(), Instant.EPOCH);
        return findings.claims().reportData();
    }
}
