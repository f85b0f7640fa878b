package coco.store;

import coco.crypto.Bytes;
import java.util.HashMap;
import java.util.Map;

/**
 * Applies transactions, one after the other, to what begins as a {@link Version}. Nodes that this editor made since the
 * last {@link #now} are edited in place. One owner; the versions it returns belong to everyone.
 */
public final class Editor {
    private final Map<Table, TableEdit> edits = new HashMap<>();
    private Version base;
    private Owner owner = new Owner();

    Editor(Version base) {
        this.base = base;
    }

    /** The writes of the transaction {@code seqno}; the removal of an absent key changes nothing. */
    public void apply(long seqno, WriteSet writes) {
        for (var table : writes.tables()) {
            var edit = edit(table.table());
            table.writes().forEach((key, value) -> edit.put(owner, key.unsafeArray(), value.unsafeArray(), seqno));
            for (var key : table.removes()) edit.remove(owner, key.unsafeArray());
        }
    }

    /** One entry with the seqno that it has already: for loading a snapshot. */
    public void put(Table table, Bytes key, Value value) {
        edit(table).put(owner, key.unsafeArray(), value.bytes().unsafeArray(), value.seqno());
    }

    /** Changes nothing where the key is absent. */
    public void remove(Table table, Bytes key) {
        edit(table).remove(owner, key.unsafeArray());
    }

    /** The state so far. Later edits do not change it. */
    public Version now() {
        edits.values().removeIf(edit -> !edit.isChanged());
        if (edits.isEmpty()) return base;
        base = base.places.keySet().containsAll(edits.keySet()) ? sameTables() : newTables();
        edits.clear();
        owner = new Owner();
        return base;
    }

    private Version sameTables() {
        var roots = base.roots.clone();
        edits.forEach((table, edit) -> roots[base.places.getOrDefault(table, -1)] = edit.root());
        return new Version(base.places, roots);
    }

    /** Gives new tables their places, and takes those of tables that have become empty. */
    private Version newTables() {
        var all = new HashMap<Table, Root>();
        base.places.forEach((table, place) -> all.put(table, base.roots[place]));
        edits.forEach((table, edit) -> all.put(table, edit.root()));
        all.values().removeIf(root -> root.size() == 0);
        var places = new HashMap<Table, Integer>();
        var roots = new Root[all.size()];
        all.forEach((table, root) -> {
            roots[places.size()] = root;
            places.put(table, places.size());
        });
        return new Version(places, roots);
    }

    private TableEdit edit(Table table) {
        return edits.computeIfAbsent(table, t -> new TableEdit(base.root(t)));
    }
}
