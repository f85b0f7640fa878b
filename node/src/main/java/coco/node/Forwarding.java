package coco.node;

import coco.crypto.Bytes;
import coco.node.peer.NotSentException;
import coco.node.peer.PeerMessage;
import coco.node.peer.PeerNetwork;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends submissions to the leader over the peer channel, which keeps their order. Any thread. */
record Forwarding(ReplicaLoop loop, PeerNetwork peers) implements NodeLedger.Forwarder {
    @Override
    public CompletableFuture<Answer> forward(
            Caller caller, String protocol, Request request, @Nullable Bytes submissionId, Duration deadline)
            throws InterruptedException {
        var leader = loop.leader();
        if (leader == null) return now(new Answer.NotExecuted("no leader is known"));
        var connection = peers.to(leader);
        if (connection.isEmpty()) return now(new Answer.NotExecuted("the leader cannot be reached"));
        var question = new PeerMessage.Forward(
                caller.text(),
                protocol,
                request.encode(),
                submissionId == null ? Bytes.EMPTY : submissionId,
                deadline.toMillis());
        try {
            // Where the connection breaks, or no answer comes in time, it may have reached the leader.
            return connection.get().send(question, deadline).handle((reply, broken) -> answer(reply));
        } catch (NotSentException e) {
            return now(new Answer.NotExecuted(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return now(new Answer.Unknown(""));
        }
    }

    private static Answer answer(@Nullable PeerMessage reply) {
        return switch (reply) {
            case PeerMessage.Answered(var answer) -> answer;
            case PeerMessage.Refused(var reason) -> new Answer.NotExecuted(reason);
            case null, default -> new Answer.Unknown("");
        };
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
