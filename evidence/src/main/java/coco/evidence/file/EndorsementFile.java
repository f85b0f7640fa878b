package coco.evidence.file;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.dcap.Collateral;
import coco.evidence.dcap.CollateralBlob;
import coco.evidence.format.Json;
import coco.evidence.format.X509;
import coco.evidence.snp.CertificateTable;
import coco.evidence.snp.SnpEndorsements;
import coco.evidence.tpm.EventLog;
import java.util.ArrayList;

/** Endorsements in a file of any known form. */
public final class EndorsementFile {
    private static final int COSE_TAG = 0xd2;
    private static final int SEQUENCE = 0x30;

    private EndorsementFile() {}

    /**
     * Certificates and revocation lists in PEM or DER, Intel's collateral in JSON or in one block, AMD's certificates as hosts
     * hand them on, an endorsement of a utility virtual machine, or an event log; as they are, in hex digits or in base64.
     *
     * @throws MalformedException where it is none of these
     */
    public static Endorsements read(Octets file) throws MalformedException {
        if (file.size() > EvidenceFile.SIZE_MAX) throw new MalformedException("a file of " + file.size() + " bytes");
        var text = Armour.text(file);
        if (text.isEmpty()) return ofBytes(file);
        var trimmed = text.get().strip();
        if (trimmed.startsWith("{")) return ofJson(file);
        if (trimmed.startsWith("-----BEGIN")) return ofPem(file, trimmed);
        var decoded = Armour.decode(trimmed);
        if (decoded.isEmpty()) throw new MalformedException("text that is no endorsement");
        return Armour.text(decoded.get()).isPresent() ? read(decoded.get()) : ofBytes(decoded.get());
    }

    private static Endorsements ofJson(Octets file) throws MalformedException {
        if (Json.parseObject(file).has("vcekCert")) return SnpEndorsements.hardwareIdentity(file);
        return new Endorsements(Collateral.parse(file));
    }

    private static Endorsements ofPem(Octets file, String text) throws MalformedException {
        return text.startsWith("-----BEGIN X509 CRL") ? revocationLists(file) : certificates(file);
    }

    private static Endorsements ofBytes(Octets file) throws MalformedException {
        if (file.at(0) == SEQUENCE) return ofDer(file);
        if (file.at(0) == COSE_TAG) return Endorsements.of(new Endorsement.UvmEndorsement(file));
        return ofTables(file);
    }

    private static Endorsements ofDer(Octets file) throws MalformedException {
        try {
            return certificates(file);
        } catch (MalformedException noCertificate) {
            return revocationLists(file); // the other thing that begins so; what it says of a certificate says less
        }
    }

    /** Formats that only reading tells apart: the first that reads the whole file. */
    private static Endorsements ofTables(Octets file) throws MalformedException {
        var reasons = new ArrayList<String>();
        try {
            return new Endorsements(CollateralBlob.parse(file));
        } catch (MalformedException e) {
            reasons.add("collateral: " + e.getMessage());
        }
        try {
            EventLog.parse(file);
            return Endorsements.of(new Endorsement.EventLog(file));
        } catch (MalformedException e) {
            reasons.add("event log: " + e.getMessage());
        }
        try {
            var table = CertificateTable.parse(file);
            if (!table.items().isEmpty()) return table;
            reasons.add("table of certificates: none in it"); // a row of zeros occurs in much
        } catch (MalformedException e) {
            reasons.add("table of certificates: " + e.getMessage());
        }
        throw new MalformedException("no endorsement that is known (" + String.join("; ", reasons) + ")");
    }

    private static Endorsements certificates(Octets file) throws MalformedException {
        var items = new ArrayList<Endorsement>();
        for (var certificate : X509.certificates(file)) items.add(new Endorsement.Certificate(certificate));
        return new Endorsements(items);
    }

    private static Endorsements revocationLists(Octets file) throws MalformedException {
        var items = new ArrayList<Endorsement>();
        for (var list : X509.revocationLists(file)) items.add(new Endorsement.RevocationList(list));
        return new Endorsements(items);
    }
}
