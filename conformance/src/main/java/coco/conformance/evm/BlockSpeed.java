package coco.conformance.evm;

import coco.ethereum.replay.ReplayBlock;
import coco.evm.Result;
import coco.evm.chain.SenderRecovery;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Blocks of the main network, all of them again and again: gas a second of processor time on one thread, without and with the recovery
 * of senders. Building the state before a block is not counted. Owner: the command.
 */
final class BlockSpeed {
    private final MainnetBlocks blocks;
    private final LongSupplier clock;
    private final List<ReplayBlock> all = new ArrayList<>();

    BlockSpeed(MainnetBlocks blocks, LongSupplier clock) {
        this.blocks = blocks;
        this.clock = clock;
    }

    void take(ReplayBlock block) {
        all.add(block);
    }

    /** Prints a line a pass; the first ones are of a machine that is not warm. */
    void measure(String tier, int passes, PrintWriter out) {
        if (all.isEmpty()) return;
        var transactions =
                all.stream().mapToInt(block -> block.transactions().size()).sum();
        for (var pass = 1; pass <= passes; pass++) {
            var gas = 0L;
            var executing = 0L;
            var recovering = 0L;
            for (var block : all) {
                var recoveryBegins = clock.getAsLong();
                recover(block);
                recovering += clock.getAsLong() - recoveryBegins;
                var world = blocks.world(block);
                var begins = clock.getAsLong();
                gas += execute(block, world);
                executing += clock.getAsLong() - begins;
            }
            out.printf(
                    Locale.ROOT,
                    "%-11s pass %d: %d blocks, %d transactions, %.1f Mgas in %.0f ms: %.0f Mgas/s; with senders recovered %.0f Mgas/s%n",
                    tier,
                    pass,
                    all.size(),
                    transactions,
                    gas / 1e6,
                    executing / 1e6,
                    gas * 1e3 / executing,
                    gas * 1e3 / (executing + recovering));
            out.flush();
        }
    }

    private static void recover(ReplayBlock block) {
        for (var transaction : block.transactions())
            if (transaction.transaction().sender(SenderRecovery.best()) == null)
                throw new IllegalStateException("no sender: " + transaction.hash());
    }

    private long execute(ReplayBlock block, ChainWorld world) {
        var session = blocks.session(block, world);
        var gas = 0L;
        for (var transaction : block.transactions()) {
            switch (session.transact(transaction.message())) {
                case Result.Refused(var reason) -> throw new IllegalStateException(reason.message());
                case Result.Executed executed -> {
                    world.state().apply(executed.diff());
                    gas += executed.outcome().gasUsed();
                }
            }
        }
        return gas;
    }
}
