package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.SigningKey;
import coco.crypto.VerifyingKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The value of {@code public:ccf.internal.signatures}: a node's signature over the root of the tree.
 *
 * @param txId of the signature entry itself; the root covers all entries before it
 * @param signature DER over {@code root} itself as a SHA-256 digest, whatever the curve
 * @param certificate of the node; absent in CCF 1, which has it in the table of nodes
 * @param committed what was committed when it was signed; 0.0 since CCF 2
 */
public record NodeSignature(
        NodeId node, TxId txId, Digest root, Bytes signature, Optional<Certificate> certificate, TxId committed) {
    private static final TxId NONE = TxId.of(0, 0);
    private static final int CACHED_MAX = 64;
    /** Certificates by their PEM: batches of one leader bring the same one again and again. */
    private static final Map<String, Certificate> CACHED = new ConcurrentHashMap<>();

    public static NodeSignature sign(TxId txId, Digest root, SigningKey key, Certificate certificate) {
        if (!certificate.key().equals(key.verifyingKey()))
            throw new IllegalArgumentException("the certificate is not that of the key");
        var signature = Bytes.unsafeWrap(key.signDigest(root));
        var node = new NodeId(key.verifyingKey().id());
        return new NodeSignature(node, txId, root, signature, Optional.of(certificate), NONE);
    }

    /** Whether {@code key} is the node's and made this signature. */
    public boolean isBy(VerifyingKey key) {
        return key.id().equals(node.key()) && key.verifyDigest(root, signature.unsafeArray());
    }

    /** @throws MalformedException unless the value is exactly what {@link #toJson} writes */
    public static NodeSignature ofJson(Bytes json) throws MalformedException {
        var object = Json.readObject(json);
        var pem = Json.optionalText(object, "cert");
        var signature = new NodeSignature(
                NodeId.parse(Json.text(object, "node")),
                txId(Json.number(object, "view"), Json.number(object, "seqno")),
                Digest.ofHex(Json.text(object, "root")),
                base64(Json.text(object, "sig")),
                pem.isPresent() ? Optional.of(certificate(pem.get())) : Optional.empty(),
                txId(Json.number(object, "commit_view"), Json.number(object, "commit_seqno")));
        if (!signature.toJson().equals(json)) throw new MalformedException("the signature is not in its one form");
        return signature;
    }

    public Bytes toJson() {
        var object = Json.object();
        certificate.ifPresent(known -> object.put("cert", known.pem()));
        object.put("commit_seqno", committed.seqno().value());
        object.put("commit_view", committed.view().value());
        object.put("hashed_nonce", Digest.ZERO.toHex());
        object.put("node", node.toString());
        object.put("root", root.toHex());
        object.put("seqno", txId.seqno().value());
        object.put("sig", Base64.getEncoder().encodeToString(signature.unsafeArray()));
        object.put("view", txId.view().value());
        return Json.write(object);
    }

    private static Certificate certificate(String pem) throws MalformedException {
        var known = CACHED.get(pem);
        if (known != null) return known;
        var certificate = Certificate.ofPem(pem);
        if (CACHED.size() >= CACHED_MAX) CACHED.clear();
        CACHED.put(pem, certificate);
        return certificate;
    }

    private static TxId txId(long view, long seqno) throws MalformedException {
        if (view < 0 || view > View.MAX || seqno < 0) throw new MalformedException("view or seqno is out of range");
        return TxId.of(view, seqno);
    }

    static Bytes base64(String text) throws MalformedException {
        try {
            return Bytes.unsafeWrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not base64", e);
        }
    }
}
