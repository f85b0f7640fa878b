package coco.ledger;

import coco.crypto.Digest;
import java.util.HashSet;
import java.util.List;

/**
 * An entry before it is sealed.
 *
 * @param claims digest of what the application claims in the receipt; {@link Digest#ZERO} where it claims nothing
 * @param maps changes, a table at most once
 */
public record Draft(TxId txId, Cut cut, Digest claims, List<MapWrites> maps) {
    public Draft {
        maps = List.copyOf(maps);
        var tables = new HashSet<String>();
        for (var map : maps)
            if (!tables.add(map.table()))
                throw new IllegalArgumentException("a table is changed once in an entry: " + map.table());
    }

    public static Draft of(TxId txId, List<MapWrites> maps) {
        return new Draft(txId, Cut.NONE, Digest.ZERO, maps);
    }

    public Draft withCut(Cut other) {
        return new Draft(txId, other, claims, maps);
    }

    public Draft withClaims(Digest other) {
        return new Draft(txId, cut, other, maps);
    }
}
