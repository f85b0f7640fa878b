package coco.evm;

import coco.evm.precompile.Precompiles;
import coco.evm.state.CodeCache;

/**
 * An Ethereum virtual machine under the rules of one {@link ChainConfig}. It holds no state of a chain, only codes that
 * it has analysed; any thread may use it.
 */
public final class Evm {
    private final ChainConfig config;
    private final Precompiles precompiles;
    private final CodeCache codes = new CodeCache();

    public Evm(ChainConfig config) {
        this.config = config;
        this.precompiles = Precompiles.of(config.fork());
    }

    public ChainConfig config() {
        return config;
    }

    /** Begins a block, or a part of one, on the state that the view shows. */
    public Session session(WorldView view, BlockContext block) {
        return new Session(config, precompiles, codes, view, block);
    }
}
