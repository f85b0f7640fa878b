package coco.evm.compile;

import java.util.Set;

/**
 * A tree of basic blocks that is entered at its root only, where all of the stack is in the frame's array.
 *
 * @param head where it begins
 * @param to its instructions
 * @param demanded where other traces must begin because this one goes there
 * @param leaps whether it jumps to a target that only the run knows
 * @param opcodes how many were made; one that is on several paths counts on each
 */
record Trace(int head, Assembler to, Set<Integer> demanded, boolean leaps, int opcodes) {
    /** Bytes at the most. */
    int size() {
        return to.size();
    }
}
