package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of {@link Tables#NODES_INFO}, whose key is the node's id in hex.
 *
 * @param certificate PEM; in rows of CCF 1 only, later ones have {@link Tables#NODES_ENDORSED_CERTIFICATES}
 * @param publicKey PEM of the SubjectPublicKeyInfo
 * @param retiredCommitted whether the retirement is committed: from then on the node signs nothing
 * @param ledgerSecretSeqno the first seqno of the ledger secret that the node got when it was trusted
 * @param others the other members as they came
 */
public record NodeInfo(
        Status status,
        Optional<String> certificate,
        Optional<String> publicKey,
        boolean retiredCommitted,
        Optional<Long> ledgerSecretSeqno,
        Bytes others) {
    /** How far a node has come; the names in JSON are {@code Pending}, {@code Trusted}, {@code Retired}. */
    public enum Status {
        PENDING("Pending"),
        TRUSTED("Trusted"),
        RETIRED("Retired");

        private final String json;

        Status(String json) {
            this.json = json;
        }
    }

    private static final String STATUS = "status";
    private static final String CERTIFICATE = "cert";
    private static final String PUBLIC_KEY = "public_key";
    private static final String RETIRED_COMMITTED = "retired_committed";
    private static final String LEDGER_SECRET_SEQNO = "ledger_secret_seqno";

    public static NodeInfo ofJson(Bytes json) throws MalformedException {
        var object = Json.readObject(json);
        var status = statusOf(Json.text(object, STATUS));
        var certificate = Json.optionalText(object, CERTIFICATE);
        var publicKey = Json.optionalText(object, PUBLIC_KEY);
        var retired = object.path(RETIRED_COMMITTED).asBoolean(false);
        var seqno = Json.optionalNumber(object, LEDGER_SECRET_SEQNO);
        for (var known : new String[] {STATUS, CERTIFICATE, PUBLIC_KEY, RETIRED_COMMITTED, LEDGER_SECRET_SEQNO})
            object.remove(known);
        return new NodeInfo(status, certificate, publicKey, retired, seqno, Json.write(object));
    }

    public Bytes toJson() throws MalformedException {
        ObjectNode object = Json.readObject(others);
        object.put(STATUS, status.json);
        certificate.ifPresent(pem -> object.put(CERTIFICATE, pem));
        publicKey.ifPresent(pem -> object.put(PUBLIC_KEY, pem));
        if (retiredCommitted) object.put(RETIRED_COMMITTED, true);
        ledgerSecretSeqno.ifPresent(seqno -> object.put(LEDGER_SECRET_SEQNO, seqno));
        return Json.write(object);
    }

    private static Status statusOf(String json) throws MalformedException {
        return Arrays.stream(Status.values())
                .filter(status -> status.json.equals(json))
                .findFirst()
                .orElseThrow(() -> new MalformedException("unknown node status " + json));
    }
}
