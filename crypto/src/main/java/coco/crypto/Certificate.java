package coco.crypto;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * An X.509 certificate (RFC 5280) of an ECDSA key on a NIST curve; immutable.
 *
 * <p>Parsing is strict: canonical DER, version 3, a key of {@link VerifyingKey}, no critical extension that is unknown
 * here. Whether it is valid at some time is for the caller to ask; nothing here has a clock.
 */
public final class Certificate {
    /** Bytes of the longest certificate that is read. */
    public static final int SIZE_MAX = 64 << 10;

    /** Characters of subject and issuer together. */
    private static final int NAMES_MAX = 4096;

    private static final Map<ASN1ObjectIdentifier, String> SIGNATURE_HASHES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA-256",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA-384",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA-512");
    private static final Set<ASN1ObjectIdentifier> KNOWN_CRITICAL = Set.of(
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.subjectAlternativeName);

    private final Bytes der;
    private final Digest fingerprint;
    private final X509CertificateHolder holder;
    private final VerifyingKey key;
    /** Made when it is asked for first: every signature entry of a node holds it. */
    private @Nullable String pem;

    private Certificate(Bytes der, X509CertificateHolder holder, VerifyingKey key) {
        this.der = der;
        this.fingerprint = Digest.sha256(der);
        this.holder = holder;
        this.key = key;
    }

    public static Certificate ofDer(Bytes der) throws MalformedException {
        if (der.size() > SIZE_MAX) throw new MalformedException("the certificate is too large");
        try {
            var parsed =
                    org.bouncycastle.asn1.x509.Certificate.getInstance(ASN1Primitive.fromByteArray(der.unsafeArray()));
            if (parsed == null || !Bytes.unsafeWrap(parsed.getEncoded("DER")).equals(der))
                throw new MalformedException("the certificate is not canonical DER");
            var holder = new X509CertificateHolder(parsed);
            var spki = Bytes.unsafeWrap(holder.getSubjectPublicKeyInfo().getEncoded("DER"));
            checkForm(holder);
            return new Certificate(der, holder, VerifyingKey.ofSpki(spki));
        } catch (IOException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException
                | IndexOutOfBoundsException e) {
            // The last three are how a part that is parsed late refuses what it is given.
            throw new MalformedException("not a certificate", e);
        }
    }

    /** Reads the only block {@code CERTIFICATE} in {@code pem}. */
    public static Certificate ofPem(String pem) throws MalformedException {
        return ofDer(Pem.decodeOne(pem, Pem.CERTIFICATE));
    }

    private static void checkForm(X509CertificateHolder holder) throws MalformedException {
        if (holder.getVersionNumber() != 3) throw new MalformedException("the certificate is not of version 3");
        var structure = holder.toASN1Structure();
        if (!structure
                .getSignatureAlgorithm()
                .equals(structure.getTBSCertificate().getSignature()))
            throw new MalformedException("the certificate names two signature algorithms");
        for (var oid : holder.getCriticalExtensionOIDs())
            if (!KNOWN_CRITICAL.contains(oid))
                throw new MalformedException("the certificate has an unknown critical extension " + oid);
        // Forces the parts that are parsed late, so that no later call can fail.
        isCa(holder);
        holder.getSignature();
        var names = holder.getSubject() + " " + holder.getIssuer();
        if (names.length() > NAMES_MAX) throw new MalformedException("the certificate's names are too long");
        holder.getNotBefore();
        holder.getNotAfter();
    }

    private static boolean isCa(X509CertificateHolder holder) {
        var constraints = BasicConstraints.fromExtensions(holder.getExtensions());
        return constraints != null && constraints.isCA();
    }

    public Bytes der() {
        return der;
    }

    public String pem() {
        // Two threads may make it at once, and get equal texts.
        var text = pem;
        if (text == null) pem = text = Pem.encode(Pem.CERTIFICATE, der);
        return text;
    }

    public VerifyingKey key() {
        return key;
    }

    /** SHA-256 of the DER; of a member's or user's certificate this is its id. */
    public Digest fingerprint() {
        return fingerprint;
    }

    public Instant notBefore() {
        return holder.getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return holder.getNotAfter().toInstant();
    }

    /** Both ends included, as RFC 5280 section 4.1.2.5 has it. */
    public boolean isValidAt(Instant time) {
        return !time.isBefore(notBefore()) && !time.isAfter(notAfter());
    }

    public String subject() {
        return holder.getSubject().toString();
    }

    /** Whether it may issue others. */
    public boolean isCa() {
        return isCa(holder);
    }

    /** The content of the extension with {@code oid}, if it is there. */
    public Optional<Bytes> extension(String oid) {
        return Optional.ofNullable(holder.getExtension(new ASN1ObjectIdentifier(oid)))
                .map(extension -> Bytes.of(extension.getExtnValue().getOctets()));
    }

    /** Whether {@code issuer} is a certificate authority whose name and key made this certificate; no time is asked. */
    public boolean isIssuedBy(Certificate issuer) {
        return issuer.isCa() && holder.getIssuer().equals(issuer.holder.getSubject()) && isSignedBy(issuer.key);
    }

    /** Whether {@code signer} made this certificate's signature, whatever the names in it say. */
    public boolean isSignedBy(VerifyingKey signer) {
        var hash = SIGNATURE_HASHES.get(holder.getSignatureAlgorithm().getAlgorithm());
        if (hash == null) return false;
        try {
            var signed = holder.toASN1Structure().getTBSCertificate().getEncoded("DER");
            return signer.verifyHash(Hashes.of(hash, signed), holder.getSignature());
        } catch (IOException e) {
            throw new IllegalStateException("encoding into memory cannot fail", e);
        }
    }

    org.bouncycastle.asn1.x500.X500Name subjectName() {
        return holder.getSubject();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate certificate && der.equals(certificate.der);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /** Subject and fingerprint. */
    @Override
    public String toString() {
        return subject() + " " + fingerprint;
    }
}
