package coco.ethereum.rpc;

import coco.crypto.Bytes;
import coco.ethereum.EthereumSettings;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** eth_getLogs: by the index where addresses are named, else by the blocks' bloom filters. */
final class LogMethods {
    /** Logs after which an answer to one who follows takes no further block. */
    private static final int FOLLOWED_MAX = 1_000;

    private final History history;
    private final EthereumSettings settings;

    LogMethods(History history, EthereumSettings settings) {
        this.history = history;
        this.settings = settings;
    }

    void register(Map<String, Method> methods) {
        methods.put("eth_getLogs", (_, p) -> logs(LogFilter.parse(p.must(0))));
    }

    JsonNode logs(LogFilter filter) throws RpcException {
        var chain = history.newest();
        var result = Json.array();
        for (var number : numbers(filter, chain)) collect(filter, chain, number, result);
        return result;
    }

    /** Adds the logs from block {@code next} on, a bounded number of whole blocks; gives the first block that was not looked at. */
    long follow(LogFilter filter, Chain chain, long next, ArrayNode result) throws RpcException {
        var head = chain.head().number();
        var from = filter.from() instanceof BlockRef.ByNumber(var first) ? Math.max(next, first) : next;
        var to = filter.to() instanceof BlockRef.ByNumber(var last) ? Math.min(head, last) : head;
        if (from > to) return Math.max(next, head + 1);
        var end = Math.min(to, from + settings.logBlocksMax() - 1);
        for (var number : filter.addresses().isEmpty() ? all(from, end) : indexed(filter, chain, from, end)) {
            collect(filter, chain, number, result);
            if (result.size() >= FOLLOWED_MAX) return number + 1;
        }
        return end + 1;
    }

    private List<Long> numbers(LogFilter filter, Chain chain) throws RpcException {
        if (filter.block() != null) {
            var block = history.block(new BlockRef.ByHash(filter.block()));
            if (block == null) throw RpcException.server("unknown block");
            return List.of(block.header().number());
        }
        var head = chain.head().number();
        var from = number(filter.from(), head);
        var to = number(filter.to(), head);
        if (from > to) throw RpcException.params("invalid block range params");
        if (from > head) return List.of();
        return filter.addresses().isEmpty() ? all(from, Math.min(to, head)) : indexed(filter, chain, from, to);
    }

    private static long number(BlockRef ref, long head) {
        return switch (ref) {
            case BlockRef.ByNumber(var number) -> number;
            case BlockRef.Latest _, BlockRef.Pending _, BlockRef.ByHash _ -> head;
        };
    }

    private List<Long> all(long from, long to) throws RpcException {
        if (to - from >= settings.logBlocksMax()) throw tooWide();
        var numbers = new ArrayList<Long>();
        for (var number = from; number <= to; number++) numbers.add(number);
        return numbers;
    }

    private List<Long> indexed(LogFilter filter, Chain chain, long from, long to) throws RpcException {
        var numbers = new TreeSet<Long>();
        var end = to == Long.MAX_VALUE ? to : to + 1;
        for (var address : filter.addresses()) {
            var cursor = chain.reads().range(Tables.LOGS, Tables.logsKey(address, from), Tables.logsKey(address, end));
            while (cursor.next()) {
                Bytes key = cursor.key();
                numbers.add(Tables.longOf(key.slice(key.size() - 8, key.size())));
                if (numbers.size() > settings.logBlocksMax()) throw tooWide();
            }
        }
        return List.copyOf(numbers);
    }

    private RpcException tooWide() {
        return new RpcException(
                RpcException.LIMIT,
                "query exceeds the limit of %d blocks: narrow the block range or name addresses"
                        .formatted(settings.logBlocksMax()));
    }

    private void collect(LogFilter filter, Chain chain, long number, ArrayNode result) throws RpcException {
        var block = chain.block(number);
        if (block == null || !filter.mayMatch(block.header().logsBloom())) return;
        var index = 0;
        for (var receipt : chain.receipts(number)) {
            for (var i = 0; i < receipt.logs().size(); i++) {
                if (!filter.matches(receipt.logs().get(i))) continue;
                if (result.size() >= settings.logsMax())
                    throw new RpcException(
                            RpcException.LIMIT,
                            "query returned more than %d results: narrow the block range"
                                    .formatted(settings.logsMax()));
                result.add(Render.log(receipt, i, index, block));
            }
            index++;
        }
    }
}
