package coco.evm.machine;

import coco.evm.Fork;
import coco.evm.state.Code;
import java.util.HashSet;
import java.util.Set;

/**
 * The blocks of the codes that are interpreted under one fork. What they take of the heap is counted; when it is more than is granted, all
 * are forgotten and found anew. Shared by all sessions of a machine.
 */
public final class BlockCache {
    /** Some hundred contracts of the greatest size of which every part has run. */
    private static final long BYTES_MAX = 64 << 20;

    final long[] shapes;
    private final long bytesMax;

    /** Guarded by this. */
    private final Set<Blocks> kept = new HashSet<>();

    private long bytes;

    public BlockCache(Fork fork) {
        this(fork, BYTES_MAX);
    }

    BlockCache(Fork fork, long bytesMax) {
        shapes = Instructions.table(fork);
        this.bytesMax = bytesMax;
    }

    Blocks of(Code code) {
        return code.plan() instanceof Blocks blocks && blocks.cache == this ? blocks : begin(code);
    }

    private Blocks begin(Code code) {
        var blocks = new Blocks(code, this);
        code.plan(blocks);
        grown(blocks, 0);
        return blocks;
    }

    /** One has got bigger: it is new, or was forgotten while a frame ran by it, or is kept. */
    synchronized void grown(Blocks blocks, int by) {
        if (kept.add(blocks)) bytes += blocks.size();
        bytes += by;
        if (bytes <= bytesMax) return;
        kept.forEach(Blocks::forget);
        kept.clear();
        bytes = 0;
    }
}
