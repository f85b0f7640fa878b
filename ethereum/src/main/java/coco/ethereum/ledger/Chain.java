package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.ethereum.chain.ChainRules;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.spi.Development;
import coco.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the rows of the Ethereum ledger from one state. */
public record Chain(Reads reads) {
    /** The rules read last; they hold for any history with the same bytes. */
    private static final AtomicReference<@Nullable KnownRules> KNOWN = new AtomicReference<>();

    private record KnownRules(Bytes json, ChainRules rules) {}

    public static Chain of(Version version) {
        return new Chain(Reads.of(version));
    }

    /** Whether the network has an Ethereum ledger. */
    public boolean exists() {
        return reads.get(Tables.CHAIN, Tables.CONFIG_KEY) != null;
    }

    /** Whether the network is for development: replays and imports are allowed. */
    public boolean isDev() {
        return Development.isOn(reads::get);
    }

    public ChainRules rules() {
        var json = must(reads.get(Tables.CHAIN, Tables.CONFIG_KEY), "the chain configuration");
        var known = KNOWN.get();
        if (known == null || !known.json.equals(json)) {
            known = new KnownRules(json, ChainRules.decode(json));
            KNOWN.set(known);
        }
        return known.rules;
    }

    public HeadRow head() {
        return HeadRow.decode(must(reads.get(Tables.HEAD, Tables.HEAD_KEY), "the head"));
    }

    public @Nullable OpenBlock open() {
        var bytes = reads.get(Tables.HEAD, Tables.OPEN_KEY);
        return bytes == null ? null : OpenBlock.decode(bytes);
    }

    public Progress progress() {
        var bytes = reads.get(Tables.HEAD, Tables.PROGRESS_KEY);
        return bytes == null ? Progress.NONE : Progress.decode(bytes);
    }

    public @Nullable BlockRow block(long number) {
        var bytes = reads.get(Tables.BLOCKS, Bytes.ofLong(number));
        return bytes == null ? null : BlockRow.decode(bytes);
    }

    public BlockRow headBlock() {
        return must(block(head().number()), "the last block");
    }

    public @Nullable BlockRow block(Hash hash) {
        var number = reads.get(Tables.BLOCKS_BY_HASH, Tables.key(hash));
        return number == null ? null : block(Tables.longOf(number));
    }

    public boolean hasTransaction(Hash hash) {
        return reads.get(Tables.TRANSACTIONS, Tables.key(hash)) != null;
    }

    public @Nullable TransactionRow transaction(Hash hash) {
        var bytes = reads.get(Tables.TRANSACTIONS, Tables.key(hash));
        return bytes == null ? null : TransactionRow.decode(bytes);
    }

    public @Nullable ReceiptRow receipt(long number, int index) {
        var bytes = reads.get(Tables.RECEIPTS, Tables.receiptKey(number, index));
        return bytes == null ? null : ReceiptRow.decode(bytes);
    }

    /** All receipts of a block, in order. */
    public List<ReceiptRow> receipts(long number) {
        return ofReceipts(number, ReceiptRow::decode);
    }

    /** The hashes of a block's transactions, in order. */
    public List<Hash> transactionHashes(long number) {
        return ofReceipts(number, ReceiptRow::hashOf);
    }

    private <T> List<T> ofReceipts(long number, Function<Bytes, T> what) {
        var found = new ArrayList<T>();
        var cursor = reads.range(Tables.RECEIPTS, Tables.receiptKey(number, 0), Tables.receiptKey(number + 1, 0));
        while (cursor.next()) found.add(what.apply(cursor.value().bytes()));
        return found;
    }

    public @Nullable AccountRow account(Address address) {
        var bytes = reads.get(Tables.ACCOUNTS, Tables.key(address));
        return bytes == null ? null : AccountRow.decode(bytes);
    }

    /** The incarnation that a new account at the address gets. */
    public int freshIncarnation(Address address) {
        var bytes = reads.get(Tables.GRAVES, Tables.key(address));
        return bytes == null ? 0 : Tables.incarnation(bytes);
    }

    public U256 slot(Address address, int incarnation, U256 slot) {
        var bytes = reads.get(Tables.STORAGE, Tables.storageKey(address, incarnation, slot));
        return bytes == null ? U256.ZERO : U256.ofBytes(bytes.unsafeArray());
    }

    public boolean hasStorage(Address address, int incarnation) {
        var prefix = Tables.storagePrefix(address, incarnation);
        return reads.range(Tables.STORAGE, prefix, Version.endOf(prefix)).next();
    }

    public byte[] code(Hash hash) {
        return must(reads.get(Tables.CODE, Tables.key(hash)), "a code that an account names")
                .unsafeArray();
    }

    private static <T> T must(@Nullable T found, String what) {
        if (found == null) throw new IllegalStateException("the Ethereum ledger lacks " + what);
        return found;
    }
}
