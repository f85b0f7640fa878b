package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Cbor;
import coco.crypto.CoseSign1;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.VerifyingKey;
import java.util.Optional;

/**
 * A service key's word for an older one, from the only row of
 * {@code public:ccf.internal.previous_service_identity_endorsement}.
 *
 * <p>A COSE_Sign1 by {@code endorsing} over the SubjectPublicKeyInfo of {@code endorsed}; protected "ccf.v1": {"epoch.start.txid",
 * "epoch.end.txid", "epoch.end.merkle.root"}. A service's first endorsement is of its own key.
 *
 * @param begin first transaction of the older key's time
 * @param end the last one; absent where the key is still in use
 */
public record ServiceEndorsement(
        CoseSign1 message, VerifyingKey endorsed, VerifyingKey endorsing, TxId begin, Optional<TxId> end) {
    public static ServiceEndorsement ofJson(Bytes json) throws MalformedException {
        var object = Json.readObject(json);
        var message = CoseSign1.decode(NodeSignature.base64(Json.text(object, "endorsement")));
        var payload = message.payload().orElseThrow(() -> new MalformedException("the endorsement names no key"));
        if (!(message.protectedHeader().get("ccf.v1").orElse(null) instanceof Cbor.Dict range))
            throw new MalformedException("the endorsement names no range");
        var begin = text(range, "epoch.start.txid");
        var end = text(range, "epoch.end.txid");
        return new ServiceEndorsement(
                message,
                VerifyingKey.ofSpki(payload),
                VerifyingKey.ofSpki(NodeSignature.base64(Json.text(object, "endorsing_key"))),
                TxId.parse(begin.orElseThrow(() -> new MalformedException("the endorsed range has no begin"))),
                end.isPresent() ? Optional.of(TxId.parse(end.get())) : Optional.empty());
    }

    /** Root of the tree at the end of the older key's time, where it is given. */
    public Optional<Digest> endRoot() throws MalformedException {
        if (message.protectedHeader().get("ccf.v1").orElse(null) instanceof Cbor.Dict range
                && range.get("epoch.end.merkle.root").orElse(null) instanceof Cbor.Blob(var root))
            return Optional.of(Digest.of(root.unsafeArray()));
        return Optional.empty();
    }

    /** Whether {@code endorsing} signed it. */
    public boolean isSound() {
        return message.verify(endorsing);
    }

    private static Optional<String> text(Cbor.Dict dict, String key) throws MalformedException {
        var value = dict.get(key);
        if (value.isEmpty()) return Optional.empty();
        if (value.get() instanceof Cbor.Text(var text)) return Optional.of(text);
        throw new MalformedException("\"" + key + "\" is not a text");
    }
}
