package coco.conformance.evm;

import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Tier1;
import java.util.concurrent.ConcurrentHashMap;

/** One machine for each set of rules, all in one tier. Any thread. */
public final class Machines {
    private final ConcurrentHashMap<ChainConfig, Evm> machines = new ConcurrentHashMap<>();
    private final Tier1 tier1;

    public Machines(Tier1 tier1) {
        this.tier1 = tier1;
    }

    public Evm of(ChainConfig config) {
        return machines.computeIfAbsent(config, rules -> new Evm(rules, tier1));
    }

    /** The share of gas that went in compiled code so far. */
    double compiledShare() {
        var compiled = 0L;
        var interpreted = 0L;
        for (var evm : machines.values()) {
            var status = evm.tier1();
            if (status == null) continue;
            compiled += status.gasCompiled();
            interpreted += status.gasInterpreted();
        }
        return compiled + interpreted == 0 ? 0 : (double) compiled / (compiled + interpreted);
    }
}
