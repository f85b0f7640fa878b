package coco.ethereum.pool;

import coco.crypto.Bytes;
import coco.ethereum.EthereumProtocol;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.EthereumSettings;
import coco.ethereum.block.Refusals;
import coco.ethereum.ledger.AccountRow;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.Tables;
import coco.evm.Address;
import coco.evm.Hash;
import coco.ledger.TxId;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Ledger;
import coco.spi.Rejection;
import coco.store.WriteSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that this gateway has taken and the network has not decided yet. Each sender's go to the leader in the order of
 * their nonces, without gaps, several at once; each is submitted again until it is committed, refused for good, or too old. The
 * submission id is the transaction's hash, so that asking again never executes twice.
 *
 * <p>Guarded by its own lock; nothing is called with the lock held. Whoever sends holds {@link #sending}, and takes it first.
 */
public final class TransactionPool {
    /** The network has no room at present; whoever sent the transaction was told that it is taken. */
    private static final int NOT_NOW = 503;

    private static final long GIVEN_UP_KEPT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int GIVEN_UP_MAX = 100_000;
    private static final long EXPIRY_MILLIS = 10_000;
    private static final long RETRY_MILLIS_MIN = 5;
    private static final long RETRY_MILLIS_MAX = 1000;

    private final Ledger ledger;
    private final EthereumSettings settings;
    private final Executor timer;
    private final Map<Hash, Pooled> byHash = new ConcurrentHashMap<>();
    private final Map<Address, SenderQueue> senders = new ConcurrentHashMap<>();
    private final LinkedHashMap<Hash, GivenUp> givenUp = new LinkedHashMap<>();

    private volatile @Nullable Admission admission;

    /** Held while transactions are handed to the ledger, which keeps the order of one caller at a time. */
    private final ReentrantLock sending = new ReentrantLock();

    private record GivenUp(String reason, long nanos) {}

    /** @param timer one thread, for retries and expiry */
    public TransactionPool(Ledger ledger, EthereumSettings settings, Executor timer) {
        this.ledger = ledger;
        this.settings = settings;
        this.timer = timer;
        later(EXPIRY_MILLIS, this::expire);
    }

    private void later(long millis, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, timer).execute(action);
    }

    /** Takes a transaction in, or says why not. */
    public Admitted admit(Caller caller, RawTransaction request) {
        if (byHash.containsKey(request.hash())) return Admitted.refused("already known");
        var now = admission();
        var refusal = now.refusal(request);
        if (refusal != null) return Admitted.refused(refusal);
        var pooled = new Pooled(caller, request, System.nanoTime());
        var text = insert(pooled, now.nonce(request.sender()));
        if (text != null) return Admitted.refused(text);
        launch(request.sender());
        return new Admitted(null, pooled.decision);
    }

    /** At the newest committed state; many transactions are admitted at each. */
    private Admission admission() {
        var version = ledger.committed().version();
        var known = admission;
        if (known == null || !known.isAt(version)) admission = known = new Admission(version, settings);
        return known;
    }

    private @Nullable String insert(Pooled pooled, long committedNonce) {
        Pooled replaced;
        synchronized (this) {
            if (byHash.containsKey(pooled.request.hash())) return "already known";
            if (byHash.size() >= settings.poolMax()) return "txpool is full";
            var queue = senders.computeIfAbsent(pooled.request.sender(), _ -> new SenderQueue(committedNonce));
            if (Long.compareUnsigned(committedNonce, queue.committedNonce) > 0) queue.committedNonce = committedNonce;
            if (Long.compareUnsigned(pooled.nonce(), queue.committedNonce) < 0)
                return "nonce too low: next nonce %s, tx nonce %s"
                        .formatted(Long.toUnsignedString(queue.committedNonce), Long.toUnsignedString(pooled.nonce()));
            replaced = queue.at(pooled.nonce());
            if (replaced != null && !replaces(pooled, replaced)) return "replacement transaction underpriced";
            if (replaced == null && queue.byNonce.size() >= settings.poolSenderMax())
                return "account limit exceeded: %d transactions of %s wait already"
                        .formatted(settings.poolSenderMax(), pooled.request.sender());
            if (replaced != null) byHash.remove(replaced.request.hash());
            queue.byNonce.put(pooled.nonce(), pooled);
            byHash.put(pooled.request.hash(), pooled);
        }
        if (replaced != null) giveUp(replaced, "replaced by " + pooled.request.hash());
        return null;
    }

    private static boolean replaces(Pooled pooled, Pooled old) {
        var before = old.request.transaction();
        var after = pooled.request.transaction();
        return !old.submitted
                && Admission.isRaised(before.maxFeePerGas(), after.maxFeePerGas())
                && Admission.isRaised(before.maxPriorityFeePerGas(), after.maxPriorityFeePerGas());
    }

    /** Sends what may go. One at a time, so that transactions leave in the order in which they became ready. */
    private void launch(Address sender) {
        sending.lock();
        try {
            for (var pooled : ready(sender)) submit(pooled);
        } finally {
            sending.unlock();
        }
    }

    private synchronized List<Pooled> ready(Address sender) {
        var queue = senders.get(sender);
        if (queue == null) return List.of();
        var ready = queue.ready(settings.inFlightSenderMax(), System.nanoTime());
        for (var pooled : ready) {
            pooled.submitted = true;
            pooled.reason = "submitted to the leader";
            queue.submitted++;
        }
        return ready;
    }

    private void submit(Pooled pooled) {
        try {
            var id = Bytes.unsafeWrap(pooled.request.hash().unsafeArray());
            var wait = Duration.ofMillis(settings.answerMillis());
            var _ = ledger.submit(pooled.caller, EthereumProtocol.NAME, pooled.request, id, wait)
                    .thenAccept(answer -> Thread.startVirtualThread(() -> decide(pooled, answer)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            retry(pooled, "interrupted on its way to the leader");
        }
    }

    private void decide(Pooled pooled, Answer answer) {
        switch (answer) {
            case Answer.Committed(var txId, var reply) -> committed(pooled, txId);
            case Answer.Refused(var rejection) -> refused(pooled, rejection);
            case Answer.NotExecuted(var reason) -> retry(pooled, "not executed: " + reason);
            case Answer.Invalid(var txId) -> retry(pooled, txId + " was lost with its leader");
            case Answer.Unknown(var txId) -> retry(pooled, "not decided in time (" + txId + ")");
        }
    }

    private void committed(Pooled pooled, @Nullable TxId txId) {
        remove(pooled, pooled.nonce() + 1);
        pooled.decision.complete(new Decision.Committed(txId));
        launch(pooled.request.sender());
    }

    private void refused(Pooled pooled, Rejection rejection) {
        var known = Chain.of(ledger.committed().version()).hasTransaction(pooled.request.hash());
        if (known) {
            committed(pooled, null);
        } else if (rejection.status() == NOT_NOW
                || rejection.code().equals(Refusals.ALREADY_KNOWN)
                || rejection.code().equals(Refusals.NONCE_TOO_HIGH)) {
            retry(pooled, rejection.message());
        } else {
            remove(pooled, 0);
            giveUp(pooled, rejection.message());
            launch(pooled.request.sender());
        }
    }

    /** Takes it off, and takes note that the account's nonce is at least this. */
    private synchronized void remove(Pooled pooled, long nonceAtLeast) {
        var sender = pooled.request.sender();
        var queue = senders.get(sender);
        byHash.remove(pooled.request.hash(), pooled);
        if (queue == null) return;
        if (queue.byNonce.remove(pooled.nonce(), pooled) && pooled.submitted) queue.submitted--;
        if (Long.compareUnsigned(nonceAtLeast, queue.committedNonce) > 0) queue.committedNonce = nonceAtLeast;
        if (queue.byNonce.isEmpty()) senders.remove(sender);
    }

    private void retry(Pooled pooled, String reason) {
        var now = System.nanoTime();
        long delay;
        synchronized (this) {
            var queue = senders.get(pooled.request.sender());
            if (pooled.submitted && queue != null) queue.submitted--;
            pooled.submitted = false;
            pooled.reason = reason;
            delay = Math.min(RETRY_MILLIS_MAX, RETRY_MILLIS_MIN << Math.min(pooled.attempts++, 10));
            pooled.notBeforeNanos = now + TimeUnit.MILLISECONDS.toNanos(delay);
        }
        if (isOld(pooled, now)) {
            remove(pooled, 0);
            giveUp(pooled, "given up after " + settings.giveUpMillis() + " ms: " + reason);
        } else {
            later(delay + 1, () -> launch(pooled.request.sender()));
        }
    }

    private boolean isOld(Pooled pooled, long now) {
        return now - pooled.admittedNanos > TimeUnit.MILLISECONDS.toNanos(settings.giveUpMillis());
    }

    private void giveUp(Pooled pooled, String reason) {
        synchronized (this) {
            givenUp.put(pooled.request.hash(), new GivenUp(reason, System.nanoTime()));
            if (givenUp.size() > GIVEN_UP_MAX) givenUp.pollFirstEntry();
        }
        pooled.decision.complete(new Decision.GivenUp(reason));
    }

    private void expire() {
        var now = System.nanoTime();
        var old = new ArrayList<Pooled>();
        synchronized (this) {
            while (!givenUp.isEmpty() && now - givenUp.firstEntry().getValue().nanos > GIVEN_UP_KEPT_NANOS)
                givenUp.pollFirstEntry();
            for (var pooled : byHash.values()) if (!pooled.submitted && isOld(pooled, now)) old.add(pooled);
        }
        for (var pooled : old) {
            var status = status(pooled.request.hash());
            remove(pooled, 0);
            giveUp(pooled, "given up: " + (status == null ? pooled.reason : status.reason()));
        }
        later(EXPIRY_MILLIS, this::expire);
    }

    /** Follows the accounts that a committed transaction has changed. Quick: what follows runs on the timer. */
    public void accepted(WriteSet writes) {
        if (senders.isEmpty()) return;
        for (var table : writes.tables()) {
            if (!table.table().equals(Tables.ACCOUNTS)) continue;
            table.writes().forEach((key, value) -> {
                var address = Address.of(key.unsafeArray());
                var queue = senders.get(address);
                if (queue != null)
                    moved(address, queue, AccountRow.decode(value).state().nonce());
            });
        }
    }

    private void moved(Address address, SenderQueue queue, long nonce) {
        boolean waits;
        List<Pooled> stale;
        synchronized (this) {
            if (Long.compareUnsigned(nonce, queue.committedNonce) <= 0) return;
            queue.committedNonce = nonce;
            stale = queue.stale();
            var next = queue.at(nonce);
            waits = next != null && !next.submitted;
        }
        if (!waits && stale.isEmpty()) return;
        timer.execute(() -> {
            for (var pooled : stale) {
                remove(pooled, 0);
                giveUp(pooled, "nonce too low: another transaction with this nonce was committed");
            }
            launch(address);
        });
    }

    /** The pending transaction of that hash. */
    public @Nullable RawTransaction find(Hash hash) {
        var pooled = byHash.get(hash);
        return pooled == null ? null : pooled.request;
    }

    /** The decision to come for a pending transaction. */
    public @Nullable CompletableFuture<Decision> decision(Hash hash) {
        var pooled = byHash.get(hash);
        return pooled == null ? null : pooled.decision;
    }

    /** The nonce after the sender's last transaction without a gap. */
    public synchronized long nextNonce(Address sender, long committedNonce) {
        var queue = senders.get(sender);
        if (queue == null) return committedNonce;
        if (Long.compareUnsigned(committedNonce, queue.committedNonce) > 0) queue.committedNonce = committedNonce;
        return queue.nextNonce();
    }

    /** Transactions that wait or are on their way. */
    public int size() {
        return byHash.size();
    }

    /** Where the transaction is, or null where the pool knows nothing of it. */
    public synchronized @Nullable Status status(Hash hash) {
        var pooled = byHash.get(hash);
        if (pooled != null) {
            if (pooled.submitted) return new Status("submitted", pooled.reason);
            var queue = senders.get(pooled.request.sender());
            var next = queue == null ? pooled.nonce() : queue.nextNonce();
            var gap = Long.compareUnsigned(next, pooled.nonce()) < 0;
            return new Status("waiting", gap ? "waiting for nonce " + Long.toUnsignedString(next) : pooled.reason);
        }
        var gone = givenUp.get(hash);
        return gone == null ? null : new Status("given up", gone.reason);
    }
}
