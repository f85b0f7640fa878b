package coco.conformance.evm;

import coco.evm.Address;
import coco.evm.BlockContext;
import coco.evm.BlockSteps;
import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.MemoryWorld;
import coco.evm.Message;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Session;
import coco.evm.Tier1;
import coco.evm.U256;
import coco.evm.chain.Block;
import coco.evm.chain.BlockAccessList;
import coco.evm.chain.BlockHeader;
import coco.evm.chain.LogsBloom;
import coco.evm.chain.Receipt;
import coco.evm.chain.SenderRecovery;
import coco.evm.chain.Signature;
import coco.evm.chain.SigningAccount;
import coco.evm.chain.Transaction;
import coco.evm.hash.Keccak256;
import coco.evm.trie.OrderedTrie;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes blockchain tests of Amsterdam: a genesis, and one block with one transaction that stores something. */
final class AmsterdamBlock {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SigningAccount ACCOUNT =
            SigningAccount.of(Keccak256.hash("cow".getBytes(StandardCharsets.US_ASCII)));
    private static final Address CONTRACT = Address.ofNumber(0xc0de);
    private static final Address COINBASE = Address.ofNumber(0xfee);
    private static final Hash NO_REQUESTS =
            Hash.ofHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    private static final U256 BASE_FEE = U256.of(7);
    private static final long GAS_LIMIT = 100_000_000;
    private static final long SLOT_NUMBER = 77;
    private static final String STOP = "00";
    private static final String STORE = "4b5f5500";

    private final MemoryWorld world = new MemoryWorld();
    private final ObjectNode pre = JSON.createObjectNode();
    private final BlockHeader genesis;
    private final Transaction transaction;
    private final Session session;
    private final BlockHeader header;

    AmsterdamBlock() {
        put(ACCOUNT.address(), 0, U256.of(1L << 40), "");
        put(CONTRACT, 1, U256.ZERO, STORE);
        put(BlockSteps.WITHDRAWAL_REQUESTS, 1, U256.ZERO, STOP);
        put(BlockSteps.CONSOLIDATION_REQUESTS, 1, U256.ZERO, STOP);
        genesis = header(Hash.ZERO, 0, 0, 0, List.of(), BlockAccessList.EMPTY);
        transaction = ACCOUNT.sign(
                new Transaction.DynamicFee(
                        U256.ONE,
                        0,
                        U256.ZERO,
                        BASE_FEE,
                        200_000,
                        CONTRACT,
                        U256.ONE,
                        new byte[0],
                        List.of(),
                        Signature.NONE),
                U256.ONE);
        var context =
                new BlockContext(1, 12, COINBASE, GAS_LIMIT, U256.ZERO, U256.ZERO, BASE_FEE, U256.ONE, SLOT_NUMBER);
        session = new Evm(ChainConfig.mainnetRules(Fork.AMSTERDAM, U256.ONE), Tier1.OFF).session(world, context);
        header = execute();
    }

    private void put(Address address, long nonce, U256 balance, String code) {
        world.put(address, nonce, balance, HexFormat.of().parseHex(code), Map.of());
        var account = pre.putObject(address.toString());
        account.put("nonce", "0x" + nonce).put("balance", balance.toHex()).put("code", "0x" + code);
        account.putObject("storage");
    }

    private BlockHeader execute() {
        var steps = new BlockSteps(session, Fork.AMSTERDAM);
        steps.begin(Hash.ZERO, genesis.hash()).forEach(world::apply);
        var message = Message.of(transaction, ACCOUNT.address(), SenderRecovery.best());
        if (!(session.transact(message) instanceof Result.Executed(Outcome.Success success, var diff)))
            throw new IllegalStateException("the transaction is a sound one");
        world.apply(diff);
        world.apply(steps.withdraw(List.of()));
        if (!(steps.requests(List.of(), BlockSteps.MAINNET_DEPOSITS) instanceof BlockSteps.Requests.Found found))
            throw new IllegalStateException("the contracts are there");
        found.diffs().forEach(world::apply);
        var receipt = Receipt.of(transaction.type(), true, success.gasUsed(), success.logs());
        return header(genesis.hash(), 1, 12, session.gasUsed(), List.of(receipt), session.accessList());
    }

    private BlockHeader header(
            Hash parent, long number, long timestamp, long gasUsed, List<Receipt> receipts, BlockAccessList accesses) {
        var logs = receipts.stream().flatMap(receipt -> receipt.logs().stream()).toList();
        var transactions = receipts.isEmpty() ? List.<byte[]>of() : List.of(transaction.encode());
        return new BlockHeader(
                parent,
                BlockHeader.NO_OMMERS,
                COINBASE,
                world.root(),
                OrderedTrie.root(transactions),
                OrderedTrie.root(receipts.stream().map(Receipt::encode).toList()),
                LogsBloom.of(logs),
                U256.ZERO,
                number,
                GAS_LIMIT,
                gasUsed,
                timestamp,
                new byte[0],
                Hash.ZERO,
                0,
                BASE_FEE,
                OrderedTrie.root(List.of()),
                0L,
                0L,
                Hash.ZERO,
                NO_REQUESTS,
                accesses.hash(),
                SLOT_NUMBER);
    }

    BlockAccessList accesses() {
        return session.accessList();
    }

    /** The test as it passes. */
    ObjectNode sound() {
        return test(accesses(), header, "");
    }

    /** One whose block has another list, and has to be refused. */
    ObjectNode withList(UnaryOperator<BlockAccessList> fault, String expected) {
        var list = fault.apply(accesses());
        return test(list, withHash(list.hash()), expected);
    }

    /** One whose header has another hash than the list. */
    ObjectNode withoutHash(String expected) {
        return test(accesses(), withHash(Hash.ZERO), expected);
    }

    private BlockHeader withHash(Hash hash) {
        return new BlockHeader(
                header.parentHash(),
                header.ommersHash(),
                header.beneficiary(),
                header.stateRoot(),
                header.transactionsRoot(),
                header.receiptsRoot(),
                header.logsBloom(),
                header.difficulty(),
                header.number(),
                header.gasLimit(),
                header.gasUsed(),
                header.timestamp(),
                header.extraData(),
                header.mixHash(),
                header.nonce(),
                header.baseFeePerGas(),
                header.withdrawalsRoot(),
                header.blobGasUsed(),
                header.excessBlobGas(),
                header.parentBeaconBlockRoot(),
                header.requestsHash(),
                hash,
                header.slotNumber());
    }

    private ObjectNode test(BlockAccessList list, BlockHeader head, String expected) {
        var test = JSON.createObjectNode().put("network", "Amsterdam").put("genesisRLP", hex(empty(genesis)));
        test.set("pre", pre);
        var block = new Block(head, List.of(transaction), List.of(), List.of());
        var json = test.putArray("blocks").addObject().put("rlp", hex(block.encode()));
        var holder = json;
        if (expected.isEmpty()) json.put("blocknumber", "1");
        else holder = json.put("expectException", expected).putObject("rlp_decoded");
        holder.set("blockAccessList", json(list));
        return test.put(
                "lastblockhash", (expected.isEmpty() ? head : genesis).hash().toString());
    }

    private static byte[] empty(BlockHeader header) {
        return new Block(header, List.of(), List.of(), List.of()).encode();
    }

    private static ArrayNode json(BlockAccessList list) {
        var accounts = JSON.createArrayNode();
        for (var account : list.accounts()) {
            var json = accounts.addObject().put("address", account.address().toString());
            var changes = json.putArray("storageChanges");
            for (var slot : account.storageChanges()) {
                var one = changes.addObject().put("slot", slot.slot().toHex());
                var values = one.putArray("slotChanges");
                for (var change : slot.changes())
                    index(values, change.index())
                            .put("postValue", change.value().toHex());
            }
            var reads = json.putArray("storageReads");
            for (var read : account.storageReads()) reads.add(read.toHex());
            var balances = json.putArray("balanceChanges");
            for (var change : account.balanceChanges())
                index(balances, change.index())
                        .put("postBalance", change.balance().toHex());
            var nonces = json.putArray("nonceChanges");
            for (var change : account.nonceChanges())
                index(nonces, change.index())
                        .put("postNonce", U256.of(change.nonce()).toHex());
            var codes = json.putArray("codeChanges");
            for (var change : account.codeChanges())
                index(codes, change.index()).put("newCode", hex(change.code()));
        }
        return accounts;
    }

    private static ObjectNode index(ArrayNode changes, long index) {
        return changes.addObject().put("blockAccessIndex", U256.of(index).toHex());
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
