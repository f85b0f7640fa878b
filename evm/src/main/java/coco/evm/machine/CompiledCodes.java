package coco.evm.machine;

import coco.evm.state.Code;
import org.jspecify.annotations.Nullable;

/** Where a machine finds codes that were compiled. Any thread may ask. */
public interface CompiledCodes {
    /** Nothing is ever compiled. */
    CompiledCodes NONE = new CompiledCodes() {
        @Override
        public @Nullable CompiledCode find(Code code) {
            return null;
        }

        @Override
        public void interpreted(Code code, long gas) {
            // Nobody wants to know how hot a code is.
        }

        @Override
        public void ran(long gasCompiled, long gasInterpreted) {
            // Nothing to compare.
        }
    };

    /** What to run the code by, or null where that is the interpreter. */
    @Nullable
    CompiledCode find(Code code);

    /** The interpreter has run the code, and that much gas went. */
    void interpreted(Code code, long gas);

    /** A message is over; what a halt burnt went where it halted. */
    void ran(long gasCompiled, long gasInterpreted);
}
