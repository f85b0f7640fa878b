package coco.evm.machine;

import org.jspecify.annotations.Nullable;

/** The loop over the blocks of a frame's code, for as long as they follow one another. */
final class HotLoop {
    private HotLoop() {}

    /**
     * Runs what it can and leaves the frame where it cannot go on.
     *
     * @return whether the frame may go on behind the opcode there; if not, it halts within the block
     */
    static boolean run(Frame f, @Nullable Block first) {
        final var s = f.stack;
        var sp = f.top;
        var block = first;
        while (block != null) {
            var left = f.gas - block.gas;
            if ((sp - block.least | block.greatest - sp | left) < 0) {
                block.leave(f, sp);
                return false;
            }
            f.gas = left;
            var steps = block.steps;
            for (var i = 0; i < steps.length; i++) {
                var after = steps[i].run(f, s, sp);
                if (after < 0) {
                    block.leaveAt(i, f, sp);
                    return false;
                }
                sp = after;
            }
            var next = block.next(f, s, sp);
            sp -= block.popped;
            block = next;
        }
        return true;
    }
}
