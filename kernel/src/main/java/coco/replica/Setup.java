package coco.replica;

import coco.crypto.Certificate;
import coco.crypto.Digest;
import coco.crypto.HpkeKey;
import coco.crypto.SigningKey;
import coco.ledger.NodeId;
import coco.spi.LedgerProtocol;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replica is born with.
 *
 * @param self SHA-256 of the node's public key
 * @param nodeKey signs this node's batches
 * @param nodeCertificate certificate of {@code nodeKey}; goes into signature entries
 * @param encryptionKey epoch keys are wrapped to it; lives as long as the process
 * @param serviceKey signs the roots as the service; null where this node has not been given it: it cannot lead then
 * @param protocols by name
 * @param genesis what the first entry holds; null for a node that joins
 * @param expectedNetwork the network the operator has approved; null for the node that starts it
 * @param entropy source of epoch keys
 */
public record Setup(
        NodeId self,
        SigningKey nodeKey,
        Certificate nodeCertificate,
        HpkeKey encryptionKey,
        @Nullable SigningKey serviceKey,
        Map<String, LedgerProtocol> protocols,
        Limits limits,
        @Nullable Genesis genesis,
        @Nullable Digest expectedNetwork,
        SecureRandom entropy) {
    public Setup {
        protocols = Map.copyOf(protocols);
    }
}
