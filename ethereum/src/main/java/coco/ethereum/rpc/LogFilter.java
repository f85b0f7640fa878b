package coco.ethereum.rpc;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.chain.Log;
import coco.evm.chain.LogsBloom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which logs are asked for.
 *
 * @param block one block by hash; then {@code from} and {@code to} say nothing
 * @param addresses any of these; empty: all
 * @param topics at each place any of these; an empty set: whatever stands there
 */
record LogFilter(@Nullable Hash block, BlockRef from, BlockRef to, Set<Address> addresses, List<Set<Hash>> topics) {
    private static final int TOPICS_MAX = 4;
    private static final int ALTERNATIVES_MAX = 1000;

    static LogFilter parse(JsonNode node) throws RpcException {
        if (!node.isObject()) throw RpcException.params("invalid argument 0: not a filter object");
        var hash = node.get("blockHash");
        if (hash != null && hash.isNull()) hash = null;
        if (hash != null && (node.hasNonNull("fromBlock") || node.hasNonNull("toBlock")))
            throw RpcException.params(
                    "invalid argument 0: cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other");
        return new LogFilter(
                hash == null ? null : Params.hash("invalid argument 0", hash),
                BlockRef.parse(0, present(node, "fromBlock")),
                BlockRef.parse(0, present(node, "toBlock")),
                addresses(present(node, "address")),
                topics(present(node, "topics")));
    }

    private static @Nullable JsonNode present(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name) : null;
    }

    private static Set<Address> addresses(@Nullable JsonNode node) throws RpcException {
        if (node == null) return Set.of();
        var addresses = new HashSet<Address>();
        if (!node.isArray()) addresses.add(Params.address("invalid argument 0", node));
        else {
            if (node.size() > ALTERNATIVES_MAX)
                throw RpcException.params("exceed max addresses or topics per search position");
            for (var one : node) addresses.add(Params.address("invalid argument 0", one));
        }
        return addresses;
    }

    private static List<Set<Hash>> topics(@Nullable JsonNode node) throws RpcException {
        var topics = new ArrayList<Set<Hash>>();
        if (node == null) return topics;
        if (!node.isArray()) throw RpcException.params("invalid argument 0: topics is not an array");
        if (node.size() > TOPICS_MAX) throw RpcException.params("exceed max topics");
        for (var place : node) topics.add(alternatives(place));
        return topics;
    }

    private static Set<Hash> alternatives(JsonNode place) throws RpcException {
        if (place.isNull()) return Set.of();
        if (!place.isArray()) return Set.of(Params.hash("invalid argument 0", place));
        if (place.size() > ALTERNATIVES_MAX)
            throw RpcException.params("exceed max addresses or topics per search position");
        var alternatives = new HashSet<Hash>();
        for (var one : place) {
            if (one.isNull()) return Set.of();
            alternatives.add(Params.hash("invalid argument 0", one));
        }
        return alternatives;
    }

    /** Addresses and topics that are named. */
    int alternatives() {
        return addresses.size() + topics.stream().mapToInt(Set::size).sum();
    }

    boolean mayMatch(LogsBloom bloom) {
        if (bloom.equals(LogsBloom.EMPTY)) return false;
        if (!addresses.isEmpty() && addresses.stream().noneMatch(address -> bloom.mayContain(address.unsafeArray())))
            return false;
        for (var place : topics)
            if (!place.isEmpty() && place.stream().noneMatch(topic -> bloom.mayContain(topic.unsafeArray())))
                return false;
        return true;
    }

    boolean matches(Log log) {
        if (!addresses.isEmpty() && !addresses.contains(log.address())) return false;
        if (topics.size() > log.topics().size()) return false;
        for (var i = 0; i < topics.size(); i++)
            if (!topics.get(i).isEmpty() && !topics.get(i).contains(log.topics().get(i))) return false;
        return true;
    }
}
