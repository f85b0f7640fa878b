package coco.evm.compile;

import coco.evm.Hash;
import coco.evm.Tier1;
import coco.evm.machine.CompiledCode;
import coco.evm.state.Code;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compiles codes that have become hot, one after the other on a thread of low priority that ends when there is nothing to
 * do. Machines of any thread ask what there is and never wait. Classes beyond the limits go, those first that were not used
 * for the longest time; a code that comes back has to become hot again.
 */
public final class BackgroundCompiler extends Compiler {
    /**
     * @param hotGas that the interpreter spends on a code before it is compiled
     * @param codes whose classes are held at the most
     * @param bytes of their class files and tables at the most
     * @param queue codes that wait to be compiled at the most; more are turned away and have to become hot again
     */
    public record Limits(long hotGas, int codes, long bytes, int queue) {
        public static final Limits DEFAULT = new Limits(5_000_000, 256, 64 << 20, 32);
    }

    private static final long IDLE_SECONDS = 5;

    private final CodeCompiler compiler;
    private final Limits limits;
    private final ThreadPoolExecutor worker;

    /** Counts what was compiled: the time by which uses are told apart. */
    private volatile int now;

    /** All that is held, by the code's hash; only touched under this object's lock. */
    private final Map<Hash, Unit> units = new HashMap<>();

    private long heldBytes;
    private long compiled;
    private long failed;
    private long evicted;

    /** A class that codes with the same bytes share. */
    private static final class Unit {
        final int size;

        /** Null once evicted. */
        volatile @Nullable CompiledCode code;

        /** Written by any thread; a lost write costs at most a place in the order. */
        int lastUse;

        Unit(CompiledCode code, int size) {
            this.code = code;
            this.size = size;
        }
    }

    /** What is known of one code. Any thread may write; a lost count costs at most some heat. */
    private static final class Heat implements Code.Note {
        long gas;
        boolean asked;
        volatile @Nullable Unit unit;
    }

    public BackgroundCompiler(CodeCompiler compiler, Limits limits) {
        this.compiler = compiler;
        this.limits = limits;
        worker = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.queue),
                BackgroundCompiler::thread,
                (_, _) -> {});
        worker.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .name("evm-compiler")
                .unstarted(work);
    }

    @Override
    public @Nullable CompiledCode find(Code code) {
        var heat = heat(code);
        var unit = heat.unit;
        if (unit == null) return null;
        unit.lastUse = now;
        return unit.code;
    }

    @Override
    public void interpreted(Code code, long gas) {
        var heat = heat(code);
        var unit = heat.unit;
        if (unit != null && unit.code == null) {
            heat.unit = null;
            heat.gas = 0;
            heat.asked = false;
        }
        heat.gas += gas;
        if (heat.asked || heat.gas < limits.hotGas) return;
        heat.asked = true;
        if (worker.getQueue().remainingCapacity() > 0) {
            worker.execute(() -> compile(code, heat));
        } else {
            heat.gas = 0;
            heat.asked = false;
        }
    }

    private Heat heat(Code code) {
        return code.note() instanceof Heat known ? known : begin(code);
    }

    /** Bytes that were hot in the form of another object, which a cache has dropped since, are compiled already. */
    private Heat begin(Code code) {
        var heat = new Heat();
        var hash = code.knownHash();
        if (hash != null) heat.unit = held(hash);
        code.note(heat);
        return heat;
    }

    private void compile(Code code, Heat heat) {
        var hash = code.hash();
        var unit = held(hash);
        if (unit == null) unit = make(code);
        if (unit == null) return;
        hold(hash, unit);
        heat.unit = unit;
    }

    private synchronized @Nullable Unit held(Hash hash) {
        return units.get(hash);
    }

    private @Nullable Unit make(Code code) {
        try {
            var made = compiler.compile(code);
            if (made != null) return new Unit(CompiledCode.define(made.bytes(), made.entries()), made.size());
        } catch (IllegalArgumentException | LinkageError e) {
            // A limit of class files that this code meets: the interpreter keeps it, and the count tells.
            countFailure();
            return null;
        }
        countFailure();
        return null;
    }

    private synchronized void countFailure() {
        failed++;
    }

    private synchronized void hold(Hash hash, Unit unit) {
        now++;
        unit.lastUse = now;
        if (units.put(hash, unit) == unit) return;
        compiled++;
        heldBytes += unit.size;
        while (units.size() > limits.codes || heldBytes > limits.bytes && units.size() > 1) evictOne();
    }

    private void evictOne() {
        var oldest = units.entrySet().stream()
                .min((a, b) -> Integer.compare(a.getValue().lastUse, b.getValue().lastUse))
                .orElseThrow();
        oldest.getValue().code = null;
        heldBytes -= oldest.getValue().size;
        units.remove(oldest.getKey());
        evicted++;
    }

    @Override
    public synchronized Tier1.Status status() {
        return status(compiled, failed, evicted, units.size(), heldBytes);
    }
}
