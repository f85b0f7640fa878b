package coco.conformance.evm;

import static java.nio.charset.StandardCharsets.UTF_8;

import coco.conformance.CaseName;
import coco.conformance.Fixtures;
import coco.conformance.Report;
import coco.conformance.Verdict;
import coco.ethereum.replay.ReplayBlock;
import coco.ethereum.replay.ReplayException;
import coco.ethereum.replay.ReplayReader;
import coco.evm.AccountState;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.MemoryWorld;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Session;
import coco.evm.U256;
import coco.evm.chain.Log;
import coco.evm.chain.LogsBloom;
import coco.evm.chain.Receipt;
import coco.evm.trie.OrderedTrie;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Blocks of the main network with the state before them, one a line: gas, logs bloom and receipts root have to be those of the header. The
 * codes by hash and the block hashes by number are files of their own, among those given or in the same folder.
 */
final class MainnetBlocks {
    private static final String GROUP = "main network";
    private static final int HEAD = 400;

    /** A line's first keys, in any order. */
    private static final Pattern BLOCKS = Pattern.compile("^\\s*\\{\\s*\"(number|block|preState)\"\\s*:");

    private static final Pattern CODES = Pattern.compile("^\\s*\\{\\s*\"0x[0-9a-f]{64}\"\\s*:\\s*\"0x");
    private static final Pattern HASHES = Pattern.compile("^\\s*\\{\\s*\"[0-9]+\"\\s*:\\s*\"0x");

    private final Machines machines;
    private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
    private final Map<Pattern, byte[]> companions = new ConcurrentHashMap<>();
    private final Map<Hash, byte[]> codesSeen = new HashMap<>();

    MainnetBlocks(Machines machines) {
        this.machines = machines;
    }

    /** Takes the file if it is one of these; they are run together in the end. Any thread. */
    boolean take(String name, byte[] content) {
        var head = new String(content, 0, Math.min(content.length, HEAD), UTF_8);
        for (var kind : List.of(CODES, HASHES)) {
            if (!kind.matcher(head).find()) continue;
            companions.put(kind, content);
            return true;
        }
        if (!BLOCKS.matcher(head).find()) return false;
        blocks.put(name, content);
        return true;
    }

    /** Runs what was taken. */
    void run(List<Path> paths, Predicate<CaseName> wanted, Report report) throws IOException {
        if (blocks.isEmpty()) return;
        for (var path : paths) lookBeside(path);
        for (var file : new ArrayList<>(blocks.keySet())) run(file, wanted, report);
    }

    private void lookBeside(Path path) throws IOException {
        var folder = path.toAbsolutePath().getParent();
        if (companions.size() == 2 || folder == null || !Files.isRegularFile(path)) return;
        var others = new HashMap<>(blocks);
        Fixtures.each(folder, this::take);
        blocks.keySet().retainAll(others.keySet());
    }

    private void run(String file, Predicate<CaseName> wanted, Report report) throws IOException {
        try {
            each(file, block -> {
                var name = new CaseName(file, Long.toString(block.context().number()), GROUP, 0);
                if (wanted.test(name)) report.take(name, run(block));
            });
        } catch (ReplayException e) {
            report.take(new CaseName(file, "", GROUP, 0), Verdict.Failed.of("does not parse: " + e.getMessage()));
        }
    }

    /** Gives the blocks of every file that was taken to {@code use}. */
    void each(List<Path> paths, Consumer<ReplayBlock> use) throws IOException, ReplayException {
        if (blocks.isEmpty()) return;
        for (var path : paths) lookBeside(path);
        for (var file : new TreeSet<>(blocks.keySet())) each(file, use);
    }

    private void each(String file, Consumer<ReplayBlock> use) throws IOException, ReplayException {
        byte[] codes = companions.get(CODES), hashes = companions.get(HASHES);
        if (codes == null || hashes == null)
            throw new ReplayException("no codes by hash or no block hashes by number beside it");
        var lines = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(blocks.get(file)), UTF_8));
        var reader = new ReplayReader(lines, new ByteArrayInputStream(codes), new ByteArrayInputStream(hashes));
        for (var block = reader.next(_ -> true); block != null; block = reader.next(_ -> true)) use.accept(block);
    }

    private Verdict run(ReplayBlock block) {
        var world = world(block);
        var session = session(block, world);
        var receipts = new ArrayList<Receipt>();
        var logs = new ArrayList<Log>();
        var gas = 0L;
        for (var transaction : block.transactions()) {
            switch (session.transact(transaction.message())) {
                case Result.Refused(var reason) -> {
                    return Verdict.Failed.of("transaction " + transaction.hash() + " refused: " + reason.message());
                }
                case Result.Executed executed -> {
                    world.state().apply(executed.diff());
                    gas += executed.outcome().gasUsed();
                    var emitted =
                            executed.outcome() instanceof Outcome.Success success ? success.logs() : List.<Log>of();
                    logs.addAll(emitted);
                    var success = executed.outcome() instanceof Outcome.Success;
                    receipts.add(Receipt.of(transaction.transaction().type(), success, gas, emitted));
                }
            }
        }
        return verdict(block, gas, logs, receipts);
    }

    Session session(ReplayBlock block, ChainWorld world) {
        var context = block.context();
        return machines.of(ChainConfig.mainnetRules(context.fork(), U256.ONE)).session(world, context.block());
    }

    /** The state before the block; blocks are asked for in their order. */
    ChainWorld world(ReplayBlock block) {
        var world = new ChainWorld(state(block));
        block.context().ancestors().forEach(world::addHash);
        return world;
    }

    private static Verdict verdict(ReplayBlock block, long gas, List<Log> logs, List<Receipt> receipts) {
        var differences = new ArrayList<String>();
        if (gas != block.gasUsed()) differences.add("gas used %d, expected %d".formatted(gas, block.gasUsed()));
        if (!LogsBloom.of(logs).equals(block.logsBloom())) differences.add("another logs bloom");
        var root = OrderedTrie.root(receipts.stream().map(Receipt::encode).toList());
        if (block.context().fork().isAtLeast(Fork.BYZANTIUM) && !root.equals(block.receiptsRoot()))
            differences.add("receipts root %s, expected %s".formatted(root, block.receiptsRoot()));
        return differences.isEmpty() ? new Verdict.Passed(gas) : new Verdict.Failed(differences);
    }

    /** Codes come with the first block that needs them, and are kept for those after it. */
    private MemoryWorld state(ReplayBlock block) {
        var world = new MemoryWorld();
        for (var account : block.state()) {
            var hash = account.state().codeHash();
            var code = account.code();
            if (code != null) codesSeen.put(hash, code);
            var known = hash.equals(AccountState.NO_CODE) ? new byte[0] : codesSeen.get(hash);
            if (known == null)
                throw new IllegalStateException("the reader gives each code with the first block that needs it");
            world.put(
                    account.address(), account.state().nonce(), account.state().balance(), known, account.slots());
        }
        return world;
    }
}
