package coco.evm.machine;

import coco.evm.Fork;
import coco.evm.state.Code;
import java.util.ArrayList;
import java.util.List;

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
    private final List<Blocks> kept = new ArrayList<>();

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

    private synchronized Blocks begin(Code code) {
        var blocks = new Blocks(code, this);
        code.plan(blocks);
        kept.add(blocks);
        grown(blocks.size());
        return blocks;
    }

    /** Some blocks have got bigger. */
    synchronized void grown(int by) {
        bytes += by;
        if (bytes <= bytesMax) return;
        for (var blocks : kept) blocks.forget();
        kept.clear();
        bytes = 0;
    }
}
