package coco.node;

import coco.attestation.Tee;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.crypto.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The service's key and certificate: born at genesis in the first node's TEE, given to each node once it is trusted,
 * so that whoever leads signs as
 * the service.
 */
record ServiceIdentity(SigningKey key, Certificate certificate) {
    static final String KEY = "service.key.sealed";
    static final String CERTIFICATE = "service_cert.pem";
    private static final Duration VALIDITY = Duration.ofDays(3650);

    static ServiceIdentity create(Instant now) {
        var key = SigningKey.generate(Curve.P256);
        var spec = new CertificateSpec(
                "CN=Coco service",
                List.of(),
                now.minus(Duration.ofHours(1)),
                now.plus(VALIDITY),
                true,
                Optional.empty());
        return new ServiceIdentity(key, spec.selfSigned(key));
    }

    /** The certificate with which {@code node} signs and serves, endorsed by the service. */
    Certificate endorse(NodeIdentity node, String name, List<String> alternativeNames, Instant now) {
        var spec = new CertificateSpec(
                "CN=" + name,
                alternativeNames,
                now.minus(Duration.ofHours(1)),
                now.plus(VALIDITY),
                false,
                Optional.empty());
        return spec.issuedBy(certificate, key, node.key().verifyingKey());
    }

    void save(Path data, Tee tee) throws IOException {
        try (var pkcs8 = key.toPkcs8()) {
            NodeIdentity.write(data.resolve(KEY), tee.seal(KEY, pkcs8).toArray());
        }
        NodeIdentity.write(
                data.resolve(CERTIFICATE), Bytes.ofUtf8(certificate.pem()).toArray());
    }

    static Optional<ServiceIdentity> load(Path data, Tee tee) throws IOException {
        if (!Files.exists(data.resolve(KEY)) || !Files.exists(data.resolve(CERTIFICATE))) return Optional.empty();
        try (var pkcs8 = tee.unseal(KEY, Bytes.unsafeWrap(Files.readAllBytes(data.resolve(KEY))))) {
            return Optional.of(of(pkcs8, Files.readString(data.resolve(CERTIFICATE))));
        } catch (AuthenticationFailedException | MalformedException e) {
            throw new IOException(
                    "the sealed service key in " + data + " does not open in this TEE: " + e.getMessage(), e);
        }
    }

    static ServiceIdentity of(SecretBytes pkcs8, String pem) throws MalformedException {
        var key = SigningKey.ofPkcs8(pkcs8);
        var certificate = Certificate.ofPem(pem);
        if (!certificate.key().equals(key.verifyingKey()))
            throw new MalformedException("the service's certificate is not that of its key");
        return new ServiceIdentity(key, certificate);
    }
}
