package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coco.evm.Address;
import coco.evm.U256;
import coco.evm.chain.Signature;
import coco.evm.chain.SigningAccount;
import coco.evm.chain.Transaction;
import coco.evm.hash.Keccak256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * A light load of the Ethereum ledger: each wallet sends one unit after the other, the next one once there is a receipt of the
 * one before, at one node after the other. A wallet that is told nothing sends the same bytes again. Thread-safe.
 */
final class Wallets implements AutoCloseable {
    /** Where all of it goes, so that its balance counts what was executed. */
    private static final Address TO = Address.ofNumber(0xc0c0);

    private static final long PAUSE_NANOS = 80_000_000;

    /** Receipts asked for at once. */
    private static final int BATCH = 200;

    private final Cluster cluster;
    private final Set<String> confirmed = new ConcurrentSkipListSet<>();
    private final Map<String, String> oddities = new ConcurrentSkipListMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;
    /** Until when a wallet that was told to end still asks; set before it is told. */
    private volatile long patience;

    Wallets(Cluster cluster, int wallets) throws IOException, InterruptedException {
        this.cluster = cluster;
        var api = cluster.api(cluster.leader());
        for (var i = 0; i < wallets; i++) {
            var account = Consortium.ACCOUNTS.get(i);
            var nonce = Rpc.number(api, "eth_getTransactionCount", "\"%s\", \"latest\"".formatted(account.address()));
            threads.add(Thread.ofPlatform().daemon().name("wallet" + i).start(() -> send(account, nonce)));
        }
    }

    int confirmed() {
        return confirmed.size();
    }

    void awaitMore(int count) throws IOException, InterruptedException {
        var goal = confirmed() + count;
        Until.holds(count + " more transfers", Until.LONG, () -> confirmed() >= goal, this::toString);
    }

    /** Ends the load; each wallet decides what it has begun. Gives the hashes of what was executed. */
    Set<String> finish() throws InterruptedException {
        patience = System.nanoTime() + Until.LONG.toNanos();
        ended = true;
        for (var thread : threads) {
            thread.join(Until.LONG.plus(Until.LONG));
            if (thread.isAlive()) throw new AssertionError(thread.getName() + " does not come to an end");
        }
        return new TreeSet<>(confirmed);
    }

    /** What no wallet may be told; empty if all is well. */
    Map<String, String> oddities() {
        return new TreeMap<>(oddities);
    }

    private void send(SigningAccount account, long firstNonce) {
        try {
            for (var nonce = firstNonce; !ended; nonce++) {
                var plain = new Transaction.Legacy(nonce, U256.ZERO, 21_000, TO, U256.ONE, new byte[0], Signature.NONE);
                var raw = account.sign(plain, U256.of(Consortium.CHAIN)).encode();
                if (!settle(raw, nonce)) oddities.put(account.address() + " " + nonce, "was never decided");
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (InterruptedException e) {
            oddities.put(account.address().toString(), "interrupted");
        }
    }

    private boolean settle(byte[] raw, long nonce) throws InterruptedException {
        var hex = HexFormat.of();
        var hash = "\"0x" + hex.formatHex(Keccak256.hash(raw)) + "\"";
        for (var attempt = 0; !isOver(); attempt++) {
            var nodes = cluster.nodes();
            var api = cluster.api(nodes.get((int) ((nonce + attempt) % nodes.size())));
            try {
                var sent = Rpc.call(api, "eth_sendRawTransactionSync", "\"0x" + hex.formatHex(raw) + "\", \"0x1388\"");
                var receipt = sent.has("result") ? sent.path("result") : receipt(api, hash);
                if (receipt.isObject()) {
                    var status = receipt.path("status").asString("");
                    if (!status.equals("0x1")) oddities.put(hash, "status " + status);
                    confirmed.add(hash);
                    return true;
                }
            } catch (IOException _) {
                // Nobody answers: the next node is asked.
                if (Thread.interrupted()) throw new InterruptedException();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    /** However long the network is away, it is asked until the load is ended. */
    private boolean isOver() {
        return ended && System.nanoTime() > patience;
    }

    private static JsonNode receipt(Api api, String hash) throws IOException, InterruptedException {
        return Rpc.call(api, "eth_getTransactionReceipt", hash).path("result");
    }

    /** On every node: what was confirmed is there, nothing happened twice, and all have the same blocks. */
    static void assertKept(Cluster cluster, Set<String> confirmed) throws IOException, InterruptedException {
        cluster.awaitSame();
        var height = Rpc.result(cluster.api(cluster.nodes().getFirst()), "eth_blockNumber", "")
                .asString("");
        var hashes = new TreeSet<String>();
        for (var node : cluster.nodes()) {
            var api = cluster.api(node);
            var sent = 0L;
            for (var account : Consortium.ACCOUNTS)
                sent += Rpc.number(api, "eth_getTransactionCount", "\"%s\", \"latest\"".formatted(account.address()));
            var arrived = Rpc.number(api, "eth_getBalance", "\"%s\", \"latest\"".formatted(TO));
            assertEquals(sent, arrived, node.name() + ": each transfer is there once");
            for (var part : parts(confirmed))
                for (var receipt : Rpc.results(api, "eth_getTransactionReceipt", part))
                    assertEquals("0x1", receipt.path("status").asString(""), () -> node.name() + part);
            hashes.add(Rpc.result(api, "eth_getBlockByNumber", "\"%s\", false".formatted(height))
                    .path("hash")
                    .asString(""));
        }
        assertNotEquals("0x0", height);
        assertEquals(1, hashes.size(), hashes::toString);
    }

    private static List<List<String>> parts(Set<String> hashes) {
        var all = List.copyOf(hashes);
        var parts = new ArrayList<List<String>>();
        for (var i = 0; i < all.size(); i += BATCH) parts.add(all.subList(i, Math.min(all.size(), i + BATCH)));
        return parts;
    }

    @Override
    public void close() {
        ended = true;
        threads.forEach(Thread::interrupt);
    }

    @Override
    public String toString() {
        return confirmed.size() + " transfers, " + oddities;
    }
}
