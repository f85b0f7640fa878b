package coco.raft;

import java.util.function.Consumer;
import org.apache.ratis.util.ExitUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one Ratis server. One that dies of an exception fails the log: Ratis would go on as a torso. */
final class RatisThreads extends ThreadGroup {
    private static final Logger LOG = LoggerFactory.getLogger(RatisThreads.class);

    private final Consumer<String> onDeath;

    RatisThreads(String node, Consumer<String> onDeath) {
        super("raft-" + node);
        this.onDeath = onDeath;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        LOG.error("Ratis thread {} died", thread.getName(), cause);
        onDeath.accept("a Ratis thread died: " + cause);
    }

    /**
     * Ratis ends the whole JVM where a port is taken, and makes itself the JVM's handler of uncaught exceptions to end it on
     * those too. Neither is its business: failures are reported, and the node decides.
     */
    static synchronized void keepJvmAlive() {
        var handler = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        ExitUtils.setTerminateOnUncaughtException(false);
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }
}
