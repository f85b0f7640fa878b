package coco.conformance.fuzz;

import coco.evm.Hash;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A state test made from a seed, and what came out of it here.
 *
 * @param test with the end as what has to come out; not changed any more
 * @param end in the interpreter while a tracer looks on, opcode by opcode
 * @param interpreted in the interpreter when nobody looks on, by blocks
 * @param compiled in compiled code
 */
record FuzzCase(long seed, FuzzFork fork, ObjectNode test, End end, End interpreted, End compiled) {
    /**
     * The end of the transaction.
     *
     * @param logs the hash of the logs
     * @param gas that was used; zero for one that was refused
     * @param refused why, by the suites' name
     */
    record End(Hash root, String logs, long gas, @Nullable String refused) {
        @Override
        public String toString() {
            return "root %s, logs %.10s, gas %d, %s"
                    .formatted(root, logs, gas, refused == null ? "executed" : "refused: " + refused);
        }
    }

    /** Of the test and of its file. */
    String name() {
        return "seed-" + seed + "-" + fork.name();
    }

    /** A file with this test alone. */
    ObjectNode file() {
        var file = JsonNodeFactory.instance.objectNode();
        file.set(name(), test);
        return file;
    }

    /** Seed, fork, and what is enough to tell one end from another. */
    String line() {
        return "%d %s %.18s %.10s %d".formatted(seed, fork.name(), end.root, end.logs, end.gas);
    }

    boolean tiersAgree() {
        return end.equals(interpreted) && end.equals(compiled);
    }

    /** How it ended where nobody looked on. */
    String otherEnds() {
        return "interpreted by blocks: " + interpreted + "; compiled: " + compiled;
    }
}
