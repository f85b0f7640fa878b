package coco.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.block.StateRootsCheck;
import coco.ethereum.ledger.Tables;
import coco.ethereum.replay.Replay;
import coco.ethereum.replay.ReplayBlock;
import coco.ethereum.replay.ReplayException;
import coco.ethereum.replay.ReplayJson;
import coco.ethereum.replay.ReplayReader;
import coco.evm.Address;
import coco.evm.BlobSchedule;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.LogsBloom;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.testdata.SharedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks of the main network through the protocol, in one process. */
class ReplayTest {
    private static final Hash A = Hash.ofHex("aa".repeat(32));
    private static final Hash B = Hash.ofHex("bb".repeat(32));
    private static final int BLOCKS = 41;
    private static final int TRANSACTIONS = 9301;

    /** Blocks that create contracts. */
    private static final Set<Long> CREATING = Set.of(1_150_000L, 12_522_062L, 18_426_253L);

    @Test
    @Timeout(600)
    void everyBlockComesOutAsOnTheMainNetwork() throws IOException, ReplayException, InterruptedException {
        var protocol = new EthereumProtocol();
        var genesis = Genesises.dev(Genesises.osaka(1, "", ""));
        var exact = new ArrayList<Long>();
        var wrong = new ArrayList<String>();
        var transactions = 0;
        var nanos = 0L;
        try (var ledger = new InMemoryLedger(protocol, genesis);
                var lines = lines()) {
            ledger.forwarding = false;
            var reader = reader(lines);
            for (var block = reader.next(_ -> true); block != null; block = reader.next(_ -> true)) {
                var start = System.nanoTime();
                var verdict = Replay.run(block, new Direct(ledger));
                nanos += System.nanoTime() - start;
                transactions += block.transactions().size();
                if (verdict.isExact()) exact.add(block.context().number());
                else wrong.add(describe(verdict));
            }
            StateRootsCheck.assertRootIsTheTables(ledger.committed().version());
        }
        System.out.printf("%d blocks, %d transactions in %d ms%n", exact.size(), transactions, nanos / 1_000_000);
        assertEquals(List.of(), wrong);
        assertEquals(BLOCKS, exact.size());
        assertEquals(TRANSACTIONS, transactions);
    }

    /** What the first pass has created and filled is not in the way of the second. */
    @Test
    @Timeout(120)
    void aBlockComesOutTheSameAgain() throws IOException, ReplayException, InterruptedException {
        var genesis = Genesises.dev(Genesises.osaka(1, "", ""));
        try (var ledger = new InMemoryLedger(new EthereumProtocol(), genesis);
                var lines = lines()) {
            var reader = reader(lines);
            var blocks = new ArrayList<ReplayBlock>();
            for (var block = reader.next(CREATING::contains); block != null; block = reader.next(CREATING::contains))
                blocks.add(block);
            assertEquals(CREATING.size(), blocks.size());
            for (var pass = 0; pass < 3; pass++)
                for (var block : blocks)
                    assertTrue(
                            Replay.run(block, new Direct(ledger)).isExact(),
                            "pass " + pass + ", block " + block.context().number());
            StateRootsCheck.assertRootIsTheTables(ledger.committed().version());
        }
    }

    @Test
    @Timeout(120)
    void aWrongPreStateIsNoticed() throws IOException, ReplayException, InterruptedException {
        var genesis = Genesises.dev(Genesises.osaka(1, "", ""));
        try (var ledger = new InMemoryLedger(new EthereumProtocol(), genesis);
                var lines = lines()) {
            var block = reader(lines).next(number -> number == 5_283_152);
            if (block == null) throw new AssertionError("the data lack block 5283152");
            var planted = new ReplayBlock(
                    block.context(),
                    block.state().stream()
                            .map(account -> account.withSlots(new java.util.TreeMap<>()))
                            .toList(),
                    block.transactions(),
                    block.transactionsRoot(),
                    block.gasUsed(),
                    block.logsBloom(),
                    block.receiptsRoot());
            assertFalse(isExact(planted, new Direct(ledger)), "storage was left out");
        }
    }

    @Test
    void eachPartOfTheHeaderIsCompared() throws ReplayException, InterruptedException {
        var told = new ReplayResult(1, 0, A, 5, LogsBloom.EMPTY, A);
        assertTrue(isExactWith(told, Fork.BYZANTIUM));
        assertFalse(isExactWith(new ReplayResult(1, 0, B, 5, LogsBloom.EMPTY, A), Fork.BYZANTIUM));
        assertFalse(isExactWith(new ReplayResult(1, 0, A, 6, LogsBloom.EMPTY, A), Fork.BYZANTIUM));
        var bloom = new byte[LogsBloom.SIZE];
        bloom[3] = 1;
        assertFalse(isExactWith(new ReplayResult(1, 0, A, 5, LogsBloom.of(bloom), A), Fork.BYZANTIUM));
        var receipts = new ReplayResult(1, 0, A, 5, LogsBloom.EMPTY, B);
        assertFalse(isExactWith(receipts, Fork.BYZANTIUM));
        assertTrue(isExactWith(receipts, Fork.SPURIOUS_DRAGON), "its receipts hold state roots");
    }

    @Test
    void aForkWhoseRulesMayChangeIsNoneOfTheMainNetwork() throws RlpException {
        for (var fork : Fork.values()) {
            var context = new ReplayContext(
                    fork, BlobSchedule.CANCUN, 1, 1, Address.ofNumber(1), 9, U256.ZERO, A, U256.ZERO, 0, Map.of());
            var writer = new RlpWriter();
            context.write(writer);
            var reader = RlpReader.of(writer.toArray());
            if (fork.isFinal()) assertEquals(context, ReplayContext.read(reader));
            else assertThrows(RlpException.class, () -> ReplayContext.read(reader));
            assertEquals(fork.isFinal() ? fork : null, ReplayJson.fork(fork.name()));
        }
    }

    /** Whether a block without transactions, 5 gas and the root A in its header is exact if that came out. */
    private static boolean isExactWith(ReplayResult result, Fork fork) throws ReplayException, InterruptedException {
        var context = new ReplayContext(
                fork, BlobSchedule.CANCUN, 1, 1, Address.ofNumber(1), 9, U256.ZERO, A, U256.ZERO, 0, Map.of());
        var block = new ReplayBlock(context, List.of(), List.of(), A, 5, LogsBloom.EMPTY, A);
        return Replay.run(block, new Told(result)).isExact();
    }

    /** A target that says the same whatever it is given. */
    private record Told(ReplayResult end) implements Replay.Target {
        @Override
        public int forget() {
            return 0;
        }

        @Override
        public void state(List<EthereumRequest.Overlay> accounts) {
            throw new AssertionError("there is no state");
        }

        @Override
        public void begin(ReplayContext context) {}

        @Override
        public void transact(List<EthereumRequest.RawTransaction> transactions) {}
    }

    /** A block that takes more gas than the real one may not even fit. */
    private static boolean isExact(ReplayBlock block, Replay.Target target) throws InterruptedException {
        try {
            return Replay.run(block, target).isExact();
        } catch (ReplayException e) {
            return false;
        }
    }

    private static String describe(Replay.Verdict verdict) {
        return "%d %s: gas %d of %d (%d of %d transactions), bloom %s, receipts %s"
                .formatted(
                        verdict.block().context().number(),
                        verdict.block().context().fork(),
                        verdict.result().gasUsed(),
                        verdict.block().gasUsed(),
                        verdict.result().transactions(),
                        verdict.block().transactions().size(),
                        verdict.logsBloom(),
                        verdict.receiptsRoot());
    }

    private static BufferedReader lines() throws IOException {
        var file = SharedData.folder("ethereum/mainnet-blocks").resolve("blocks.jsonl.xz");
        return new BufferedReader(new InputStreamReader(Archives.decompressed(file), StandardCharsets.UTF_8));
    }

    private static ReplayReader reader(BufferedReader lines) throws IOException, ReplayException {
        var folder = SharedData.folder("ethereum/mainnet-blocks");
        return new ReplayReader(
                lines,
                Archives.decompressed(folder.resolve("codes.json.xz")),
                Files.newInputStream(folder.resolve("block-hashes.json")));
    }

    /** Straight into the ledger, many transactions at once. */
    private record Direct(InMemoryLedger ledger) implements Replay.Target {
        @Override
        public int forget() throws ReplayException, InterruptedException {
            return (int) Tables.longOf(submit(new EthereumRequest.ReplayForget()));
        }

        @Override
        public void state(List<EthereumRequest.Overlay> accounts) throws ReplayException, InterruptedException {
            submit(new EthereumRequest.ReplayState(accounts));
        }

        @Override
        public void begin(ReplayContext context) throws ReplayException, InterruptedException {
            submit(new EthereumRequest.ReplayBegin(context));
        }

        @Override
        public void transact(List<EthereumRequest.RawTransaction> transactions)
                throws ReplayException, InterruptedException {
            for (var answer : ledger.submitAll(transactions)) reply(answer);
        }

        @Override
        public ReplayResult end() throws ReplayException, InterruptedException {
            try {
                return ReplayResult.decode(submit(new EthereumRequest.ReplayEnd()));
            } catch (MalformedException e) {
                throw new ReplayException("not the result of a replay", e);
            }
        }

        private Bytes submit(EthereumRequest request) throws ReplayException, InterruptedException {
            return reply(ledger.submitAndWait(
                    new Caller.Anonymous(), EthereumProtocol.NAME, request, null, Duration.ofSeconds(60)));
        }

        private static Bytes reply(Answer answer) throws ReplayException {
            if (answer instanceof Answer.Committed committed) return committed.reply();
            throw new ReplayException("not committed: " + answer);
        }
    }
}
