package coco.evm.compile;

import coco.evm.Tier1;
import coco.evm.machine.CompiledCodes;
import java.util.concurrent.atomic.LongAdder;

/** Compiles codes for the machines of one {@code Evm}, and knows what share of the gas went in what it made. */
public abstract sealed class Compiler implements CompiledCodes permits ForcedCompiler, BackgroundCompiler {
    private final LongAdder gasCompiled = new LongAdder();
    private final LongAdder gasInterpreted = new LongAdder();

    @Override
    public final void ran(long compiled, long interpreted) {
        gasCompiled.add(compiled);
        gasInterpreted.add(interpreted);
    }

    public abstract Tier1.Status status();

    final Tier1.Status status(long compiled, long failed, long evicted, int held, long heldBytes) {
        return new Tier1.Status(compiled, failed, evicted, held, heldBytes, gasCompiled.sum(), gasInterpreted.sum());
    }
}
