package coco.e2e;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import coco.ledger.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One member, who owns all nodes, and the genesis it starts the network with. Owner: the test. */
final class Consortium {
    private final SigningKey key = SigningKey.generate(Curve.P256);
    private final Certificate certificate;
    private final List<String> nodes = new ArrayList<>();

    Consortium() {
        var now = Instant.now();
        certificate = new CertificateSpec(
                        "CN=member",
                        List.of(),
                        now.minus(Duration.ofHours(1)),
                        now.plus(Duration.ofDays(1)),
                        false,
                        Optional.empty())
                .selfSigned(key);
    }

    /** Puts a node into the list of nodes, signed by its owner (SPEC N5). */
    void vouch(NodeId node, String peerAddress) {
        var owner = certificate.fingerprint().toHex();
        var signed = Bytes.ofUtf8("coco validating node\n" + node + "\n" + peerAddress + "\n" + owner);
        var signature = Base64.getEncoder().encodeToString(key.signMessage(signed.toArray()));
        nodes.add("""
                {"node": "%s", "peer": "%s", "owner": "%s", "signature": "%s"}""".formatted(node, peerAddress, owner, signature));
    }

    /** The genesis file: software TEE, and callers without a name may read and write. */
    String genesis(Digest measurement) {
        return """
                {
                  "members": ["%s"],
                  "nodes": [%s],
                  "code_manifest": ["%s"],
                  "tee_manifest": ["software"],
                  "settings": {"allow_software_tee": true, "anonymous": true, "dev": true}
                }
                """.formatted(certificate.pem().replace("\n", "\\n"), String.join(",\n", nodes), measurement.toHex());
    }
}
