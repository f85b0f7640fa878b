package coco.sim;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.HpkeKey;
import coco.crypto.SecretBytes;
import coco.crypto.SigningKey;
import coco.governance.Membership;
import coco.ledger.NodeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of a simulated node. They are the same in every world, so that a thousand seeds do not make ten thousand certificates: chance has
 * no part in them.
 */
record Identity(NodeId id, SigningKey key, Certificate certificate, Bytes encryptionSeed) {
    private static final Map<String, Identity> MADE = new ConcurrentHashMap<>();
    private static final SigningKey SERVICE =
            SigningKey.deterministic(Curve.P256, "service".getBytes(StandardCharsets.UTF_8));

    static Identity of(int node, int life) {
        return MADE.computeIfAbsent(node + "/" + life, Identity::make);
    }

    static SigningKey service() {
        return SERVICE;
    }

    private static Identity make(String name) {
        var seed = name.getBytes(StandardCharsets.UTF_8);
        var key = SigningKey.deterministic(Curve.P256, seed);
        var certificate = new CertificateSpec(
                        "CN=node " + name,
                        List.of(),
                        Instant.EPOCH,
                        Instant.EPOCH.plus(Duration.ofDays(36_500)),
                        false,
                        Optional.empty())
                .selfSigned(key);
        return new Identity(new NodeId(key.verifyingKey().id()), key, certificate, Bytes.unsafeWrap(seed));
    }

    HpkeKey encryptionKey() {
        return HpkeKey.derive(SecretBytes.wrap(Arrays.copyOf(encryptionSeed.unsafeArray(), 32)));
    }

    Membership.Admit admit() {
        try (var encryption = encryptionKey()) {
            return new Membership.Admit(
                    id, certificate.pem(), encryption.publicKey(), "peer", "log", "http", Bytes.EMPTY);
        }
    }
}
