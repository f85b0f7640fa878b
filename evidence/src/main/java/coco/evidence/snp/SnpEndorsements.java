package coco.evidence.snp;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.Json;
import coco.evidence.format.X509;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * Endorsements of reports, in the forms in which AMD's key distribution service gives them: a certificate in DER, issuers in
 * PEM, a revocation list in DER; and in the form in which Azure's hosts give them. {@link CertificateTable} has the form of
 * other hosts.
 */
public final class SnpEndorsements {
    private SnpEndorsements() {}

    /**
     * Certificates in PEM one after another, or one in DER.
     *
     * @throws MalformedException where there is something else, or too many
     */
    public static Endorsements certificates(Octets pemOrDer) throws MalformedException {
        var items = new ArrayList<Endorsement>();
        for (var certificate : X509.certificates(pemOrDer)) items.add(new Endorsement.Certificate(certificate));
        return new Endorsements(items);
    }

    /**
     * What Azure's hosts give (Trusted Hardware Identity Management): JSON with {@code vcekCert} and {@code
     * certificateChain} in PEM. Its {@code tcbm} and {@code cacheControl} say nothing that the certificate does not.
     *
     * @throws MalformedException where one of the two is missing, or is no certificates
     */
    public static Endorsements hardwareIdentity(Octets json) throws MalformedException {
        var object = Json.parseObject(json);
        return certificates(ascii(object.text("vcekCert"))).with(certificates(ascii(object.text("certificateChain"))));
    }

    /** @throws MalformedException unless it is one list, in DER or PEM */
    public static Endorsement.RevocationList revocationList(Octets list) throws MalformedException {
        var lists = X509.revocationLists(list);
        if (lists.size() != 1) throw new MalformedException(lists.size() + " revocation lists");
        return new Endorsement.RevocationList(lists.getFirst());
    }

    static Endorsement.Certificate certificate(Octets der) throws MalformedException {
        return new Endorsement.Certificate(X509.ofDer(der));
    }

    private static Octets ascii(String pem) {
        return Octets.of(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
