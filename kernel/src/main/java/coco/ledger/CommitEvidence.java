package coco.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import coco.crypto.AeadKey;
import coco.crypto.Digest;
import coco.crypto.Hmac;
import coco.crypto.SecretBytes;

/**
 * What a receipt reveals only once its entry is committed: {@code ce:view.seqno:nonce}.
 *
 * <p>The nonce comes from a subkey of the epoch's key that opens nothing, so that it can be kept for ever and receipts of
 * old epochs need nobody's help. The owner closes it.
 */
public final class CommitEvidence implements AutoCloseable {
    /** Bytes of the longest evidence in a COSE receipt (CCF profile). */
    public static final int SIZE_MAX = 1024;

    private static final byte[] LABEL = "Commit S".getBytes(UTF_8);

    private final SecretBytes subkey;

    private CommitEvidence(SecretBytes subkey) {
        this.subkey = subkey;
    }

    /** The subkey of an epoch: HMAC-SHA-256 of a fixed label under the epoch's key. */
    public static CommitEvidence of(AeadKey epochKey) {
        try (var key = epochKey.toSecretBytes()) {
            return new CommitEvidence(SecretBytes.wrap(
                    key.reveal(bytes -> Hmac.sha256(bytes, LABEL).toArray())));
        }
    }

    /** Takes a subkey that was kept; 32 bytes, copied. */
    public static CommitEvidence ofSubkey(SecretBytes subkey) {
        if (subkey.size() != Digest.SIZE) throw new IllegalArgumentException("the subkey has 32 bytes");
        return new CommitEvidence(SecretBytes.wrap(subkey.reveal(byte[]::clone)));
    }

    /** A copy of the subkey, to be kept sealed. */
    public SecretBytes toSubkey() {
        return SecretBytes.wrap(subkey.reveal(byte[]::clone));
    }

    public String text(TxId txId) {
        var message = txId.toString().getBytes(UTF_8);
        var nonce = subkey.reveal(key -> Hmac.sha256(key, message));
        return "ce:" + txId + ":" + nonce;
    }

    /** What the entry holds of the evidence. */
    public Digest digest(TxId txId) {
        return digest(text(txId));
    }

    public static Digest digest(String text) {
        return Digest.sha256(text.getBytes(UTF_8));
    }

    @Override
    public void close() {
        subkey.close();
    }

    @Override
    public String toString() {
        return "CommitEvidence(hidden)";
    }
}
