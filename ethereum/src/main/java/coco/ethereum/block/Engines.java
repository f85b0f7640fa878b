package coco.ethereum.block;

import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Tier1;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The EVMs of the rule sets in use: they hold no state, only codes they have analysed. Any thread may call. Codes are interpreted: the
 * compiler of the EVM has not been measured on a network so far.
 */
public final class Engines {
    private final Map<ChainConfig, Evm> machines = new ConcurrentHashMap<>();

    public Evm of(ChainConfig config) {
        return machines.computeIfAbsent(config, rules -> new Evm(rules, Tier1.OFF));
    }
}
