package coco.ethereum.replay;

import coco.ethereum.EthereumRequest.Overlay;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.ReplayContext;
import coco.ethereum.ReplayResult;
import coco.evm.Fork;
import coco.evm.U256;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Drives blocks of another chain through a network for development that has that chain's id. */
public final class Replay {
    /** About how many bytes of state go into one request: below the limit of a write set. */
    private static final int STATE_BYTES_MAX = 256 << 10;

    private static final int ACCOUNT_BYTES = 200;
    private static final int SLOT_BYTES = 110;

    private Replay() {}

    /** Where requests go: a network, or one process. Each method returns when its request is committed, and fails where it is refused. */
    public interface Target {
        /** Takes accounts of earlier replays out of the state; says how many are left. */
        int forget() throws ReplayException, InterruptedException;

        /** Puts accounts over the state. */
        void state(List<Overlay> accounts) throws ReplayException, InterruptedException;

        /** Opens a block that is executed as if it were that one. */
        void begin(ReplayContext context) throws ReplayException, InterruptedException;

        /** Executes transactions in this order. */
        void transact(List<RawTransaction> transactions) throws ReplayException, InterruptedException;

        /** Ends the block. */
        ReplayResult end() throws ReplayException, InterruptedException;
    }

    /**
     * What came out, and whether the block's header says the same.
     *
     * @param transactions whether it was these transactions in this order
     * @param receiptsRoot null before Byzantium, whose receipts hold state roots instead of a status
     */
    public record Verdict(
            ReplayBlock block,
            ReplayResult result,
            boolean transactions,
            boolean gasUsed,
            boolean logsBloom,
            @Nullable Boolean receiptsRoot) {
        /** Whether all that can be compared is equal. */
        public boolean isExact() {
            return transactions && gasUsed && logsBloom && (receiptsRoot == null || receiptsRoot);
        }
    }

    /**
     * Lays the block's pre-state over the target's, from which earlier replays are taken, executes the block's transactions as if in it,
     * and compares.
     */
    public static Verdict run(ReplayBlock block, Target target) throws ReplayException, InterruptedException {
        for (var left = target.forget(); left > 0; ) left = target.forget();
        for (var part : parts(block.state())) target.state(part);
        target.begin(block.context());
        target.transact(block.transactions());
        return compare(block, target.end());
    }

    private static Verdict compare(ReplayBlock block, ReplayResult result) {
        var byzantium = block.context().fork().isAtLeast(Fork.BYZANTIUM);
        return new Verdict(
                block,
                result,
                result.transactionsRoot().equals(block.transactionsRoot()),
                result.gasUsed() == block.gasUsed(),
                result.logsBloom().equals(block.logsBloom()),
                byzantium ? Boolean.valueOf(result.receiptsRoot().equals(block.receiptsRoot())) : null);
    }

    /** Splits the state, and accounts with much storage, into requests of bounded size; an account is in a request once at the most. */
    static List<List<Overlay>> parts(List<Overlay> state) {
        var parts = new ArrayList<List<Overlay>>();
        var part = new ArrayList<Overlay>();
        var bytes = 0;
        for (var whole : state) {
            for (var account : split(whole)) {
                var code = account.code();
                var size = ACCOUNT_BYTES + SLOT_BYTES * account.slots().size() + (code == null ? 0 : code.length);
                var full = bytes + size > STATE_BYTES_MAX || !account.fresh();
                if (full && !part.isEmpty()) {
                    parts.add(part);
                    part = new ArrayList<>();
                    bytes = 0;
                }
                part.add(account);
                bytes += size;
            }
        }
        if (!part.isEmpty()) parts.add(part);
        return parts;
    }

    private static List<Overlay> split(Overlay account) {
        var slotsMax = STATE_BYTES_MAX / SLOT_BYTES / 2;
        if (account.slots().size() <= slotsMax) return List.of(account);
        var pieces = new ArrayList<Overlay>();
        var slots = new TreeMap<U256, U256>();
        for (var slot : account.slots().entrySet()) {
            slots.put(slot.getKey(), slot.getValue());
            if (slots.size() < slotsMax) continue;
            pieces.add(piece(account, pieces.isEmpty(), slots));
            slots = new TreeMap<>();
        }
        if (!slots.isEmpty()) pieces.add(piece(account, false, slots));
        return pieces;
    }

    private static Overlay piece(Overlay account, boolean first, NavigableMap<U256, U256> slots) {
        return new Overlay(account.address(), first, account.state(), first ? account.code() : null, slots);
    }
}
