package coco.raft;

import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one call, each looked at before Ratis sees it. A question for a read index is held back until this leader is
 * confirmed. Guarded by itself, as the confirmation comes on another thread.
 */
final class PeerMessages<Q> extends SimpleForwardingServerCallListener<Q> {
    private final PeerGate gate;
    private final PeerCall<Q, ?> call;
    private final @Nullable Quorum quorum;

    /** @param quorum to be confirmed before the call is worked on; null where nothing is */
    PeerMessages(ServerCall.Listener<Q> next, PeerGate gate, PeerCall<Q, ?> call, @Nullable Quorum quorum) {
        super(next);
        this.gate = gate;
        this.call = call;
        this.quorum = quorum;
    }

    @Override
    public synchronized void onMessage(Q message) {
        if (call.refused()) return;
        var refusal = gate.refusal(call, message);
        if (refusal == null) super.onMessage(message);
        else gate.end(call, refusal);
    }

    /** Unary calls are worked on from here. */
    @Override
    public synchronized void onHalfClose() {
        if (call.refused()) return;
        if (quorum == null) super.onHalfClose();
        else {
            var _ = quorum.confirm().whenComplete((_, failure) -> confirmed(failure));
        }
    }

    private synchronized void confirmed(@Nullable Throwable failure) {
        if (call.refused()) return;
        if (failure == null) super.onHalfClose();
        else call.close(Status.UNAVAILABLE.withDescription(String.valueOf(failure.getMessage())), new Metadata());
    }

    /** For Ratis a refused call is a broken one. */
    @Override
    public synchronized void onComplete() {
        gate.ended(call);
        if (call.refused()) super.onCancel();
        else super.onComplete();
    }

    @Override
    public synchronized void onCancel() {
        gate.ended(call);
        super.onCancel();
    }
}
