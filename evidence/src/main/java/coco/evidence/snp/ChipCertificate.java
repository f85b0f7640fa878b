package coco.evidence.snp;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.Der;
import coco.evidence.format.X509;
import coco.evidence.snp.KeyInfo.SigningKey;
import java.security.cert.X509Certificate;

/**
 * The certificate of a key that signs reports, with what AMD's extensions say of it (Versioned Chip Endorsement Key
 * Certificate and KDS Interface Specification, 57230, section 3).
 *
 * @param kind VCEK or VLEK
 * @param tcb the versions from which the key was derived, 8 bytes, as in a report
 * @param hardwareId the chip, in as many bytes as its line has; empty of a VLEK
 * @param cloud who loaded the key, such as {@code CN=cc-us-east-2.amazonaws.com}; empty of a VCEK
 */
public record ChipCertificate(
        X509Certificate certificate, SigningKey kind, ProcessorLine line, Octets tcb, Octets hardwareId, String cloud) {
    private static final String AMD = "1.3.6.1.4.1.3704.1.";
    private static final String PRODUCT = AMD + "2";
    private static final String HARDWARE_ID = AMD + "4";
    private static final String CLOUD = AMD + "5";

    /** Whether it claims to be one: nothing else is worth a look. */
    static boolean isOne(X509Certificate certificate) {
        return certificate.getExtensionValue(PRODUCT) != null;
    }

    /** @throws MalformedException where an extension is missing or is not what it ought to be */
    static ChipCertificate of(X509Certificate certificate) throws MalformedException {
        var name = extension(certificate, PRODUCT).ia5String();
        var line = ProcessorLine.named(name)
                .orElseThrow(() -> new MalformedException(Reason.UNSUPPORTED, "the product " + name + " is not known"));
        var isOfChip = certificate.getExtensionValue(HARDWARE_ID) != null;
        if (isOfChip == (certificate.getExtensionValue(CLOUD) != null)) {
            throw new MalformedException("a certificate of a chip or of a cloud, and not both");
        }
        var tcb = tcb(certificate, line);
        if (!isOfChip) {
            var cloud = extension(certificate, CLOUD).ia5String();
            return new ChipCertificate(certificate, SigningKey.VLEK, line, tcb, Octets.EMPTY, cloud);
        }
        var hardwareId = raw(certificate, HARDWARE_ID);
        if (hardwareId.size() != line.chipIdSize()) {
            throw new MalformedException("an id of a chip of " + hardwareId.size() + " bytes");
        }
        return new ChipCertificate(certificate, SigningKey.VCEK, line, tcb, hardwareId, "");
    }

    /** The name that AMD's issuers of this kind and line have. */
    String issuerName() {
        return (kind == SigningKey.VLEK ? "SEV-VLEK-" : "SEV-") + line.word();
    }

    private static Octets tcb(X509Certificate certificate, ProcessorLine line) throws MalformedException {
        var tcb = new byte[8];
        for (var i = 0; i < tcb.length; i++) {
            var part = line.layout().get(i);
            if (part.isSpare() && certificate.getExtensionValue(part.extension()) == null) continue;
            var version = extension(certificate, part.extension()).smallInteger();
            if (version > 0xff) throw new MalformedException("version " + version + " of " + part.word());
            tcb[i] = (byte) version;
        }
        return Octets.of(tcb);
    }

    private static Der extension(X509Certificate certificate, String id) throws MalformedException {
        return Der.parse(raw(certificate, id));
    }

    /** What is in the extension: AMD puts the chip's id there as it is. */
    private static Octets raw(X509Certificate certificate, String id) throws MalformedException {
        var value = X509.extension(certificate, id);
        if (value.isEmpty()) throw new MalformedException("a chip's certificate without the extension " + id);
        return value.get();
    }
}
