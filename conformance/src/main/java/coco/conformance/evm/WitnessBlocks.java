package coco.conformance.evm;

import coco.conformance.CaseName;
import coco.conformance.Report;
import coco.conformance.Verdict;
import coco.ethereum.replay.MainnetForks;
import coco.evm.ChainConfig;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.Block;
import coco.evm.chain.BlockHeader;
import coco.evm.chain.LogsBloom;
import coco.evm.chain.Transaction;
import coco.evm.chain.Withdrawal;
import coco.evm.trie.OrderedTrie;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Blocks of the main network with the trie nodes that prove the state they need: a file is one block. Gas, logs bloom, receipts root and
 * the root of the state after it have to be those of the header.
 */
final class WitnessBlocks implements Suite {
    private static final String GROUP = "main network";

    private final Machines machines;

    WitnessBlocks(Machines machines) {
        this.machines = machines;
    }

    @Override
    public boolean takes(JsonNode test) {
        return test.has("prev_state_root") && test.has("states") && test.has("header");
    }

    @Override
    public void run(String file, String name, JsonNode test, Predicate<CaseName> wanted, Report report) {
        var one = new CaseName(file, number(test.get("header").get("number")).toString(), GROUP, 0);
        if (wanted.test(one)) report.take(one, run(test));
    }

    private Verdict run(JsonNode test) {
        var header = header(test.get("header"));
        var transactions = new ArrayList<Transaction>();
        for (var transaction : test.get("transactions").values())
            transactions.add(WitnessTransaction.read(transaction));
        var block = new Block(header, transactions, List.of(), withdrawals(test.get("withdrawals")));
        var raw = transactions.stream().map(Transaction::encode).toList();
        if (!OrderedTrie.root(raw).equals(header.transactionsRoot()))
            return Verdict.Failed.of("the transactions are not those of the header");
        var config = ChainConfig.mainnetRules(MainnetForks.at(header.number(), header.timestamp()), U256.ONE)
                .withBlobs(MainnetForks.blobs(header.number(), header.timestamp()));
        var failure = new BlockExecution(machines, config, world(test, header.number()), block).run();
        return failure == null ? new Verdict.Passed(header.gasUsed()) : Verdict.Failed.of(failure.text());
    }

    private static WitnessWorld world(JsonNode test, long number) {
        var hashes = new HashMap<Long, Hash>();
        var before = number;
        for (var hash : test.get("block_hashes").values()) hashes.put(--before, Values.hash(hash));
        return new WitnessWorld(
                Values.hash(test.get("prev_state_root")), bytes(test.get("states")), bytes(test.get("codes")), hashes);
    }

    private static List<byte[]> bytes(JsonNode list) {
        return list.valueStream().map(Values::bytes).toList();
    }

    private static @Nullable List<Withdrawal> withdrawals(@Nullable JsonNode list) {
        if (list == null || list.isNull()) return null;
        return list.valueStream()
                .map(one -> new Withdrawal(
                        number(one.get("index")).limb0(),
                        number(one.get("validatorIndex")).limb0(),
                        Values.address(one.get("address")),
                        number(one.get("amount")).limb0()))
                .toList();
    }

    private static BlockHeader header(JsonNode json) {
        return new BlockHeader(
                Values.hash(json.get("parent_hash")),
                Values.hash(json.get("ommers_hash")),
                Values.address(json.get("beneficiary")),
                Values.hash(json.get("state_root")),
                Values.hash(json.get("transactions_root")),
                Values.hash(json.get("receipts_root")),
                LogsBloom.of(Values.bytes(json.get("logs_bloom"))),
                number(json.get("difficulty")),
                number(json.get("number")).limb0(),
                number(json.get("gas_limit")).limb0(),
                number(json.get("gas_used")).limb0(),
                number(json.get("timestamp")).limb0(),
                Values.bytes(json.get("extra_data")),
                Values.hash(json.get("mix_hash")),
                number(json.get("nonce")).limb0(),
                json.hasNonNull("base_fee_per_gas") ? number(json.get("base_fee_per_gas")) : null,
                hash(json, "withdrawals_root"),
                json.hasNonNull("blob_gas_used")
                        ? Long.valueOf(number(json.get("blob_gas_used")).limb0())
                        : null,
                json.hasNonNull("excess_blob_gas")
                        ? Long.valueOf(number(json.get("excess_blob_gas")).limb0())
                        : null,
                hash(json, "parent_beacon_block_root"),
                hash(json, "requests_hash"));
    }

    private static @Nullable Hash hash(JsonNode json, String name) {
        return json.hasNonNull(name) ? Values.hash(json.get(name)) : null;
    }

    /** These files have numbers as such or in hexadecimal. */
    static U256 number(JsonNode node) {
        return node.isNumber() ? U256.of(node.bigIntegerValue()) : Values.number(node);
    }
}
