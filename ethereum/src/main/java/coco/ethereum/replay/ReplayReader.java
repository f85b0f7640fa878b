package coco.ethereum.replay;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.Overlay;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.ReplayContext;
import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.BlobSchedule;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.LogsBloom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads blocks of the main network with their pre-state: one JSON object a line, {@code {number, block, preState}}, where the block
 * is what eth_getBlockByNumber gives with full transactions and the pre-state has balance, nonce, codeHash and storage by address;
 * a JSON object of codes by hash; one of block hashes by number. All decompressed by the caller.
 */
public final class ReplayReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BLOCK_HASH_WINDOW = 256;

    private final BufferedReader blocks;
    private final JsonNode codes;
    private final Map<Long, Hash> hashes = new TreeMap<>();

    /** Codes that came with an earlier block. */
    private final Set<Hash> sent = new HashSet<>();

    private long line;

    /**
     * Closes the last two when they are read; the first stays the caller's.
     *
     * @throws ReplayException where one of these is not what it should be
     */
    public ReplayReader(BufferedReader blocks, InputStream codes, InputStream hashes)
            throws IOException, ReplayException {
        this.blocks = blocks;
        try (codes;
                hashes) {
            this.codes = JSON.readTree(codes);
            JSON.readTree(hashes)
                    .forEachEntry(
                            (number, hash) -> this.hashes.put(Long.parseLong(number), Hash.ofHex(hash.stringValue())));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new ReplayException("codes by hash or block hashes by number do not read: " + e.getMessage(), e);
        }
    }

    /** The next block whose number is wanted, or null at the end. */
    public @Nullable ReplayBlock next(LongPredicate wanted) throws IOException, ReplayException {
        for (var text = blocks.readLine(); text != null; text = blocks.readLine()) {
            line++;
            try {
                var root = JSON.readTree(text);
                if (wanted.test(root.required("number").longValue())) return block(root);
            } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new ReplayException("line %d is no block with its pre-state: %s".formatted(line, first(e)), e);
            }
        }
        return null;
    }

    /** The rest would be the file's text. */
    private static String first(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private ReplayBlock block(JsonNode root) throws ReplayException {
        var block = root.required("block");
        return new ReplayBlock(
                context(block),
                state(root.required("preState")),
                transactions(block.required("transactions")),
                Hash.ofHex(block.required("transactionsRoot").stringValue()),
                number(block, "gasUsed"),
                LogsBloom.of(HexFormat.of()
                        .parseHex(block.required("logsBloom").stringValue().substring(2))),
                Hash.ofHex(block.required("receiptsRoot").stringValue()));
    }

    private ReplayContext context(JsonNode block) {
        var number = number(block, "number");
        var time = number(block, "timestamp");
        var fork = MainnetForks.at(number, time);
        var ancestors = new HashMap<Long, Hash>();
        hashes.forEach((ancestor, hash) -> {
            if (ancestor < number && ancestor >= number - BLOCK_HASH_WINDOW) ancestors.put(ancestor, hash);
        });
        return new ReplayContext(
                fork,
                BlobSchedule.of(fork),
                number,
                time,
                Address.ofHex(block.required("miner").stringValue()),
                number(block, "gasLimit"),
                U256.ofHex(block.required("difficulty").stringValue()),
                fork.isAtLeast(Fork.PARIS)
                        ? Hash.ofHex(block.required("mixHash").stringValue())
                        : Hash.ZERO,
                block.has("baseFeePerGas")
                        ? U256.ofHex(block.required("baseFeePerGas").stringValue())
                        : U256.ZERO,
                block.has("excessBlobGas") ? number(block, "excessBlobGas") : 0,
                ancestors);
    }

    private List<Overlay> state(JsonNode preState) throws ReplayException {
        var accounts = new ArrayList<Overlay>();
        for (var entry : preState.properties()) {
            var account = entry.getValue();
            var codeHash = account.hasNonNull("codeHash")
                    ? Hash.ofHex(account.required("codeHash").stringValue())
                    : AccountState.NO_CODE;
            var state = new AccountState(
                    account.required("nonce").longValue(),
                    U256.ofHex(account.required("balance").stringValue()),
                    codeHash);
            var slots = new TreeMap<U256, U256>();
            if (account.has("storage"))
                account.required("storage")
                        .forEachEntry((slot, value) -> slots.put(U256.ofHex(slot), U256.ofHex(value.stringValue())));
            accounts.add(new Overlay(Address.ofHex(entry.getKey()), true, state, code(codeHash), slots));
        }
        return accounts;
    }

    private byte @Nullable [] code(Hash hash) throws ReplayException {
        if (hash.equals(AccountState.NO_CODE) || !sent.add(hash)) return null;
        var code = codes.get(hash.toString());
        if (code == null) throw new ReplayException("no code for " + hash);
        return HexFormat.of().parseHex(code.stringValue().substring(2));
    }

    private static List<RawTransaction> transactions(JsonNode nodes) throws ReplayException {
        var transactions = new ArrayList<RawTransaction>();
        for (var node : nodes) {
            try {
                var raw = Bytes.unsafeWrap(TransactionFields.read(node).encode());
                transactions.add(RawTransaction.of(raw, raw.at(0) == 3));
            } catch (MalformedException e) {
                throw new ReplayException("a transaction of the data does not read", e);
            }
        }
        return transactions;
    }

    private static long number(JsonNode node, String name) {
        return Long.parseLong(node.required(name).stringValue().substring(2), 16);
    }
}
