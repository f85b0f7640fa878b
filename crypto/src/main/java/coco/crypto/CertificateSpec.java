package coco.crypto;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * What a new certificate is to say. The serial number is derived from the rest, so that a deterministic key gives the
 * same certificate again.
 *
 * @param subject a distinguished name such as {@code CN=node 3}
 * @param alternativeNames {@code dNSName:host} or {@code iPAddress:address}
 * @param notBefore whole seconds; a fraction is cut off
 * @param notAfter likewise; still valid at that second
 * @param authority whether it may issue others
 */
public record CertificateSpec(
        String subject,
        List<String> alternativeNames,
        Instant notBefore,
        Instant notAfter,
        boolean authority,
        Optional<Extra> extra) {
    private static final String DNS = "dNSName:";
    private static final String IP = "iPAddress:";

    /** An extension that is not critical: its object identifier in dotted form, and its content. */
    public record Extra(String oid, Bytes content) {}

    public CertificateSpec {
        alternativeNames = List.copyOf(alternativeNames);
        if (notAfter.isBefore(notBefore)) throw new IllegalArgumentException("a certificate ends after it begins");
        for (var name : alternativeNames) generalName(name);
    }

    /** A certificate of {@code key}, signed by itself. */
    public Certificate selfSigned(SigningKey key) {
        return build(key.verifyingKey(), new X500Name(subject), key);
    }

    /** A certificate of {@code key}, issued by {@code issuer} under {@code issuerKey}. */
    public Certificate issuedBy(Certificate issuer, SigningKey issuerKey, VerifyingKey key) {
        if (!issuer.key().equals(issuerKey.verifyingKey()))
            throw new IllegalArgumentException("the issuer's key is not that of its certificate");
        return build(key, issuer.subjectName(), issuerKey);
    }

    private Certificate build(VerifyingKey key, X500Name issuer, SigningKey issuerKey) {
        try {
            var builder = new X509v3CertificateBuilder(
                    issuer,
                    serial(key, issuer),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    new X500Name(subject),
                    SubjectPublicKeyInfo.getInstance(key.spki().toArray()));
            addExtensions(builder, key, issuerKey.verifyingKey());
            return Certificate.ofDer(
                    Bytes.unsafeWrap(builder.build(new Signer(issuerKey)).getEncoded()));
        } catch (IOException | MalformedException e) {
            throw new IllegalStateException("a certificate of our own does not encode", e);
        }
    }

    private void addExtensions(X509v3CertificateBuilder builder, VerifyingKey key, VerifyingKey issuerKey)
            throws IOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        var usage = authority ? KeyUsage.digitalSignature | KeyUsage.keyCertSign : KeyUsage.digitalSignature;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        builder.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(shortId(key)));
        builder.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(shortId(issuerKey)));
        if (!alternativeNames.isEmpty()) {
            var names =
                    alternativeNames.stream().map(CertificateSpec::generalName).toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        if (extra.isPresent())
            builder.addExtension(
                    new ASN1ObjectIdentifier(extra.get().oid()),
                    false,
                    extra.get().content().toArray());
    }

    /** The first 20 bytes of the key's id, as RFC 7093 section 2 allows. */
    private static byte[] shortId(VerifyingKey key) {
        return Arrays.copyOf(key.id().unsafeArray(), 20);
    }

    private BigInteger serial(VerifyingKey key, X500Name issuer) throws IOException {
        var digest = Digest.sha256(
                key.spki().unsafeArray(),
                issuer.getEncoded(),
                Bytes.ofUtf8(subject + notBefore + notAfter + alternativeNames + extra)
                        .unsafeArray());
        return new BigInteger(1, digest.unsafeArray(), 0, 16).setBit(127);
    }

    private static GeneralName generalName(String name) {
        if (name.startsWith(DNS)) return new GeneralName(GeneralName.dNSName, name.substring(DNS.length()));
        if (name.startsWith(IP)) return new GeneralName(GeneralName.iPAddress, name.substring(IP.length()));
        throw new IllegalArgumentException("an alternative name is dNSName:... or iPAddress:..., not " + name);
    }

    /** Collects what Bouncy Castle wants signed and signs it with our key. */
    private record Signer(SigningKey key, java.io.ByteArrayOutputStream content) implements ContentSigner {
        Signer(SigningKey key) {
            this(key, new java.io.ByteArrayOutputStream());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(
                    switch (key.curve()) {
                        case P256 -> X9ObjectIdentifiers.ecdsa_with_SHA256;
                        case P384 -> X9ObjectIdentifiers.ecdsa_with_SHA384;
                        case P521 -> X9ObjectIdentifiers.ecdsa_with_SHA512;
                    });
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return key.signMessageDer(content.toByteArray());
        }
    }
}
