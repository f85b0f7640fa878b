package coco.evm;

import coco.evm.compile.BackgroundCompiler;
import coco.evm.compile.CodeCompiler;
import coco.evm.compile.Compiler;
import coco.evm.compile.ForcedCompiler;
import coco.evm.machine.BlockCache;
import coco.evm.machine.CompiledCodes;
import coco.evm.precompile.Precompiles;
import coco.evm.state.CodeCache;
import org.jspecify.annotations.Nullable;

/**
 * An Ethereum virtual machine under the rules of one {@link ChainConfig}. It holds no state of a chain, only codes that
 * it has analysed or compiled; any thread may use it.
 */
public final class Evm {
    private final ChainConfig config;
    private final Precompiles precompiles;
    private final CodeCache codes = new CodeCache();
    private final BlockCache blocks;
    private final CompiledCodes compiled;

    /** One that compiles hot contracts in the background. */
    public Evm(ChainConfig config) {
        this(config, Tier1.BACKGROUND);
    }

    public Evm(ChainConfig config, Tier1 tier1) {
        this(config, compiler(config.fork(), tier1));
    }

    /** One that asks {@code compiled} before it runs a code. */
    Evm(ChainConfig config, CompiledCodes compiled) {
        this.config = config;
        this.precompiles = Precompiles.of(config.fork());
        this.blocks = new BlockCache(config.fork());
        this.compiled = compiled;
    }

    private static CompiledCodes compiler(Fork fork, Tier1 tier1) {
        return switch (tier1) {
            case OFF -> CompiledCodes.NONE;
            case BACKGROUND -> new BackgroundCompiler(CodeCompiler.of(fork), BackgroundCompiler.Limits.DEFAULT);
            case FORCED -> new ForcedCompiler(CodeCompiler.of(fork));
        };
    }

    public ChainConfig config() {
        return config;
    }

    /** Begins a block, or a part of one, on the state that the view shows. */
    public Session session(WorldView view, BlockContext block) {
        return new Session(config, precompiles, codes, blocks, compiled, view, block);
    }

    /** How the compiler does; null where there is none. */
    public Tier1.@Nullable Status tier1() {
        return compiled instanceof Compiler compiler ? compiler.status() : null;
    }
}
