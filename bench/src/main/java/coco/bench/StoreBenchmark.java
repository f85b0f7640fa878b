package coco.bench;

import coco.crypto.Bytes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Single operations on a full store; a removal is followed by the insertion of the same key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx4g", "-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders"})
public class StoreBenchmark {
    @Param({"COCO", "COCO_BATCH", "TREE_MAP", "SKIP_LIST", "MVSTORE"})
    private String kind = OrderedStore.Kind.COCO.name();

    @Param("1000000")
    private int entries;

    @Param({"false", "true"})
    private boolean shared;

    private Workload load = new Workload(1, false);
    private OrderedStore store = OrderedStore.Kind.COCO.open();

    @Setup
    public void fill() {
        load = new Workload(entries, shared);
        store = OrderedStore.Kind.valueOf(kind).open();
        load.fill(store);
    }

    @Benchmark
    public @Nullable Bytes get() {
        return store.get(load.anyKey());
    }

    @Benchmark
    public void update() {
        store.put(load.anyKey(), load.anyValue());
    }

    @Benchmark
    public void removeAndInsert() {
        var key = load.anyKey();
        store.remove(key);
        store.put(key, load.anyValue());
    }

    @Benchmark
    public long scan100() {
        return store.scan(load.anyKey(), 100);
    }
}
