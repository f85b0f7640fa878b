package coco.bench.evm;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.SenderRecovery;
import coco.evm.chain.Signature;
import coco.evm.chain.SigningAccount;
import coco.evm.hash.Keccak256;
import coco.evm.trie.AccountChange;
import coco.evm.trie.AccountState;
import coco.evm.trie.StateTrie;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a block costs beside its code: senders, hashes, and the root of a state of 100,000 accounts. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx2g", "-XX:+UseCompactObjectHeaders"})
public class ChainBenchmark {
    private static final int ACCOUNTS = 100_000;
    private static final int CHANGED = 1_000;

    private final SplittableRandom seeded = new SplittableRandom(1);
    private final byte[] hash = Keccak256.hash(new byte[] {1});
    private final byte[] kilobyte = new byte[1024];
    private final Signature signature = SigningAccount.of(hash).sign(hash);
    private final int parity = signature.v().toBigInteger().intValueExact();
    private final SenderRecovery best = SenderRecovery.best();
    private StateTrie state = StateTrie.EMPTY;

    @Setup
    public void fill() {
        state = StateTrie.EMPTY.update(changes(ACCOUNTS));
        state.root();
    }

    private Map<Address, AccountChange> changes(int count) {
        var changes = new HashMap<Address, AccountChange>();
        var nothing = AccountState.NO_CODE;
        for (var i = 0; i < count; i++) {
            var address =
                    Address.of(Keccak256.hash(new byte[] {(byte) (any() >> 16), (byte) (any() >> 8), (byte) any()}), 0);
            changes.put(address, new AccountChange.Written(1, U256.of(seeded.nextInt()), nothing, false, Map.of()));
        }
        return changes;
    }

    private int any() {
        return seeded.nextInt(ACCOUNTS);
    }

    /** A thousand accounts are written, and the root is computed. */
    @Benchmark
    public Hash root() {
        return state.update(changes(CHANGED)).root();
    }

    @Benchmark
    public List<byte[]> accountProof() {
        return state.accountProof(Address.of(hash, 0));
    }

    /** With the native library where there is one. */
    @Benchmark
    public @Nullable Address recoverSender() {
        return best.signer(hash, signature.r(), signature.s(), parity);
    }

    @Benchmark
    public @Nullable Address recoverSenderPure() {
        return SenderRecovery.pure().signer(hash, signature.r(), signature.s(), parity);
    }

    @Benchmark
    public byte[] hashOfKilobyte() {
        return Keccak256.hash(kilobyte);
    }
}
