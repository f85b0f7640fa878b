package coco.spi;

import coco.crypto.Bytes;
import coco.ledger.NodeId;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes ordered logs: a consensus engine, found by {@link java.util.ServiceLoader}. */
public interface LogEngine {
    String name();

    /** Opens this node's log. {@code sink} takes events from any thread and never blocks. */
    OrderedLog open(Settings settings, OrderedLog.Start start, Consumer<LogEvent> sink) throws IOException;

    /**
     * What a log needs of its node.
     *
     * @param group 16 bytes that name this network's log
     * @param folder path of the folder that is the log's own
     * @param listen {@code host:port}
     * @param key the node key
     * @param certificate for the node key
     */
    record Settings(
            Bytes group, String folder, String listen, PrivateKey key, X509Certificate certificate, Leases leases) {}

    /** Who may take part in consensus traffic now. Asked on every handshake, call and message, from many threads. */
    interface Leases {
        /** The node that presented this certificate, if its lease holds; null otherwise. */
        @Nullable
        NodeId holder(X509Certificate presented);

        /** Registers a listener that is told each node whose lease ends or is withdrawn. */
        void onRevoked(Consumer<NodeId> listener);
    }
}
