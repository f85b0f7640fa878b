package coco.client.replay;

import coco.ethereum.replay.Replay;
import java.util.ArrayList;

/** Words for what a replayed block has otherwise than its header. */
final class Differences {
    private Differences() {}

    /** {@code exact}, or what differs with both values. */
    static String of(Replay.Verdict verdict) {
        var block = verdict.block();
        var result = verdict.result();
        var found = new ArrayList<String>();
        if (!verdict.transactions())
            found.add(text("transactionsRoot", result.transactionsRoot(), block.transactionsRoot()));
        if (!verdict.gasUsed()) found.add(text("gasUsed", result.gasUsed(), block.gasUsed()));
        if (!verdict.logsBloom()) found.add("logsBloom");
        if (Boolean.FALSE.equals(verdict.receiptsRoot()))
            found.add(text("receiptsRoot", result.receiptsRoot(), block.receiptsRoot()));
        return found.isEmpty() ? "exact" : "DIFFERS: " + String.join("; ", found);
    }

    private static String text(String what, Object here, Object header) {
        return "%s %s, header %s".formatted(what, here, header);
    }
}
