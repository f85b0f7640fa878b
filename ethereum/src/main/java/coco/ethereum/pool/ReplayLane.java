package coco.ethereum.pool;

import coco.crypto.Bytes;
import coco.ethereum.EthereumProtocol;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.EthereumSettings;
import coco.ethereum.ledger.Chain;
import coco.evm.Hash;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Ledger;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a replayed block on their way. They go to the leader in the order in which they come, and once only: another attempt
 * would be out of order. Nonces and balances are left to execution, since they come out of the transactions before.
 *
 * <p>Guarded by its own lock, which is held while a transaction is handed to the ledger.
 */
public final class ReplayLane {
    private final Ledger ledger;
    private final EthereumSettings settings;
    private final ReentrantLock lock = new ReentrantLock();

    /** Of the block, until another one comes. */
    private final Map<Hash, CompletableFuture<Decision>> decisions = new ConcurrentHashMap<>();

    private long block;

    public ReplayLane(Ledger ledger, EthereumSettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    /** The number of the block of this chain in which a replay is open; 0 where none is. */
    public long openBlock() {
        var open = Chain.of(ledger.committed().version()).open();
        return open != null && open.replay() != null ? open.number() : 0;
    }

    /**
     * Takes the next transaction of a replay.
     *
     * @param number of the block in which it is open
     */
    public Admitted admit(Caller caller, RawTransaction request, long number) throws InterruptedException {
        if (request.raw().size() > settings.transactionBytesMax())
            return Admitted.refused(Admission.oversized(request, settings));
        lock.lockInterruptibly();
        try {
            if (number != block) decisions.clear();
            block = number;
            if (decisions.containsKey(request.hash())) return Admitted.refused("already known");
            if (decisions.size() >= settings.poolMax()) return Admitted.refused("txpool is full");
            var decision = submit(caller, request);
            decisions.put(request.hash(), decision);
            return new Admitted(null, decision);
        } finally {
            lock.unlock();
        }
    }

    /** The block is a part of the id: a transaction may be replayed again in another. */
    private CompletableFuture<Decision> submit(Caller caller, RawTransaction request) throws InterruptedException {
        var id = Bytes.unsafeWrap(request.hash().unsafeArray()).concat(Bytes.ofLong(block));
        var wait = Duration.ofMillis(settings.answerMillis());
        return ledger.submit(caller, EthereumProtocol.NAME, request, id, wait).thenApply(ReplayLane::decision);
    }

    private static Decision decision(Answer answer) {
        return switch (answer) {
            case Answer.Committed(var txId, var reply) -> new Decision.Committed(txId);
            case Answer.Refused(var rejection) -> new Decision.GivenUp(rejection.message());
            case Answer.NotExecuted(var reason) -> new Decision.GivenUp("not executed: " + reason);
            case Answer.Invalid(var txId) -> new Decision.GivenUp(txId + " was lost with its leader");
            case Answer.Unknown(var txId) -> new Decision.GivenUp("not decided in time (" + txId + ")");
        };
    }

    /** The decision, or the one to come, about a transaction of the newest block; null where it is not one of them. */
    public @Nullable CompletableFuture<Decision> decision(Hash hash) {
        return decisions.get(hash);
    }
}
