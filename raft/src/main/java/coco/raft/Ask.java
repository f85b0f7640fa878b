package coco.raft;

import coco.crypto.Bytes;
import coco.spi.OrderedLog.Proposal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * What this process asks of its own Ratis server. The requests never leave the process, so the objects arrive at the state
 * machine as they were made; a request that is none of these came from elsewhere and is refused.
 */
sealed interface Ask extends Message {
    /** Append a batch. */
    record Batch(Proposal proposal) implements Ask {
        @Override
        public ByteString getContent() {
            return UnsafeByteOperations.unsafeWrap(proposal.bytes().unsafeArray());
        }
    }

    /** Give up leadership of a term: it travels the way of a batch, and is refused in a manner that deposes the leader. */
    record Resignation(long term) implements Ask {
        @Override
        public ByteString getContent() {
            return ByteString.EMPTY;
        }
    }

    /** Reach a read point. Answered once, by whoever is first: success, failure or time. */
    final class ReadPoint implements Ask {
        private final long id;
        private final AtomicBoolean answered = new AtomicBoolean();

        ReadPoint(long id) {
            this.id = id;
        }

        long id() {
            return id;
        }

        boolean answer() {
            return answered.compareAndSet(false, true);
        }

        /** What goes to the leader; it looks at nothing but the fact that somebody asks. */
        @Override
        public ByteString getContent() {
            return UnsafeByteOperations.unsafeWrap(Bytes.ofLong(id).unsafeArray());
        }
    }
}
