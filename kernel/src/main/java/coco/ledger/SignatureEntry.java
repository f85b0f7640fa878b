package coco.ledger;

import coco.crypto.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a signature entry writes: it covers all entries before it, and is itself covered by the next one.
 *
 * @param node absent on services that sign with the service key alone
 * @param service absent on services older than CCF 6
 * @param tree the tree that was signed, from some leaf on
 */
public record SignatureEntry(
        Optional<NodeSignature> node, Optional<ServiceSignature> service, Optional<MerkleTree> tree) {
    /**
     * The changes to be sealed.
     *
     * @param treeFrom the first leaf that the tree's value lists: the seqno of the previous signature entry
     */
    public static List<MapWrites> writes(NodeSignature node, ServiceSignature service, MerkleTree tree, long treeFrom) {
        return List.of(
                MapWrites.onlyRow(Tables.COSE_SIGNATURES, service.toJson()),
                MapWrites.onlyRow(Tables.SIGNATURES, node.toJson()),
                MapWrites.onlyRow(Tables.TREE, tree.serialize(treeFrom)));
    }

    public static boolean isOne(Entry entry) {
        return entry.map(Tables.SIGNATURES).isPresent()
                || entry.map(Tables.COSE_SIGNATURES).isPresent();
    }

    /** Reads the signatures in {@code entry}; none if it is of another kind. */
    public static Optional<SignatureEntry> of(Entry entry) throws MalformedException {
        if (!isOne(entry)) return Optional.empty();
        for (var map : entry.maps()) checkShape(map);
        var node = entry.onlyRow(Tables.SIGNATURES);
        var service = entry.onlyRow(Tables.COSE_SIGNATURES);
        var tree = entry.onlyRow(Tables.TREE);
        return Optional.of(new SignatureEntry(
                node.isPresent() ? Optional.of(NodeSignature.ofJson(node.get())) : Optional.empty(),
                service.isPresent() ? Optional.of(ServiceSignature.ofJson(service.get())) : Optional.empty(),
                tree.isPresent() ? Optional.of(MerkleTree.deserialize(tree.get())) : Optional.empty()));
    }

    private static void checkShape(MapWrites map) throws MalformedException {
        var known =
                new ArrayList<>(List.of(Tables.SIGNATURES, Tables.COSE_SIGNATURES, Tables.TREE, Tables.LEDGER_TIME));
        if (!known.contains(map.table())) throw new MalformedException("a signature entry changes " + map.table());
        if (map.onlyRow().isEmpty()
                || map.writes().size() != 1
                || !map.removes().isEmpty())
            throw new MalformedException("a signature entry writes one row into " + map.table());
    }
}
