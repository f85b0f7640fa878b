package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Cbor;
import coco.crypto.CoseSign1;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.SigningKey;
import coco.crypto.VerifyingKey;
import java.time.Instant;
import java.util.Base64;

/**
 * The service's signature over the root of the tree: the value of {@code public:ccf.internal.cose_signatures}, and with
 * proofs beside it a COSE receipt (CCF profile of RFC 9942).
 *
 * <p>A COSE_Sign1 whose detached payload is the 32 bytes of the root. Protected: algorithm, key id (hex of the key's id, as
 * ASCII), 395: 2 (the kind of tree), 15: {6: time of signing, 1: issuer, 2: subject}, "ccf.v1": {"txid": view.seqno}.
 *
 * @param txId of the signature entry
 * @param issuedAt whole seconds; the node's clock, which its host can set
 */
public record ServiceSignature(CoseSign1 message, TxId txId, Digest keyId, Instant issuedAt) {
    static final long TREE_KIND = 395;
    static final long TREE_KIND_CCF = 2;

    private static final long CLAIMS = 15;
    private static final long ISSUER = 1;
    private static final long SUBJECT = 2;
    private static final long ISSUED_AT = 6;
    private static final String CCF = "ccf.v1";
    private static final String TXID = "txid";

    /** Who the service says it is; either may be empty. */
    public record Issuer(String issuer, String subject) {}

    public static ServiceSignature sign(TxId txId, Digest root, SigningKey key, Issuer issuer, Instant issuedAt) {
        var claims = Cbor.Dict.EMPTY
                .with(ISSUED_AT, new Cbor.Int(issuedAt.getEpochSecond()))
                .with(ISSUER, new Cbor.Text(issuer.issuer))
                .with(SUBJECT, new Cbor.Text(issuer.subject));
        var keyId = key.verifyingKey().id();
        var header = Cbor.Dict.EMPTY
                .with(CoseSign1.HEADER_KEY_ID, new Cbor.Blob(Bytes.ofUtf8(keyId.toHex())))
                .with(TREE_KIND, new Cbor.Int(TREE_KIND_CCF))
                .with(CLAIMS, claims)
                .with(CCF, Cbor.Dict.EMPTY.with(TXID, new Cbor.Text(txId.toString())));
        var message = CoseSign1.signDetached(key, header, root.toBytes());
        return new ServiceSignature(message, txId, keyId, Instant.ofEpochSecond(issuedAt.getEpochSecond()));
    }

    /** Whether {@code key} is the service's and signed {@code root}. */
    public boolean isBy(VerifyingKey key, Digest root) {
        return key.id().equals(keyId) && message.verifyDetached(key, root.toBytes());
    }

    public static ServiceSignature of(CoseSign1 message) throws MalformedException {
        var header = message.protectedHeader();
        if (message.payload().isPresent()) throw new MalformedException("the root is not detached");
        if (!(header.get(TREE_KIND).orElse(null) instanceof Cbor.Int(var kind)) || kind != TREE_KIND_CCF)
            throw new MalformedException("the signature is for another kind of tree");
        if (header.get(CCF).orElse(null) instanceof Cbor.Dict ccf
                && ccf.get(TXID).orElse(null) instanceof Cbor.Text(var txId)
                && header.get(CLAIMS).orElse(null) instanceof Cbor.Dict claims
                && claims.get(ISSUED_AT).orElse(null) instanceof Cbor.Int(var issuedAt)
                && issuedAt >= 0
                && issuedAt <= Instant.MAX.getEpochSecond()) {
            var keyId = message.keyId().orElseThrow(() -> new MalformedException("the signature has no key id"));
            return new ServiceSignature(
                    message, TxId.parse(txId), Digest.ofHex(keyId), Instant.ofEpochSecond(issuedAt));
        }
        throw new MalformedException("the signature lacks its transaction id or time");
    }

    /** Reads a JSON string of base64. @throws MalformedException unless it is exactly what {@link #toJson} writes */
    public static ServiceSignature ofJson(Bytes json) throws MalformedException {
        var message = CoseSign1.decode(NodeSignature.base64(Json.readText(json)));
        if (!message.unprotectedHeader().entries().isEmpty())
            throw new MalformedException("something unsigned stands in the signature");
        var signature = of(message);
        if (!signature.toJson().equals(json)) throw new MalformedException("the signature is not in its one form");
        return signature;
    }

    public Bytes toJson() {
        return Json.write(
                Json.text(Base64.getEncoder().encodeToString(message.encode().unsafeArray())));
    }
}
