package coco.node.peer;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

/**
 * What the evidence on one connection is bound to, so that it serves there, once, in one direction (SPEC N2): the speaker's key, the
 * listener's key, this TLS connection, which side speaks, and all that the speaker's greeting says, with its network and the digest of
 * its constitution.
 *
 * @param exporter 32 bytes of the connection's exporter (RFC 8446, section 7.5). It does not vouch for the key of the side that dialled,
 *     whose certificate comes later in the handshake; the keys therefore stand beside it
 * @param dialled whether the speaker opened the connection
 */
record Binding(Digest speaker, Digest listener, Bytes exporter, boolean dialled) {
    static final String EXPORTER_LABEL = "EXPORTER-coco-peer";
    static final int EXPORTER_SIZE = 32;

    /** By the SHA-256 of a key in its certificate's form (SubjectPublicKeyInfo). */
    static Digest key(X509Certificate certificate) {
        return Digest.sha256(certificate.getPublicKey().getEncoded());
    }

    /** What the other side's evidence has to be bound to. */
    Binding reversed() {
        return new Binding(listener, speaker, exporter, !dialled);
    }

    /** 64 bytes: SHA-256 of the speaker's key, then SHA-256 of the rest. */
    Bytes reportData(PeerMessage.Hello greeting) {
        var role = dialled ? "coco peer dialled 2\n" : "coco peer listened 2\n";
        var rest = Digest.sha256(
                role.getBytes(StandardCharsets.UTF_8),
                exporter.toArray(),
                listener.toBytes().toArray(),
                Digest.sha256(greeting.with(Bytes.EMPTY).encode()).toBytes().toArray());
        return speaker.toBytes().concat(rest.toBytes());
    }
}
