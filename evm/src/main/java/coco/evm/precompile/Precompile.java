package coco.evm.precompile;

import org.jspecify.annotations.Nullable;

/** One precompiled contract under the rules of one fork. Stateless; any thread may call it. */
public interface Precompile {
    /** What a call with this input costs; {@link Long#MAX_VALUE} stands for anything above. */
    long gas(byte[] input);

    /** The output, or null where the call fails and all its gas is gone. The input is left as it is. */
    byte @Nullable [] run(byte[] input);
}
