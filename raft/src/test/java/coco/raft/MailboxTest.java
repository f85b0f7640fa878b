package coco.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.spi.LogEvent;
import coco.spi.OrderedLog.Peer;
import coco.spi.OrderedLog.Start;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final List<LogEvent> events = new ArrayList<>();
    private final Mailbox mailbox = mailbox(0, -1);

    private Mailbox mailbox(long term, long index) {
        var self = new Peer(Identity.create().node(), "127.0.0.1:1");
        return new Mailbox(
                new Start(self, Set.of(), term, index), new Outlet(events::add), new AppendGuard(), new Quorum());
    }

    /** Ratis counts an entry as applied when this future is complete, and lets reads pass then. */
    @Test
    void anEntryIsHandedOverBeforeItCountsAsApplied() {
        var future = mailbox.applyTransaction(context(3, 0, "a"));
        assertTrue(future.isDone());
        assertEquals(List.of(new LogEvent.Committed(3, 0, Bytes.ofUtf8("a"))), events);
        assertEquals(TermIndex.valueOf(3, 0), mailbox.getLastAppliedTermIndex());
    }

    @Test
    void aReadPointIsAnsweredOnce() {
        var point = new Ask.ReadPoint(7);
        assertTrue(mailbox.query(point).isDone());
        assertTrue(mailbox.query(point).isDone());
        assertEquals(List.of(new LogEvent.Barrier(7)), events);
        var late = new Ask.ReadPoint(8);
        assertTrue(late.answer(), "failed in time");
        assertTrue(mailbox.query(late).isDone());
        assertEquals(1, events.size());
    }

    @Test
    void aSnapshotReachesAsFarAsWasSaidAndKnowsItsTerm() {
        apply(1, 0);
        apply(1, 1);
        mailbox.notifyTermIndexUpdated(4, 2);
        apply(4, 3);
        assertEquals(-1, mailbox.takeSnapshot());
        assertNull(mailbox.getLatestSnapshot());
        mailbox.snapshots().durable(1);
        assertEquals(1, mailbox.takeSnapshot());
        assertPoint(1, 1);
        mailbox.snapshots().durable(99);
        assertEquals(3, mailbox.takeSnapshot(), "never beyond what was applied");
        assertPoint(4, 3);
        mailbox.snapshots().durable(0);
        assertEquals(3, mailbox.takeSnapshot(), "never back");
    }

    @Test
    void anOfferIsTakenWhenASnapshotReachesIt() {
        var offer = offer(9);
        assertEquals(List.of(new LogEvent.SnapshotNeeded(8)), events);
        mailbox.snapshots().installed(TermIndex.valueOf(2, 7));
        assertFalse(offer.isDone(), "too short");
        mailbox.snapshots().installed(TermIndex.valueOf(2, 8));
        assertEquals(TermIndex.valueOf(2, 8), offer.join());
        assertPoint(2, 8);
    }

    @Test
    void whatIsInstalledAlreadyIsNotAskedForAgain() {
        mailbox.snapshots().installed(TermIndex.valueOf(2, 8));
        assertEquals(TermIndex.valueOf(2, 8), offer(9).join());
        assertEquals(List.of(), events);
    }

    @Test
    void anotherLeaderOffersAnew() {
        var offer = offer(9);
        mailbox.snapshots().withdrawOffer();
        assertThrows(CancellationException.class, offer::join);
        assertFalse(offer(5).isDone());
        assertEquals(List.of(new LogEvent.SnapshotNeeded(8), new LogEvent.SnapshotNeeded(4)), events);
    }

    @Test
    void aWholeLogNeedsNoSnapshot() {
        assertNull(offer(0).join());
        assertEquals(List.of(), events);
    }

    @Test
    void startsBehindItsSnapshot() {
        var later = mailbox(6, 40);
        assertEquals(TermIndex.valueOf(6, 40), later.getLastAppliedTermIndex());
        var snapshot = later.getLatestSnapshot();
        assertEquals(TermIndex.valueOf(6, 40), snapshot == null ? null : snapshot.getTermIndex());
    }

    @Test
    void onlyTheFirstFailureIsReported() {
        mailbox.fail("one");
        mailbox.fail("two");
        new RatisThreads("x", mailbox::fail)
                .uncaughtException(Thread.currentThread(), new IllegalStateException("three"));
        assertEquals(List.of(new LogEvent.Failed("one")), events);
    }

    @Test
    void aLogThatCannotBeWrittenIsAFailure() {
        mailbox.notifyLogFailed(new IOException("again", new IOException("No space left on device")), null);
        assertEquals(
                List.of(new LogEvent.Failed("the log cannot be written: java.io.IOException: No space left on device")),
                events);
    }

    @Test
    void anEndThatNobodyWantedIsAFailure() {
        mailbox.close();
        assertEquals(List.of(new LogEvent.Failed("Ratis closed its server")), events);
        var wanted = mailbox(0, -1);
        wanted.closing();
        wanted.close();
        assertEquals(1, events.size());
    }

    private CompletableFuture<TermIndex> offer(long firstInLog) {
        return mailbox.notifyInstallSnapshotFromLeader(
                RoleInfoProto.getDefaultInstance(), TermIndex.valueOf(2, firstInLog));
    }

    private void apply(long term, long index) {
        assertTrue(mailbox.applyTransaction(context(term, index, "entry")).isDone());
    }

    private void assertPoint(long term, long index) {
        var snapshot = mailbox.getLatestSnapshot();
        assertEquals(TermIndex.valueOf(term, index), snapshot == null ? null : snapshot.getTermIndex());
    }

    private TransactionContext context(long term, long index, String text) {
        var data = StateMachineLogEntryProto.newBuilder().setLogData(ByteString.copyFromUtf8(text));
        return TransactionContext.newBuilder()
                .setStateMachine(mailbox)
                .setLogEntry(LogEntryProto.newBuilder()
                        .setTerm(term)
                        .setIndex(index)
                        .setStateMachineLogEntry(data)
                        .build())
                .setServerRole(RaftPeerRole.FOLLOWER)
                .build();
    }
}
