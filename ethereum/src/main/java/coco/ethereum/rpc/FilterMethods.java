package coco.ethereum.rpc;

import coco.evm.U256;
import coco.spi.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/**
 * What is new since the last call (eth_newFilter and its like): a filter gives each log and each block once, in order. Filters
 * are this node's: another node does not know them, and they go with the process, or when nobody has asked for a while.
 *
 * <p>A filter is its maker's alone. It guards its own cursor; the number of filters is guarded by this object's lock.
 */
final class FilterMethods {
    /** As long as geth keeps them. */
    private static final long UNASKED_NANOS_MAX = TimeUnit.MINUTES.toNanos(5);

    /** Filters, with the addresses and topics in them, that this node keeps: some 5 MB. */
    private static final int WEIGHT_MAX = 50_000;

    private static final int CALLER_WEIGHT_MAX = 5_000;
    private static final int BLOCKS_MAX = 1_000;

    private final History history;
    private final LogMethods logs;
    private final RandomGenerator entropy;
    private final Map<String, Filter> filters = new ConcurrentHashMap<>();

    /** One filter; {@code logs} is null where blocks are followed. */
    private static final class Filter {
        final Caller owner;
        final @Nullable LogFilter logs;
        private long next;
        private volatile long askedNanos = System.nanoTime();

        Filter(Caller owner, @Nullable LogFilter logs, long next) {
            this.owner = owner;
            this.logs = logs;
            this.next = next;
        }

        int weight() {
            return logs == null ? 1 : 1 + logs.alternatives();
        }
    }

    /** @param entropy for names that nobody guesses; used under the lock */
    FilterMethods(History history, LogMethods logs, RandomGenerator entropy) {
        this.history = history;
        this.logs = logs;
        this.entropy = entropy;
    }

    void register(Map<String, Method> methods) {
        methods.put("eth_newFilter", (caller, p) -> add(caller, followed(p)));
        methods.put("eth_newBlockFilter", (caller, _) -> add(caller, null));
        methods.put("eth_getFilterChanges", (caller, p) -> changes(find(caller, p)));
        methods.put("eth_getFilterLogs", (caller, p) -> all(find(caller, p)));
        methods.put("eth_uninstallFilter", this::remove);
    }

    private static LogFilter followed(Params params) throws RpcException {
        var filter = LogFilter.parse(params.must(0));
        if (filter.block() != null)
            throw RpcException.params("invalid argument 0: a filter follows blocks, and blockHash names one");
        return filter;
    }

    private JsonNode add(Caller owner, @Nullable LogFilter criteria) throws RpcException {
        var filter = new Filter(owner, criteria, history.newest().head().number() + 1);
        synchronized (this) {
            var now = System.nanoTime();
            filters.values().removeIf(old -> now - old.askedNanos > UNASKED_NANOS_MAX);
            var all = filter.weight();
            var mine = all;
            for (var other : filters.values()) {
                all += other.weight();
                if (other.owner.equals(owner)) mine += other.weight();
            }
            if (all > WEIGHT_MAX || mine > CALLER_WEIGHT_MAX)
                throw new RpcException(RpcException.LIMIT, "too many filters: uninstall some, or poll eth_getLogs");
            var id = Json.quantity(new U256(0, 0, entropy.nextLong(), entropy.nextLong()));
            filters.put(id, filter);
            return StateMethods.text(id);
        }
    }

    private Filter find(Caller caller, Params params) throws RpcException {
        var filter = filters.get(params.must(0).asString(""));
        if (filter == null || !filter.owner.equals(caller)) throw RpcException.server("filter not found");
        filter.askedNanos = System.nanoTime();
        return filter;
    }

    private JsonNode remove(Caller caller, Params params) throws RpcException {
        var id = params.must(0).asString("");
        var filter = filters.get(id);
        return BooleanNode.valueOf(filter != null && filter.owner.equals(caller) && filters.remove(id, filter));
    }

    private JsonNode all(Filter filter) throws RpcException {
        if (filter.logs == null) throw RpcException.server("filter not found");
        return logs.logs(filter.logs);
    }

    /** A long absence is caught up with in pieces: what does not fit into this answer comes with the next. */
    private JsonNode changes(Filter filter) throws RpcException {
        var chain = history.newest();
        var head = chain.head().number();
        var result = Json.array();
        synchronized (filter) {
            if (filter.logs != null) {
                filter.next = logs.follow(filter.logs, chain, filter.next, result);
                return result;
            }
            for (; filter.next <= head && result.size() < BLOCKS_MAX; filter.next++) {
                var block = chain.block(filter.next);
                if (block != null) result.add(block.hash().toString());
            }
            return result;
        }
    }
}
