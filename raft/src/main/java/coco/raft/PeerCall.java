package coco.raft;

import coco.ledger.NodeId;
import java.security.cert.X509Certificate;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * A call of an admitted peer that can be ended from outside. gRPC wants one thread at a time, and Ratis may be answering while a
 * lease ends; so every answer passes under this object's lock, and none passes after the end.
 */
final class PeerCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final NodeId peer;
    private final X509Certificate certificate;
    private boolean ended;
    private boolean refused;

    PeerCall(ServerCall<Q, R> call, NodeId peer, X509Certificate certificate) {
        super(call);
        this.peer = peer;
        this.certificate = certificate;
    }

    NodeId peer() {
        return peer;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Ends it, and counts that before the peer can know of it; nothing where it has ended already. */
    synchronized void refuse(Refusal reason, RefusalCounts counts) {
        if (ended) return;
        ended = true;
        refused = true;
        counts.count(reason);
        super.close(PeerGate.denied(reason), new Metadata());
    }

    synchronized boolean refused() {
        return refused;
    }

    @Override
    public synchronized void request(int numMessages) {
        super.request(numMessages);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!ended) super.sendHeaders(headers);
    }

    @Override
    public synchronized void sendMessage(R message) {
        if (!ended) super.sendMessage(message);
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (ended) return;
        ended = true;
        super.close(status, trailers);
    }
}
