package coco.ethereum;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ledger.Receipt;
import coco.ledger.TxId;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that is needed to show, to one who has the service's certificate and asks nobody, what became of an Ethereum transaction.
 *
 * <p>As JSON, which {@code coco_getTransactionProof} answers and {@code coco receipt verify --ethereum} reads:
 *
 * <pre>{"transactionId": "view.seqno", "claim": "0x...", "transaction": "0x...", "receipt": {...}}</pre>
 *
 * with the claim in RLP, the signed transaction in its canonical form (EIP-2718) and CCF's JSON receipt of the ledger entry. The order of
 * members and white space between them are free; nothing else is.
 *
 * @param transactionId of the ledger entry
 */
public record TransactionProof(
        TxId transactionId, TransactionClaim claim, RawTransaction transaction, Receipt receipt) {
    private static final int DEPTH_MAX = 8;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Why the proof proves nothing to one who trusts {@code service}; none if it is sound. It is sound when the network's nodes have
     * signed a tree in which the entry {@link #transactionId} commits to {@link #claim}, which is that of {@link #transaction}.
     */
    public Optional<String> problem(Certificate service) {
        var problem = receipt.problem(service);
        if (problem.isPresent()) return problem;
        if (!(receipt.leaf() instanceof Receipt.Leaf.Opened(var entry)))
            return Optional.of("the receipt is that of a signature");
        if (!entry.claims().equals(claim.digest())) return Optional.of("the ledger entry commits to another claim");
        if (!entry.evidence().startsWith("ce:" + transactionId + ":"))
            return Optional.of("the receipt is not that of the ledger entry " + transactionId);
        if (!transaction.hash().equals(claim.transaction()))
            return Optional.of("the claim is that of another transaction");
        return Optional.empty();
    }

    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("transactionId", transactionId.toString());
        json.put("claim", hex(claim.encode()));
        json.put("transaction", hex(transaction.raw()));
        json.set("receipt", JSON.readTree(receipt.toJson().unsafeArray()));
        return json;
    }

    /**
     * Reads what {@link #toJson} writes, also where it is the result of a JSON-RPC response.
     *
     * @throws MalformedException for anything else, however small the difference
     */
    public static TransactionProof ofJson(Bytes json) throws MalformedException {
        try {
            var root = JSON.readTree(json.unsafeArray());
            if (!root.has("jsonrpc")) return of(root);
            if (root.has("error")) throw new MalformedException("the response is an error: " + root.get("error"));
            if (root.path("result").isNull()) throw new MalformedException("the transaction was not committed then");
            return of(root.path("result"));
        } catch (JacksonException e) {
            throw new MalformedException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static TransactionProof of(JsonNode json) throws MalformedException {
        var receipt = Bytes.unsafeWrap(JSON.writeValueAsBytes(json.path("receipt")));
        var proof = new TransactionProof(
                TxId.parse(text(json, "transactionId")),
                TransactionClaim.decode(bytes(json, "claim")),
                RawTransaction.of(bytes(json, "transaction"), true),
                Receipt.ofJson(receipt));
        // Finds what was read too kindly: other members, capital digits, other forms of base64.
        if (!proof.toJson().equals(json)) throw new MalformedException("the proof is not in its one form");
        return proof;
    }

    private static String text(JsonNode json, String name) throws MalformedException {
        var text = json.path(name);
        if (!text.isString()) throw new MalformedException("the proof has no text " + name);
        return text.stringValue();
    }

    private static Bytes bytes(JsonNode json, String name) throws MalformedException {
        var text = text(json, name);
        try {
            if (text.startsWith("0x")) return Bytes.ofHex(text.substring(2));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(name + " is not hex", e);
        }
        throw new MalformedException(name + " is hex behind 0x");
    }

    private static String hex(Bytes bytes) {
        return "0x" + HexFormat.of().formatHex(bytes.unsafeArray());
    }
}
