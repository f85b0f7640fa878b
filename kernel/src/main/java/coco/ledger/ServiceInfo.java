package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.MalformedException;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The only row of {@link Tables#SERVICE_INFO}.
 *
 * @param recoveryCount how often the service was recovered; absent in rows of CCF 1
 * @param createdAt id of the transaction that made this identity, {@code view.seqno}; absent in rows of CCF 1
 * @param others the other members as they came
 */
public record ServiceInfo(
        Status status,
        Certificate certificate,
        Optional<Long> recoveryCount,
        Optional<String> createdAt,
        Bytes others) {
    /** How far the service has come. */
    public enum Status {
        OPENING("Opening"),
        OPEN("Open"),
        RECOVERING("Recovering"),
        WAITING_FOR_RECOVERY_SHARES("WaitingForRecoveryShares");

        private final String json;

        Status(String json) {
            this.json = json;
        }

        /** Whether {@code next} may be written after this one. */
        public boolean mayBecome(Status next) {
            return this == next
                    || switch (this) {
                        case OPENING -> true;
                        case OPEN -> next == RECOVERING || next == OPENING;
                        case RECOVERING -> next == WAITING_FOR_RECOVERY_SHARES;
                        case WAITING_FOR_RECOVERY_SHARES -> next == OPEN || next == RECOVERING;
                    };
        }
    }

    private static final String STATUS = "status";
    private static final String CERTIFICATE = "cert";
    private static final String RECOVERY_COUNT = "recovery_count";
    private static final String CREATED_AT = "current_service_create_txid";

    public static ServiceInfo ofJson(Bytes json) throws MalformedException {
        var object = Json.readObject(json);
        var status = statusOf(Json.text(object, STATUS));
        var certificate = Certificate.ofPem(Json.text(object, CERTIFICATE));
        var recoveries = Json.optionalNumber(object, RECOVERY_COUNT);
        var createdAt = Json.optionalText(object, CREATED_AT);
        for (var known : new String[] {STATUS, CERTIFICATE, RECOVERY_COUNT, CREATED_AT}) object.remove(known);
        return new ServiceInfo(status, certificate, recoveries, createdAt, Json.write(object));
    }

    public Bytes toJson() throws MalformedException {
        ObjectNode object = Json.readObject(others);
        object.put(STATUS, status.json);
        object.put(CERTIFICATE, certificate.pem());
        recoveryCount.ifPresent(count -> object.put(RECOVERY_COUNT, count));
        createdAt.ifPresent(txId -> object.put(CREATED_AT, txId));
        return Json.write(object);
    }

    private static Status statusOf(String json) throws MalformedException {
        return Arrays.stream(Status.values())
                .filter(status -> status.json.equals(json))
                .findFirst()
                .orElseThrow(() -> new MalformedException("unknown service status " + json));
    }
}
