package coco.replica;

import coco.ledger.MapWrites;
import coco.store.Table;
import coco.store.WriteSet;
import java.util.List;

/** Write sets as the ledger's entries hold them. */
final class Writes {
    private Writes() {}

    static WriteSet of(List<MapWrites> inClear, List<MapWrites> sealed) {
        var writes = WriteSet.builder();
        for (var map : inClear) add(map, writes);
        for (var map : sealed) add(map, writes);
        return writes.build();
    }

    private static void add(MapWrites map, WriteSet.Builder writes) {
        var table = new Table(map.table());
        map.writes().forEach((key, value) -> writes.put(table, key, value));
        for (var key : map.removes()) writes.remove(table, key);
    }
}
