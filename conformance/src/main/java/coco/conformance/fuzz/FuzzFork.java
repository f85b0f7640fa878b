package coco.conformance.fuzz;

import coco.evm.Fork;
import java.util.Arrays;
import java.util.List;

/** Forks by the names that state tests have for them, and all implementations know. */
record FuzzFork(Fork fork, String name) {
    static final List<FuzzFork> ALL = List.of(
            new FuzzFork(Fork.FRONTIER, "Frontier"),
            new FuzzFork(Fork.HOMESTEAD, "Homestead"),
            new FuzzFork(Fork.TANGERINE_WHISTLE, "EIP150"),
            new FuzzFork(Fork.SPURIOUS_DRAGON, "EIP158"),
            new FuzzFork(Fork.BYZANTIUM, "Byzantium"),
            new FuzzFork(Fork.PETERSBURG, "ConstantinopleFix"),
            new FuzzFork(Fork.ISTANBUL, "Istanbul"),
            new FuzzFork(Fork.BERLIN, "Berlin"),
            new FuzzFork(Fork.LONDON, "London"),
            new FuzzFork(Fork.PARIS, "Paris"),
            new FuzzFork(Fork.SHANGHAI, "Shanghai"),
            new FuzzFork(Fork.CANCUN, "Cancun"),
            new FuzzFork(Fork.PRAGUE, "Prague"),
            new FuzzFork(Fork.OSAKA, "Osaka"));

    /** Half of the seeds are of the newest fork, the others of all in turn. */
    static FuzzFork ofSeed(long seed) {
        return seed % 2 == 0 ? ALL.getLast() : ALL.get((int) Long.remainderUnsigned(seed / 2, ALL.size()));
    }

    /** @throws IllegalArgumentException for a name that is none of them */
    static FuzzFork parse(String name) {
        return ALL.stream()
                .filter(one -> one.name.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a fork is one of "
                        + Arrays.toString(ALL.stream().map(FuzzFork::name).toArray()) + ", not " + name));
    }
}
