package coco.evm;

import coco.evm.chain.Log;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an executed transaction ended. All three pay for their gas and count the sender's nonce up. */
public sealed interface Outcome {
    /** Gas paid for, after refunds. */
    long gasUsed();

    /**
     * The code ended by itself.
     *
     * @param refund gas given back, already taken off {@code gasUsed}
     * @param output what was returned; for a creation the deployed code
     * @param logs in the order of their emission
     * @param created the new contract's address; null unless the message was a creation
     */
    @SuppressWarnings("ArrayRecordComponent") // output is read in place; outcomes are not compared
    record Success(
            long gasUsed,
            long refund,
            byte[] output,
            List<Log> logs,
            @Nullable Address created) implements Outcome {}

    /** The code undid its changes by REVERT and gives {@code output} as the reason. */
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Revert(long gasUsed, byte[] output) implements Outcome {}

    /** The code broke a rule; its changes are undone. */
    record Halt(long gasUsed, HaltReason reason) implements Outcome {}
}
