package coco.conformance.fuzz;

import coco.conformance.evm.Network;
import coco.evm.Fork;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A fork by the name that state tests have for it, and that all implementations know. */
record FuzzFork(String name) {
    static final List<FuzzFork> ALL = Stream.of(
                    "Frontier",
                    "Homestead",
                    "EIP150",
                    "EIP158",
                    "Byzantium",
                    "ConstantinopleFix",
                    "Istanbul",
                    "Berlin",
                    "London",
                    "Paris",
                    "Shanghai",
                    "Cancun",
                    "Prague",
                    "Osaka")
            .map(FuzzFork::new)
            .toList();

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
                        + String.join(", ", ALL.stream().map(FuzzFork::name).toList()) + ", not " + name));
    }

    Network network() {
        return Objects.requireNonNull(Network.of(name), name);
    }

    Fork fork() {
        return network().first().fork();
    }
}
