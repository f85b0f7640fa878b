package coco.ethereum.block;

import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Tier1;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The EVMs of the rule sets in use: they hold no state, only codes they have analysed. Any thread may call. Hot contracts are compiled in
 * the background, unless the system property {@value #SWITCH} is {@code off}.
 */
public final class Engines {
    /** For environments that forbid code made at run time. */
    public static final String SWITCH = "coco.evm.tier1";

    private final Map<ChainConfig, Evm> machines = new ConcurrentHashMap<>();
    private final Tier1 tier1;

    public Engines() {
        this(tier(System.getProperty(SWITCH, "on")));
    }

    Engines(Tier1 tier1) {
        this.tier1 = tier1;
    }

    /** @throws IllegalArgumentException for another word: who wants it off shall not get it for a slip */
    static Tier1 tier(String word) {
        return switch (word) {
            case "on" -> Tier1.BACKGROUND;
            case "off" -> Tier1.OFF;
            default -> throw new IllegalArgumentException(SWITCH + " is on or off, not " + word);
        };
    }

    public Evm of(ChainConfig config) {
        return machines.computeIfAbsent(config, rules -> new Evm(rules, tier1));
    }
}
