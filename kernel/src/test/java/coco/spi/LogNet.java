package coco.spi;

import coco.spi.OrderedLog.Peer;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What {@link OrderedLogContract} needs of an implementation: nodes that can be opened, cut off and erased. Nodes are
 * numbered from 1.
 */
public interface LogNet extends AutoCloseable {
    Peer peer(int node);

    /** Opens the log of a node on the disk it had before, if any. */
    OrderedLog open(int node, Set<Peer> voters, long appliedTerm, long appliedIndex, Consumer<LogEvent> sink)
            throws IOException;

    /**
     * Called before the node is opened: if it is cut off while it leads, it shall go on in that belief for as long as the
     * implementation allows.
     */
    void trusting(int node);

    /** From now on the node reaches nobody and nobody reaches it. */
    void cut(int node);

    void heal(int node);

    /** Empties the disk of a closed node. */
    void erase(int node) throws IOException;

    /** Bytes a batch must have so that a dozen of them make the log forget some after {@link OrderedLog#durable}. */
    int batchBytes();

    /** Lets time pass until {@code condition} holds; throws an AssertionError that names {@code what} where it never does. */
    void await(String what, BooleanSupplier condition);

    @Override
    void close();
}
