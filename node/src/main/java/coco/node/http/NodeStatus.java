package coco.node.http;

import coco.crypto.Bytes;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.replica.Views;
import coco.spi.Rejection;
import coco.store.Version;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What the built-in routes ask of the node. All methods may be called on any thread; those that wait say so. */
public interface NodeStatus {
    /** How far a node has come, in CCF's words. */
    enum State {
        UNINITIALIZED("Uninitialized"),
        INITIALIZED("Initialized"),
        PENDING("Pending"),
        PART_OF_PUBLIC_NETWORK("PartOfPublicNetwork"),
        PART_OF_NETWORK("PartOfNetwork"),
        READING_PUBLIC_LEDGER("ReadingPublicLedger"),
        READING_PRIVATE_LEDGER("ReadingPrivateLedger");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * What is known at one moment, all parts from the same.
     *
     * @param store accepted here
     * @param accepted the last transaction in it, which is a signature
     * @param placed the last sequence number known to be given; that of {@code accepted} where nothing more is known
     * @param view the newest one known
     * @param primary who leads it; null where nobody is known to
     * @param shortage why the node admits no transactions; null where it does
     * @param stopping whether the node has been asked to stop
     */
    record Now(
            State state,
            Version store,
            TxId accepted,
            Seqno placed,
            View view,
            @Nullable NodeId primary,
            @Nullable Rejection shortage,
            boolean stopping) {}

    /**
     * What the node is made of; the same for the life of the process.
     *
     * @param startup the sequence number at which the node began
     * @param tee the kind of TEE, for people
     * @param protects false for the software TEE
     * @param version of the software
     */
    record About(NodeId self, Seqno startup, String tee, boolean protects, String version) {
        /** What is said of the software TEE wherever somebody decides. */
        public static final String SOFTWARE_TEE = "software TEE: protects nothing";
    }

    /**
     * This node's evidence, as it shows it to others.
     *
     * @param format CCF's name for it, such as {@code AMD_SEV_SNP_v1} or {@code Insecure_Virtual}
     * @param measurement of the code, hex
     */
    record Evidence(String format, Bytes raw, Bytes endorsements, String measurement) {}

    /** What the leader knows of a follower. */
    record Acknowledged(Seqno seqno, long lastReceivedMillis) {}

    /** A transaction's receipt. */
    sealed interface Receipt {
        /** CCF's JSON, UTF-8. */
        record Ready(Bytes json) implements Receipt {}

        /** It will be here shortly. */
        record NotYet() implements Receipt {}

        /** There is none, for a reason that may be told. */
        record Absent(String reason) implements Receipt {}
    }

    Now now();

    About about();

    /** {@link #now} once something has been accepted after sequence number {@code seen}, or {@code limit} has passed. */
    Now after(Seqno seen, Duration limit) throws InterruptedException;

    /** What became of a transaction, from the accepted chain alone. */
    Views.Status status(TxId txId);

    /** The first sequence number of each view along the accepted chain. */
    SortedMap<View, Seqno> viewHistory();

    /** Reads the ledger file, and so may wait. Asked only for transactions that are committed. */
    Receipt receipt(TxId txId) throws InterruptedException;

    /** Null where the node has none yet. */
    @Nullable
    Evidence evidence();

    /** On the leader, what it knows of the others; empty elsewhere. */
    Map<NodeId, Acknowledged> acknowledged();
}
