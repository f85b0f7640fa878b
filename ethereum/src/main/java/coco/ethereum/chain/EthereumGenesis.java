package coco.ethereum.chain;

import coco.crypto.Bytes;
import coco.ethereum.ledger.AccountRow;
import coco.ethereum.ledger.BlockRow;
import coco.ethereum.ledger.HeadRow;
import coco.ethereum.ledger.Tables;
import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.Block;
import coco.evm.chain.BlockHeader;
import coco.evm.chain.LogsBloom;
import coco.evm.hash.Keccak256;
import coco.evm.trie.AccountChange;
import coco.evm.trie.OrderedTrie;
import coco.evm.trie.StateTrie;
import coco.store.WriteSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A genesis in geth's format: the chain's rules, the first block and the first state. Beside geth's fields, {@code config.coco}
 * holds {@link ConsortiumSettings}; a missing {@code baseFeePerGas} means no base fee, where geth takes 1 gwei.
 */
public final class EthereumGenesis {
    /** SHA-256 of nothing: the hash of no requests (EIP-7685). */
    public static final Hash NO_REQUESTS =
            Hash.ofHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    /** The root of a trie with nothing in it. */
    public static final Hash EMPTY_ROOT = OrderedTrie.root(List.of());

    private static final int EXTRA_DATA_MAX = 1024;

    private final ChainRules rules;
    private final JsonNode config;
    private final Map<Address, GenesisAccount> accounts;
    private final StateTrie state;
    private final BlockHeader header;

    private EthereumGenesis(JsonNode root) throws GenesisException {
        var fields = new Fields("genesis", root);
        var configNode = fields.node("config");
        if (configNode == null) throw fields.wrong("config", "is missing");
        this.config = configNode;
        this.rules = ChainRules.read(config, fields.address("coinbase", Address.ZERO));
        this.accounts = accounts(fields);
        this.state = state(accounts);
        this.header = header(fields, rules, state.root());
        fields.finish();
    }

    /** @throws GenesisException where the text is not JSON, a field is wrong, missing or unknown */
    public static EthereumGenesis parse(byte[] json) throws GenesisException {
        try {
            return new EthereumGenesis(ChainRules.JSON.readTree(json));
        } catch (JacksonException e) {
            throw new GenesisException("the genesis is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    public ChainRules rules() {
        return rules;
    }

    /** The header of block 0. */
    public BlockHeader header() {
        return header;
    }

    /** The hash of block 0. */
    public Hash hash() {
        return header.hash();
    }

    /** What the network's genesis entry writes: rules, accounts, block 0. */
    public WriteSet writes() {
        var writes = WriteSet.builder();
        var chain = ChainRules.JSON.createObjectNode();
        chain.put("coinbase", header.beneficiary().toString());
        chain.set("config", config);
        writes.put(Tables.CHAIN, Tables.CONFIG_KEY, Bytes.unsafeWrap(ChainRules.JSON.writeValueAsBytes(chain)));
        accounts.forEach((address, account) -> write(writes, address, account));
        var hash = header.hash();
        var withdrawals = header.withdrawalsRoot() == null ? null : List.<coco.evm.chain.Withdrawal>of();
        var size = new Block(header, List.of(), List.of(), withdrawals).encode().length;
        writes.put(Tables.BLOCKS, Bytes.ofLong(header.number()), new BlockRow(hash, header, 0, size).encode());
        writes.put(Tables.BLOCKS_BY_HASH, Tables.key(hash), Bytes.ofLong(header.number()));
        var head = new HeadRow(header.number(), hash, header.stateRoot(), 0);
        return writes.put(Tables.HEAD, Tables.HEAD_KEY, head.encode()).build();
    }

    private static void write(WriteSet.Builder writes, Address address, GenesisAccount account) {
        var row = new AccountRow(new AccountState(account.nonce(), account.balance(), codeHash(account)), 0);
        writes.put(Tables.ACCOUNTS, Tables.key(address), row.encode());
        if (account.code().length > 0) writes.put(Tables.CODE, Tables.key(codeHash(account)), Bytes.of(account.code()));
        account.storage()
                .forEach((slot, value) ->
                        writes.put(Tables.STORAGE, Tables.storageKey(address, 0, slot), Tables.word(value)));
    }

    private static Hash codeHash(GenesisAccount account) {
        return Hash.unsafeWrap(Keccak256.hash(account.code()));
    }

    private static Map<Address, GenesisAccount> accounts(Fields fields) throws GenesisException {
        var alloc = fields.object("alloc");
        if (alloc == null) throw fields.wrong("alloc", "is missing");
        var accounts = new TreeMap<Address, GenesisAccount>();
        for (var name : alloc.names()) {
            var bytes = Fields.hex("an address of alloc", name);
            if (bytes.length != Address.SIZE) throw alloc.wrong(name, "is not an address");
            var account = alloc.object(name);
            if (account == null) throw alloc.wrong(name, "is not an object");
            if (accounts.put(Address.of(bytes), GenesisAccount.read(account)) != null)
                throw alloc.wrong(name, "is given twice");
        }
        return accounts;
    }

    private static StateTrie state(Map<Address, GenesisAccount> accounts) {
        var changes = new TreeMap<Address, AccountChange>();
        accounts.forEach((address, account) -> changes.put(
                address,
                new AccountChange.Written(
                        account.nonce(), account.balance(), codeHash(account), true, account.storage())));
        return StateTrie.EMPTY.update(changes);
    }

    private static BlockHeader header(Fields fields, ChainRules rules, Hash stateRoot) throws GenesisException {
        var timestamp = fields.longValue("timestamp", 0);
        var fork = rules.forks().at(0, timestamp).fork();
        var extraData = fields.bytes("extraData");
        if (extraData == null) extraData = new byte[0];
        if (extraData.length > EXTRA_DATA_MAX) throw fields.wrong("extraData", "is longer than " + EXTRA_DATA_MAX);
        if (fields.longValue("number", 0) != 0) throw fields.wrong("number", "is not 0");
        if (fields.number("gasLimit") == null) throw fields.wrong("gasLimit", "is missing");
        var london = fork.isAtLeast(Fork.LONDON);
        var cancun = fork.isAtLeast(Fork.CANCUN);
        var baseFee = fields.number("baseFeePerGas");
        return new BlockHeader(
                fields.hash("parentHash", Hash.ZERO),
                BlockHeader.NO_OMMERS,
                fields.address("coinbase", Address.ZERO),
                stateRoot,
                EMPTY_ROOT,
                EMPTY_ROOT,
                LogsBloom.EMPTY,
                fields.u256("difficulty", U256.ZERO),
                0,
                fields.longValue("gasLimit", 0),
                fields.longValue("gasUsed", 0),
                timestamp,
                extraData,
                fields.hash("mixHash", Hash.ZERO),
                fields.u256("nonce", U256.ZERO).limb0(),
                london ? baseFee == null ? U256.ZERO : U256.of(baseFee) : null,
                fork.isAtLeast(Fork.SHANGHAI) ? EMPTY_ROOT : null,
                cancun ? blobGas(fields, "blobGasUsed") : without(fields, "blobGasUsed"),
                cancun ? blobGas(fields, "excessBlobGas") : without(fields, "excessBlobGas"),
                cancun ? fields.hash("parentBeaconBlockRoot", Hash.ZERO) : null,
                fork.isAtLeast(Fork.PRAGUE) ? NO_REQUESTS : null);
    }

    private static Long blobGas(Fields fields, String name) throws GenesisException {
        return fields.longValue(name, 0);
    }

    private static @Nullable Long without(Fields fields, String name) throws GenesisException {
        if (fields.longValue(name, 0) != 0) throw fields.wrong(name, "is given, but the first block's fork has none");
        return null;
    }
}
