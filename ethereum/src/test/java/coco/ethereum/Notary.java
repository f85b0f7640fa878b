package coco.ethereum;

import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import coco.ledger.LeafComponents;
import coco.ledger.MerkleTree;
import coco.ledger.NodeSignature;
import coco.ledger.Receipt;
import coco.ledger.TxId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A service with one node that signs receipts, without a ledger behind them. The same name gives the same keys. */
record Notary(Certificate service, Certificate node, SigningKey nodeKey) {
    private static final int OTHERS = 4;

    static Notary of(String name) {
        var serviceKey = key("service " + name);
        var nodeKey = key("node " + name);
        var service = spec("CN=service", true).selfSigned(serviceKey);
        return new Notary(
                service, spec("CN=node", false).issuedBy(service, serviceKey, nodeKey.verifyingKey()), nodeKey);
    }

    private static SigningKey key(String seed) {
        return SigningKey.deterministic(
                Curve.P256, Digest.sha256(coco.crypto.Bytes.ofUtf8(seed)).toArray());
    }

    private static CertificateSpec spec(String subject, boolean authority) {
        var begin = Instant.parse("2026-01-01T00:00:00Z");
        return new CertificateSpec(subject, List.of(), begin, begin.plusSeconds(86_400), authority, Optional.empty());
    }

    /** The receipt of an entry that commits to {@code claims}. */
    Receipt receipt(TxId txId, Digest claims) {
        var entry = new LeafComponents(Digest.sha256(claims, claims), "ce:" + txId + ":00ff", claims);
        var tree = MerkleTree.EMPTY.append(Digest.sha256(claims, Digest.ZERO)).append(entry.leaf());
        for (var i = 0; i < OTHERS; i++) tree = tree.append(Digest.sha256(tree.root(), Digest.ZERO));
        var signature = NodeSignature.sign(TxId.of(2, 1_000), tree.root(), nodeKey, node);
        return Receipt.of(entry, tree.proof(2).orElseThrow(), signature);
    }
}
