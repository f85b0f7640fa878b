package coco.raft;

import coco.ledger.NodeId;
import coco.spi.LogEngine;
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Apache Ratis as the node's consensus engine. */
public final class RatisEngine implements LogEngine {
    /** For {@link java.util.ServiceLoader}. */
    public RatisEngine() {}

    @Override
    public String name() {
        return "ratis";
    }

    @Override
    public OrderedLog open(Settings settings, OrderedLog.Start start, Consumer<LogEvent> sink) throws IOException {
        return RatisLog.open(
                RaftSettings.of(
                        settings.group(),
                        Path.of(settings.folder()),
                        settings.listen(),
                        settings.key(),
                        settings.certificate(),
                        leases(settings.leases())),
                start,
                sink);
    }

    private static coco.raft.Leases leases(LogEngine.Leases table) {
        return new coco.raft.Leases() {
            @Override
            public @Nullable NodeId holder(X509Certificate presented) {
                return table.holder(presented);
            }

            @Override
            public void onRevoked(Consumer<NodeId> listener) {
                table.onRevoked(listener);
            }
        };
    }
}
