package coco.ethereum.block;

import coco.crypto.Bytes;
import coco.ethereum.ReplayResult;
import coco.ethereum.chain.EthereumGenesis;
import coco.ethereum.ledger.BlockRow;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.HeadRow;
import coco.ethereum.ledger.Tables;
import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.BlockHeader;
import coco.evm.chain.Log;
import coco.evm.chain.LogsBloom;
import coco.evm.trie.OrderedTrie;
import coco.evm.trie.StateTrie;
import coco.spi.LedgerProtocol;
import coco.store.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ends blocks: roots, bloom, header; and keeps the state root of one that stays open. Belongs to one run. */
final class Sealer {
    private final LedgerProtocol.Place place;
    private final StateRoots roots;
    private final Touched touched = new Touched();

    /** The trie of the state before the batch; set before anything is written. */
    private @Nullable StateTrie before;

    Sealer(LedgerProtocol.Place place, StateRoots roots) {
        this.place = place;
        this.roots = roots;
    }

    void start(Chain chain) {
        if (before != null) return;
        var open = chain.open();
        before = roots.trie(open != null ? open.stateRoot() : chain.head().stateRoot(), chain);
    }

    boolean started() {
        return before != null;
    }

    /** Keys that the batch may have changed. */
    Touched touched() {
        return touched;
    }

    private Hash stateRoot(Chain chain) {
        if (before == null) throw new IllegalStateException("the run has not started");
        return roots.follow(before, touched, chain).root();
    }

    void leaveOpen(Building block, Tx tx, Chain chain) {
        var root = stateRoot(chain);
        if (!root.equals(block.open.stateRoot()))
            tx.put(Tables.HEAD, Tables.OPEN_KEY, block.open.withStateRoot(root).encode());
    }

    ReplayResult seal(Building block, Tx tx, Chain chain) {
        var items = block.items.size() == block.progress.transactions() ? block.items : items(block, chain);
        var bloom = LogsBloom.EMPTY;
        var emitters = new TreeSet<Address>();
        for (var item : items) {
            if (!item.emitters().isEmpty()) bloom = bloom.or(item.bloom());
            emitters.addAll(item.emitters());
        }
        var header = header(block, items, bloom, chain);
        var hash = header.hash();
        var number = header.number();
        var row = new BlockRow(hash, header, items.size(), size(header, items));
        tx.put(Tables.BLOCKS, Bytes.ofLong(number), row.encode());
        tx.put(Tables.BLOCKS_BY_HASH, Tables.key(hash), Bytes.ofLong(number));
        for (var emitter : emitters) tx.put(Tables.LOGS, Tables.logsKey(emitter, number), Bytes.EMPTY);
        var head = new HeadRow(number, hash, header.stateRoot(), place.ledgerTimeMillis());
        tx.put(Tables.HEAD, Tables.HEAD_KEY, head.encode());
        tx.remove(Tables.HEAD, Tables.OPEN_KEY);
        tx.remove(Tables.HEAD, Tables.PROGRESS_KEY);
        return new ReplayResult(
                number, items.size(), header.transactionsRoot(), header.gasUsed(), bloom, header.receiptsRoot());
    }

    private BlockHeader header(Building block, List<Building.Item> items, LogsBloom bloom, Chain chain) {
        var open = block.open;
        var rules = chain.rules();
        var fork = rules.at(open.number(), open.timestamp()).fork();
        var parent = chain.headBlock().header();
        var cancun = fork.isAtLeast(Fork.CANCUN);
        return new BlockHeader(
                open.parentHash(),
                BlockHeader.NO_OMMERS,
                rules.settings().coinbase(),
                stateRoot(chain),
                OrderedTrie.root(
                        items.stream().map(item -> item.raw().unsafeArray()).toList()),
                OrderedTrie.root(items.stream().map(Building.Item::receipt).toList()),
                bloom,
                fork.isAtLeast(Fork.PARIS) ? U256.ZERO : parent.difficulty(),
                open.number(),
                parent.gasLimit(),
                block.progress.gasUsed(),
                open.timestamp(),
                new byte[0],
                open.prevRandao(),
                0,
                fork.isAtLeast(Fork.LONDON) ? open.baseFee() : null,
                fork.isAtLeast(Fork.SHANGHAI) ? EthereumGenesis.EMPTY_ROOT : null,
                cancun ? Long.valueOf(block.progress.blobGasUsed()) : null,
                cancun ? Long.valueOf(open.excessBlobGas()) : null,
                cancun ? Hash.ZERO : null,
                fork.isAtLeast(Fork.PRAGUE) ? EthereumGenesis.NO_REQUESTS : null);
    }

    /** Bytes of the block's RLP: header, transactions, no ommers, no withdrawals. */
    private static long size(BlockHeader header, List<Building.Item> items) {
        var transactions = 0L;
        for (var item : items) {
            var raw = item.raw().unsafeArray();
            transactions += raw[0] < 0 ? raw.length : raw.length + headSize(raw.length);
        }
        var content = header.encode().length + headSize(transactions) + transactions + 1;
        if (header.withdrawalsRoot() != null) content++;
        return headSize(content) + content;
    }

    private static int headSize(long size) {
        return size <= 55 ? 1 : 1 + (71 - Long.numberOfLeadingZeros(size)) / 8;
    }

    /** The block's transactions from the tables: for a block that spans batches. */
    private static List<Building.Item> items(Building block, Chain chain) {
        var items = new ArrayList<Building.Item>();
        for (var row : chain.receipts(block.open.number())) {
            var transaction = chain.transaction(row.hash());
            if (transaction == null) throw new IllegalStateException("no transaction for the receipt of " + row.hash());
            var receipt = row.receipt();
            var emitters = row.logs().stream().map(Log::address).collect(Collectors.toSet());
            items.add(new Building.Item(transaction.raw(), receipt.encode(), receipt.bloom(), emitters));
        }
        return items;
    }
}
