package coco.conformance.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.conformance.Main;
import coco.evm.Address;
import coco.evm.U256;
import coco.evm.chain.BlockAccessList;
import coco.evm.chain.BlockAccessList.AccountAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Blocks of Amsterdam run where they are asked for by name, and their access lists are checked. */
class AmsterdamTest {
    private static final String WRONG = "BlockException.INVALID_BLOCK_ACCESS_LIST";

    @TempDir
    private Path folder = Path.of("");

    private final AmsterdamBlock block = new AmsterdamBlock();

    private record Ended(int code, String last, String printed) {}

    private Ended run(ObjectNode test, String... options) throws IOException {
        var whole = JsonMapper.shared().createObjectNode().set("test", test);
        var file = Files.writeString(folder.resolve("test.json"), whole.toString());
        var printed = new StringWriter();
        var all = new ArrayList<>(List.of("evm", file.toString()));
        all.addAll(Arrays.asList(options));
        var code = new CommandLine(new Main())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(all.toArray(String[]::new));
        return new Ended(code, printed.toString().lines().toList().getLast(), printed.toString());
    }

    private void passes(ObjectNode test) throws IOException {
        for (var tier : List.of("0", "1")) {
            var ended = run(test, "--fork", "amsterdam", "--tier", tier);
            assertEquals("1 passed, 0 failed, 0 skipped", ended.last, ended.printed);
        }
    }

    private void fails(ObjectNode test, String reason) throws IOException {
        var ended = run(test, "--fork", "Amsterdam");
        assertEquals("0 passed, 1 failed, 0 skipped", ended.last, ended.printed);
        assertTrue(ended.printed.contains(reason), ended.printed);
        assertEquals(1, ended.code);
    }

    @Test
    void itRunsOnlyWhereItIsAskedFor() throws IOException {
        passes(block.sound());
        assertEquals("0 passed, 0 failed, 1 skipped", run(block.sound()).last);
        assertEquals("0 passed, 0 failed, 0 skipped", run(block.sound(), "--fork", "Osaka").last);
    }

    @Test
    void aBlockWithAnotherListIsRefused() throws IOException {
        passes(block.withList(AmsterdamTest::withoutTheFirst, WRONG));
        passes(block.withList(AmsterdamTest::withOneMore, WRONG));
        passes(block.withList(AmsterdamTest::withReadsOfWrites, WRONG));
        passes(block.withList(AmsterdamTest::reversed, "BlockException.INCORRECT_BLOCK_FORMAT"));
        passes(block.withoutHash("BlockException.INVALID_BAL_HASH"));
    }

    @Test
    void whatIsRefusedForAnotherReasonHasFailed() throws IOException {
        fails(block.withList(AmsterdamTest::withoutTheFirst, "BlockException.INVALID_STATE_ROOT"), "access list");
        fails(block.withList(AmsterdamTest::reversed, "BlockException.INVALID_BAL_HASH"), "ACCOUNT_ORDER");
        fails(block.withoutHash(WRONG), "HASH");
        fails(block.withList(list -> list, WRONG), "a block was taken");
    }

    private static BlockAccessList withoutTheFirst(BlockAccessList list) {
        return new BlockAccessList(list.accounts().subList(1, list.accounts().size()));
    }

    /** Behind all others. */
    private static BlockAccessList withOneMore(BlockAccessList list) {
        var accounts = new ArrayList<>(list.accounts());
        var last = Address.ofHex("ff".repeat(Address.SIZE));
        accounts.add(new AccountAccess(last, List.of(), List.of(), List.of(), List.of(), List.of()));
        return new BlockAccessList(accounts);
    }

    private static BlockAccessList reversed(BlockAccessList list) {
        return new BlockAccessList(list.accounts().reversed());
    }

    /** Slots that are written, as if they had only been read. */
    private static BlockAccessList withReadsOfWrites(BlockAccessList list) {
        var accounts = list.accounts().stream()
                .map(account -> new AccountAccess(
                        account.address(),
                        List.of(),
                        reads(account),
                        account.balanceChanges(),
                        account.nonceChanges(),
                        account.codeChanges()));
        return new BlockAccessList(accounts.toList());
    }

    private static List<U256> reads(AccountAccess account) {
        var reads = new ArrayList<>(account.storageReads());
        for (var slot : account.storageChanges()) reads.add(slot.slot());
        reads.sort(null);
        return reads;
    }
}
