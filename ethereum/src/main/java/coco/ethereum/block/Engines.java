package coco.ethereum.block;

import coco.evm.ChainConfig;
import coco.evm.Evm;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The EVMs of the rule sets in use: they hold no state, only codes they have analysed. Any thread may call. */
public final class Engines {
    private final Map<ChainConfig, Evm> machines = new ConcurrentHashMap<>();

    public Evm of(ChainConfig config) {
        return machines.computeIfAbsent(config, Evm::new);
    }
}
