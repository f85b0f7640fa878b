package coco.replica;

import coco.crypto.AeadKey;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.HpkeKey;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.ledger.NodeId;
import coco.ledger.Sealer;
import coco.ledger.Seqno;
import coco.store.Tx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The epoch keys a node holds. Owner: the replica. The key of the epoch in force is always there; older ones until they are dropped. */
final class Keyring implements AutoCloseable {
    private final NodeId self;
    private final HpkeKey own;
    private final SortedMap<EpochId, Sealer> sealers = new TreeMap<>();

    Keyring(NodeId self, HpkeKey own) {
        this.self = self;
        this.own = own;
    }

    @Nullable
    Sealer get(EpochId epoch) {
        return sealers.get(epoch);
    }

    /**
     * Opens an epoch: draws its key, keeps it, and makes the record that gives it to each of {@code nodes}, by their public HPKE keys.
     *
     * @throws MalformedException where one of those keys is none
     */
    EpochRecord open(EpochId epoch, Seqno first, SortedMap<NodeId, Bytes> nodes, SecureRandom random)
            throws MalformedException {
        Check.that(!sealers.containsKey(epoch), "an epoch's key is made once");
        var key = AeadKey.generate(random);
        var wraps = new TreeMap<NodeId, Bytes>();
        try (var secret = key.toSecretBytes()) {
            for (var node : nodes.entrySet()) {
                wraps.put(node.getKey(), wrap(node.getValue(), info(epoch, node.getKey()), secret));
            }
            sealers.put(epoch, new Sealer(key));
            return new EpochRecord(epoch, first, 0, Bytes.EMPTY, wraps, commitment(secret));
        }
    }

    /** Records the epoch's evidence subkey, which opens nothing: receipts of old epochs are made with it when the key is long gone. */
    void keepEvidence(EpochId epoch, Seqno first, Tx tx) {
        var sealer = Check.present(sealers.get(epoch), "an epoch's key is there when it is opened");
        try (var subkey = sealer.evidence().toSubkey()) {
            tx.put(Evidence.TABLE, Bytes.ofLong(first.value()), subkey.reveal(Bytes::of));
        }
    }

    private static Bytes wrap(Bytes publicKey, byte[] info, SecretBytes secret) throws MalformedException {
        // The lambda cannot throw a checked exception, so the bytes are copied out and erased here.
        var plain = secret.reveal(byte[]::clone);
        try {
            return HpkeKey.seal(publicKey, info, new byte[0], plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * Learns the key of a record that names this node.
     *
     * @return what went wrong, for the node to stop with; null where the key is here now
     */
    @Nullable
    String learn(EpochRecord record) {
        if (sealers.containsKey(record.id())) return null;
        var wrap = record.wraps().get(self);
        if (wrap == null) return "epoch " + record.id() + " is not opened to this node";
        try {
            var secret = SecretBytes.wrap(own.open(wrap, info(record.id(), self), new byte[0]));
            if (!commitment(secret).equals(record.commitment())) return "epoch " + record.id() + " has another key";
            sealers.put(record.id(), new Sealer(AeadKey.of(secret)));
            return null;
        } catch (AuthenticationFailedException e) {
            return "the key of epoch " + record.id() + " does not open: " + e.getMessage();
        }
    }

    /** One-way: shows which key it is and nothing of it. */
    static Digest commitment(SecretBytes key) {
        return key.reveal(bytes -> Digest.sha256("coco epoch key".getBytes(StandardCharsets.UTF_8), bytes));
    }

    private static byte[] info(EpochId epoch, NodeId node) {
        return ("coco epoch wrap 1\n" + epoch + "\n" + node).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        sealers.values().forEach(Sealer::close);
        sealers.clear();
        own.close();
    }
}
