package coco.sim;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.HpkeKey;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.crypto.SigningKey;
import coco.governance.Membership;
import coco.ledger.NodeId;
import coco.ledger.ServiceInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of a simulated node. They are the same in every world, so that a thousand seeds do not make ten thousand
 * certificates: chance has
 * no part in them.
 *
 * @param name {@code vn1} for the first node that lives in the first place, {@code vn1.2} for the second
 */
record Identity(String name, NodeId id, SigningKey key, Certificate certificate, Membership.Admit admit) {
    private static final Map<String, Identity> MADE = new ConcurrentHashMap<>();
    private static final SigningKey SERVICE = SigningKey.deterministic(Curve.P256, bytes("service"));
    private static final Certificate SERVICE_CERTIFICATE =
            spec("CN=service", true).selfSigned(SERVICE);

    /** @param life 0 for the first node in this place */
    static Identity of(int place, int life) {
        return MADE.computeIfAbsent("vn" + (place + 1) + (life == 0 ? "" : "." + (life + 1)), Identity::make);
    }

    static SigningKey service() {
        return SERVICE;
    }

    static Certificate serviceCertificate() {
        return SERVICE_CERTIFICATE;
    }

    /** The row of the genesis that names the service. */
    static Bytes serviceInfo() {
        var info = new ServiceInfo(
                ServiceInfo.Status.OPENING,
                SERVICE_CERTIFICATE,
                Optional.empty(),
                Optional.empty(),
                Bytes.ofUtf8("{}"));
        try {
            return info.toJson();
        } catch (MalformedException e) {
            throw new IllegalStateException("a service's row is well formed", e);
        }
    }

    private static Identity make(String name) {
        var key = SigningKey.deterministic(Curve.P256, bytes(name));
        var certificate = spec("CN=node " + name, false).issuedBy(SERVICE_CERTIFICATE, SERVICE, key.verifyingKey());
        var id = new NodeId(key.verifyingKey().id());
        try (var encryption = encryptionKey(name)) {
            var admit = new Membership.Admit(
                    id, certificate.pem(), encryption.publicKey(), "peer", "log", "http", Bytes.EMPTY);
            return new Identity(name, id, key, certificate, admit);
        }
    }

    private static CertificateSpec spec(String subject, boolean authority) {
        var end = Instant.EPOCH.plus(Duration.ofDays(36_500));
        return new CertificateSpec(subject, List.of(), Instant.EPOCH, end, authority, Optional.empty());
    }

    /** A new key object each time: its owner closes it. */
    HpkeKey encryptionKey() {
        return encryptionKey(name);
    }

    private static HpkeKey encryptionKey(String name) {
        return HpkeKey.derive(SecretBytes.wrap(Arrays.copyOf(bytes(name), 32)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
