package coco.raft;

import coco.spi.LogEvent.Configuration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that came with the offer of a snapshot. It holds from an entry this node may never see, so it is reported
 * when the snapshot is installed; if the snapshot ends before that entry, the entry itself comes later. Guarded by itself.
 */
final class OfferedConfiguration {
    private @Nullable Configuration waiting;

    synchronized void put(Configuration configuration) {
        waiting = configuration;
    }

    synchronized Optional<Configuration> upTo(long index) {
        var found = waiting;
        if (found == null || found.index() > index) return Optional.empty();
        waiting = null;
        return Optional.of(found);
    }
}
