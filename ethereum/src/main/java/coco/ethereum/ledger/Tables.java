package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.store.Table;

/** The tables, all private, and their keys. Numbers in keys are big-endian, so that their order is that of the numbers. */
public final class Tables {
    /** Address (20 bytes) to {@link AccountRow}. */
    public static final Table ACCOUNTS = new Table("ethereum.accounts");

    /**
     * Address to the incarnation (4 bytes) that a new account there gets. Only for accounts whose storage has ended: destroyed, which
     * no fork since Cancun can do, or replaced or taken out by a replay.
     */
    public static final Table GRAVES = new Table("ethereum.graves");

    /** Address to nothing: a replay has brought the account into the state, if it is there still. Networks for development alone. */
    public static final Table REPLAYED = new Table("ethereum.replayed");

    /** Keccak-256 to code. */
    public static final Table CODE = new Table("ethereum.code");

    /** Address, incarnation (4 bytes), slot (32 bytes) to the value without leading zeros; zeros are not there. */
    public static final Table STORAGE = new Table("ethereum.storage");

    /** Transaction hash to {@link TransactionRow}. */
    public static final Table TRANSACTIONS = new Table("ethereum.transactions");

    /** Block number (8 bytes) to {@link BlockRow}. */
    public static final Table BLOCKS = new Table("ethereum.blocks");

    /** Block hash to block number. */
    public static final Table BLOCKS_BY_HASH = new Table("ethereum.blocks_by_hash");

    /** Block number and index (4 bytes) to {@link ReceiptRow}. */
    public static final Table RECEIPTS = new Table("ethereum.receipts");

    /** Address and block number to nothing: the block has logs of the address. */
    public static final Table LOGS = new Table("ethereum.logs");

    /** {@link #HEAD_KEY}, {@link #OPEN_KEY} and {@link #PROGRESS_KEY}. */
    public static final Table HEAD = new Table("ethereum.head");

    /** {@link #CONFIG_KEY}. */
    public static final Table CHAIN = new Table("ethereum.chain");

    /** The last block: {@link HeadRow}. */
    public static final Bytes HEAD_KEY = Bytes.ofUtf8("head");

    /** The block being built, where there is one: {@link OpenBlock}. */
    public static final Bytes OPEN_KEY = Bytes.ofUtf8("open");

    /** How far it is: {@link Progress}. */
    public static final Bytes PROGRESS_KEY = Bytes.ofUtf8("progress");

    /** JSON: the genesis' config object and coinbase. */
    public static final Bytes CONFIG_KEY = Bytes.ofUtf8("config");

    private Tables() {}

    public static Bytes key(Address address) {
        return Bytes.unsafeWrap(address.unsafeArray());
    }

    public static Bytes key(Hash hash) {
        return Bytes.unsafeWrap(hash.unsafeArray());
    }

    public static Bytes storagePrefix(Address address, int incarnation) {
        var key = new byte[Address.SIZE + 4];
        System.arraycopy(address.unsafeArray(), 0, key, 0, Address.SIZE);
        putInt(key, Address.SIZE, incarnation);
        return Bytes.unsafeWrap(key);
    }

    public static Bytes storageKey(Address address, int incarnation, U256 slot) {
        var key = new byte[Address.SIZE + 4 + 32];
        System.arraycopy(address.unsafeArray(), 0, key, 0, Address.SIZE);
        putInt(key, Address.SIZE, incarnation);
        System.arraycopy(slot.toBytes(), 0, key, Address.SIZE + 4, 32);
        return Bytes.unsafeWrap(key);
    }

    public static Bytes receiptKey(long number, int index) {
        var key = new byte[12];
        putInt(key, 0, (int) (number >>> 32));
        putInt(key, 4, (int) number);
        putInt(key, 8, index);
        return Bytes.unsafeWrap(key);
    }

    public static Bytes logsKey(Address address, long number) {
        return key(address).concat(Bytes.ofLong(number));
    }

    public static Bytes incarnation(int incarnation) {
        var bytes = new byte[4];
        putInt(bytes, 0, incarnation);
        return Bytes.unsafeWrap(bytes);
    }

    public static int incarnation(Bytes bytes) {
        return getInt(bytes.unsafeArray(), 0);
    }

    static int getInt(byte[] array, int at) {
        return (array[at] & 0xff) << 24
                | (array[at + 1] & 0xff) << 16
                | (array[at + 2] & 0xff) << 8
                | (array[at + 3] & 0xff);
    }

    static void putInt(byte[] array, int at, int value) {
        array[at] = (byte) (value >>> 24);
        array[at + 1] = (byte) (value >>> 16);
        array[at + 2] = (byte) (value >>> 8);
        array[at + 3] = (byte) value;
    }

    /** A number of at most 8 big-endian bytes. */
    public static long longOf(Bytes bytes) {
        var value = 0L;
        for (var b : bytes.unsafeArray()) value = value << 8 | (b & 0xff);
        return value;
    }

    /** A slot's value as it is stored. */
    public static Bytes word(U256 value) {
        var bytes = value.toBytes();
        var start = 0;
        while (start < 32 && bytes[start] == 0) start++;
        return Bytes.of(bytes, start, 32);
    }
}
