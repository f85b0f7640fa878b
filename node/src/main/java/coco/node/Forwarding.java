package coco.node;

import coco.crypto.Bytes;
import coco.node.peer.PeerMessage;
import coco.node.peer.PeerNetwork;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Request;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends submissions to the leader, over the peer channel. Any thread. */
record Forwarding(ReplicaLoop loop, PeerNetwork peers) implements NodeLedger.Forwarder {
    @Override
    public Answer forward(
            Caller caller, String protocol, Request request, @Nullable Bytes submissionId, Duration deadline)
            throws InterruptedException {
        var leader = loop.leader();
        if (leader == null) return new Answer.NotExecuted("no leader is known");
        var connection = peers.to(leader);
        if (connection.isEmpty()) return new Answer.NotExecuted("the leader cannot be reached");
        var question = new PeerMessage.Forward(
                caller.text(),
                protocol,
                request.encode(),
                submissionId == null ? Bytes.EMPTY : submissionId,
                deadline.toMillis());
        try {
            return switch (connection.get().ask(question, deadline)) {
                case PeerMessage.Answered(var answer) -> answer;
                case PeerMessage.Refused(var reason) -> new Answer.NotExecuted(reason);
                default -> new Answer.Unknown("");
            };
        } catch (IOException e) {
            // It may have reached the leader.
            return new Answer.Unknown("");
        }
    }
}
