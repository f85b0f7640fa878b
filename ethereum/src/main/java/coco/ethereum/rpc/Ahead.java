package coco.ethereum.rpc;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.RawTransaction;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the senders of a batch's transactions on all processors before the requests are answered one by one: recovery is nearly all
 * the work. What does not decode is left to the request itself, which says why. Any thread may call.
 */
final class Ahead {
    private static final int WORTH_IT = 4;

    private final Map<String, RawTransaction> found = new ConcurrentHashMap<>();

    /** The raw transactions of a batch as text; keep them for {@link #forget}. */
    List<String> decode(JsonNode batch) {
        var raws = batch.valueStream()
                .filter(request ->
                        "eth_sendRawTransaction".equals(request.path("method").asString("")))
                .map(request -> request.path("params").path(0).asString(""))
                .filter(raw -> raw.startsWith("0x"))
                .toList();
        if (raws.size() < WORTH_IT) return List.of();
        raws.parallelStream().forEach(raw -> {
            var transaction = decode(raw);
            if (transaction != null) found.put(raw, transaction);
        });
        return raws;
    }

    private static @Nullable RawTransaction decode(String raw) {
        try {
            return RawTransaction.of(Bytes.unsafeWrap(HexFormat.of().parseHex(raw.substring(2))), false);
        } catch (MalformedException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The transaction if it was decoded ahead. */
    @Nullable
    RawTransaction take(String raw) {
        return found.get(raw);
    }

    void forget(List<String> raws) {
        raws.forEach(found::remove);
    }
}
