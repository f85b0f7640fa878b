package coco.node;

import coco.attestation.SoftwareTee;
import coco.attestation.Tee;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.node.http.NodeStatus;
import coco.replica.Views;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the built-in routes tell of this node. */
final class Status implements NodeStatus {
    private final ReplicaLoop loop;
    private final NodeLedger ledger;
    private final Receipts receipts;
    private final Tee tee;
    private final NodeId self;
    private final Digest measurement;
    private final Seqno startup;
    private final Headroom headroom;
    private volatile boolean stopping;

    Status(
            ReplicaLoop loop,
            NodeLedger ledger,
            Receipts receipts,
            Headroom headroom,
            Tee tee,
            NodeId self,
            Digest measurement) {
        this.loop = loop;
        this.ledger = ledger;
        this.receipts = receipts;
        this.headroom = headroom;
        this.tee = tee;
        this.self = self;
        this.measurement = measurement;
        this.startup = loop.accepted().seqno();
    }

    void stops() {
        stopping = true;
    }

    @Override
    public Now now() {
        var state = loop.accepted();
        return new Now(
                state.isEmpty() ? State.PENDING : State.PART_OF_NETWORK,
                state.store(),
                state.txId(),
                state.seqno(),
                state.view(),
                loop.leads() ? self : loop.leader(),
                headroom.shortage(),
                stopping);
    }

    @Override
    public Now after(Seqno seen, Duration limit) throws InterruptedException {
        ledger.awaitBeyond(seen, limit);
        return now();
    }

    @Override
    public About about() {
        var kind = tee.protects() ? tee.kind() : SoftwareTee.WARNING;
        return new About(self, startup, kind, tee.protects(), Version.TEXT);
    }

    @Override
    public Views.Status status(TxId txId) {
        return Views.status(loop.accepted(), txId);
    }

    @Override
    public SortedMap<View, Seqno> viewHistory() {
        return Views.history(loop.accepted().store());
    }

    @Override
    public Receipt receipt(TxId txId) throws InterruptedException {
        var state = loop.accepted();
        if (Views.status(state, txId) != Views.Status.COMMITTED)
            return new Receipt.Absent("the transaction is not committed here");
        try {
            return new Receipt.Ready(receipts.json(state, txId));
        } catch (IOException | MalformedException e) {
            LoggerFactory.getLogger(Status.class).error("receipt of {}", txId, e);
            return new Receipt.Absent("the ledger file of this node does not hold the transaction");
        }
    }

    @Override
    public NodeStatus.@Nullable Evidence evidence() {
        try {
            var reportData = self.key().toBytes().concat(Bytes.of(new byte[Digest.SIZE]));
            var evidence = tee.evidence(reportData);
            return new NodeStatus.Evidence("Insecure_Virtual", evidence.encode(), Bytes.EMPTY, measurement.toHex());
        } catch (IOException e) {
            LoggerFactory.getLogger(Status.class).error("evidence", e);
            return null;
        }
    }

    @Override
    public Map<NodeId, Acknowledged> acknowledged() {
        return Map.of();
    }
}
