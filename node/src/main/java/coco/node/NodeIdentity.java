package coco.node;

import coco.attestation.Tee;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.HpkeKey;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.crypto.SigningKey;
import coco.ledger.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A node's keys, born in its TEE and kept sealed in the data folder (the {@code local-disk} restart, which trusts the
 * host and is for the software
 * TEE alone).
 *
 * @param key the node key: its hash is the node id
 * @param certificate self-signed, for peers
 * @param encryptionSeed the HPKE key that epochs are opened to is derived from it
 */
record NodeIdentity(SigningKey key, Certificate certificate, SecretBytes encryptionSeed) {
    private static final String KEY = "node.key.sealed";
    private static final String SEED = "node.encryption.sealed";
    private static final String CERTIFICATE = "node.pem";
    private static final Duration VALIDITY = Duration.ofDays(3650);

    NodeId id() {
        return new NodeId(key.verifyingKey().id());
    }

    HpkeKey encryptionKey() {
        return HpkeKey.derive(SecretBytes.wrap(encryptionSeed.reveal(byte[]::clone)));
    }

    Bytes encryptionPublicKey() {
        try (var encryption = encryptionKey()) {
            return encryption.publicKey();
        }
    }

    /** The node key as TLS of the platform takes it. */
    PrivateKey privateKey() {
        try (var pkcs8 = key.toPkcs8()) {
            return pkcs8.reveal(encoded -> {
                try {
                    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("the platform does not read a key of our own", e);
                }
            });
        }
    }

    X509Certificate x509() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(certificate.der().toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform does not read a certificate of our own", e);
        }
    }

    static boolean exists(Path data) {
        return Files.exists(data.resolve(KEY));
    }

    static NodeIdentity create(Path data, Tee tee, String name, Instant now) throws IOException {
        Files.createDirectories(data);
        var key = SigningKey.generate(Curve.P256);
        var spec = new CertificateSpec(
                "CN=" + name, List.of(), now.minus(Duration.ofHours(1)), now.plus(VALIDITY), false, Optional.empty());
        var identity = new NodeIdentity(key, spec.selfSigned(key), SecretBytes.random(32, new SecureRandom()));
        write(data.resolve(SEED), tee.seal(SEED, identity.encryptionSeed).toArray());
        write(
                data.resolve(CERTIFICATE),
                Bytes.ofUtf8(identity.certificate.pem()).toArray());
        try (var pkcs8 = key.toPkcs8()) {
            write(data.resolve(KEY), tee.seal(KEY, pkcs8).toArray());
        }
        return identity;
    }

    static NodeIdentity load(Path data, Tee tee) throws IOException {
        try (var pkcs8 = tee.unseal(KEY, Bytes.unsafeWrap(Files.readAllBytes(data.resolve(KEY))))) {
            var seed = tee.unseal(SEED, Bytes.unsafeWrap(Files.readAllBytes(data.resolve(SEED))));
            return new NodeIdentity(
                    SigningKey.ofPkcs8(pkcs8), Certificate.ofPem(Files.readString(data.resolve(CERTIFICATE))), seed);
        } catch (AuthenticationFailedException | MalformedException e) {
            throw new IOException(
                    "the node's sealed identity in " + data + " does not open in this TEE: " + e.getMessage(), e);
        }
    }

    static void write(Path file, byte[] bytes) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
