package coco.ethereum.block;

import coco.crypto.Bytes;
import coco.ethereum.EthereumRequest;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.Progress;
import coco.ethereum.ledger.Reads;
import coco.ethereum.ledger.Tables;
import coco.evm.Result;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Request;
import coco.store.Tx;
import coco.store.WriteSetTooLarge;
import org.jspecify.annotations.Nullable;

/** The Ethereum part of one batch. What it knows beside the tables it checks against them before each use. */
public final class BatchRun implements LedgerProtocol.Run {
    private final LedgerProtocol.Place place;
    private final Engines engines;
    private final Sealer sealer;
    private @Nullable Building building;

    public BatchRun(LedgerProtocol.Place place, Engines engines, StateRoots roots, BlockOpener opener) {
        this.place = place;
        this.engines = engines;
        this.opener = opener;
        this.sealer = new Sealer(place, roots);
    }

    private final BlockOpener opener;

    @Override
    public Outcome execute(Caller caller, Request request, Tx tx) {
        var chain = new Chain(Reads.of(tx));
        if (!chain.exists()) return Refusals.of(404, "NoEthereumLedger", "this network has no Ethereum ledger");
        sealer.start(chain);
        try {
            return switch ((EthereumRequest) request) {
                case RawTransaction transaction -> transact(transaction, tx, chain);
                case EthereumRequest.EndBlock _ -> endBlock(tx, chain);
                case EthereumRequest.ReplayState(var accounts) -> replay(tx, chain, accounts);
                case EthereumRequest.ReplayForget _ -> replayForget(tx, chain);
                case EthereumRequest.ReplayBegin begin -> replay(tx, chain, begin);
                case EthereumRequest.ReplayEnd _ -> replayEnd(tx, chain);
            };
        } catch (WriteSetTooLarge e) {
            building = null;
            return Refusals.of(413, "WriteSetTooLarge", "the transaction writes too much: " + e.getMessage());
        }
    }

    @Override
    public void end(Tx tx) {
        var chain = new Chain(Reads.of(tx));
        var open = sealer.started() ? current(tx, chain) : null;
        if (open == null) return;
        if (open.open.replay() == null && open.progress.transactions() > 0 && isDue(open, chain))
            sealer.seal(open, tx, chain);
        else sealer.leaveOpen(open, tx, chain);
    }

    private boolean isDue(Building open, Chain chain) {
        var age = place.ledgerTimeMillis() - open.open.openedMillis();
        return age >= chain.rules().settings().blockMillisMin();
    }

    private Outcome transact(RawTransaction transaction, Tx tx, Chain chain) {
        var rules = chain.rules();
        var refusal = Refusals.ofForm(transaction, chain);
        if (refusal != null) return refusal;
        var open = openBlock(tx, chain);
        var message = transaction.message();
        if (!open.hasRoom(message.gasLimit(), message.blobHashes().size())) {
            if (open.progress.transactions() == 0 || open.open.replay() != null)
                return Refusals.of(400, "GasLimitReached", "exceeds block gas limit");
            sealer.seal(open, tx, chain);
            open = openBlock(tx, chain);
            if (!open.hasRoom(message.gasLimit(), message.blobHashes().size()))
                return Refusals.of(400, "GasLimitReached", "exceeds block gas limit");
        }
        open.world.moveTo(chain);
        return switch (open.session.transact(message)) {
            case Result.Refused(var reason) -> Refusals.of(reason, transaction, chain);
            case Result.Executed executed -> {
                var replaying = open.open.replay() != null;
                new DiffWriter(tx, chain, open.world, sealer.touched(), replaying).write(executed.diff());
                yield Recorder.record(transaction, executed.outcome(), open, tx, rules);
            }
        };
    }

    private Outcome endBlock(Tx tx, Chain chain) {
        var open = current(tx, chain);
        var settings = chain.rules().settings();
        if (open == null && settings.emptyBlockMillis() > 0) {
            if (place.ledgerTimeMillis() - chain.head().sealedMillis() >= settings.emptyBlockMillis())
                open = openBlock(tx, chain);
        } else if (open != null
                && (open.open.replay() != null || open.progress.transactions() == 0 || !isDue(open, chain))) {
            open = null;
        }
        if (open == null) return Refusals.of(409, "NotDue", "no block is due");
        sealer.seal(open, tx, chain);
        return new Outcome.Done(Bytes.EMPTY);
    }

    private Outcome replay(Tx tx, Chain chain, java.util.List<EthereumRequest.Overlay> accounts) {
        if (!chain.isDev()) return Refusals.notDev();
        openBlock(tx, chain);
        var refusal = Overlays.write(accounts, tx, chain, sealer.touched());
        building = null;
        return refusal == null ? new Outcome.Done(Bytes.EMPTY) : refusal;
    }

    private Outcome replayForget(Tx tx, Chain chain) {
        if (!chain.isDev()) return Refusals.notDev();
        if (openBlock(tx, chain).open.replay() != null) return Refusals.of(409, "ReplayOpen", "another replay is open");
        var left = Overlays.forget(tx, chain, sealer.touched());
        building = null;
        return new Outcome.Done(Bytes.ofLong(left));
    }

    private Outcome replay(Tx tx, Chain chain, EthereumRequest.ReplayBegin begin) {
        if (!chain.isDev()) return Refusals.notDev();
        var open = openBlock(tx, chain);
        if (open.open.replay() != null) return Refusals.of(409, "ReplayOpen", "another replay is open");
        if (open.progress.transactions() > 0) {
            sealer.seal(open, tx, chain);
            open = openBlock(tx, chain);
        }
        var replaying = opener.replaying(open.open, begin.context());
        tx.put(Tables.HEAD, Tables.OPEN_KEY, replaying.encode());
        building = new Building(replaying, Progress.NONE, chain, chain.rules(), engines);
        return new Outcome.Done(Bytes.EMPTY);
    }

    private Outcome replayEnd(Tx tx, Chain chain) {
        var open = current(tx, chain);
        if (open == null || open.open.replay() == null) return Refusals.of(409, "NoReplay", "no replay is open");
        return new Outcome.Done(sealer.seal(open, tx, chain).encode());
    }

    /** The open block, opened now where there is none. */
    private Building openBlock(Tx tx, Chain chain) {
        var open = current(tx, chain);
        if (open != null) return open;
        open = building;
        if (open == null || !isDraft(open, chain)) {
            var block = opener.next(place, chain);
            open = new Building(block, Progress.NONE, chain, chain.rules(), engines);
        }
        tx.put(Tables.HEAD, Tables.OPEN_KEY, open.openBytes);
        SystemWrites.write(open.config.fork(), open.open, tx, chain, sealer.touched());
        building = open;
        return open;
    }

    /** A block that was opened for a request which was then refused: as good as a new one. */
    private static boolean isDraft(Building open, Chain chain) {
        return open.progress.equals(Progress.NONE)
                && open.open.replay() == null
                && open.open.parentHash().equals(chain.head().hash());
    }

    /** The open block as the tables have it, or null. */
    private @Nullable Building current(Tx tx, Chain chain) {
        var bytes = tx.get(Tables.HEAD, Tables.OPEN_KEY);
        if (bytes == null) return null;
        var progress = chain.progress();
        if (building == null || !building.isAt(bytes, progress)) {
            var open = coco.ethereum.ledger.OpenBlock.decode(bytes);
            building = new Building(open, progress, chain, chain.rules(), engines);
        }
        return building;
    }
}
