package coco.e2e;

import java.io.IOException;

/** Both ledgers at work at once. */
record Load(Writers writers, Wallets wallets) implements AutoCloseable {
    /** @param prefix of the records that are written: each load of a network has its own */
    static Load begin(Cluster cluster, String prefix) throws IOException, InterruptedException {
        return new Load(new Writers(cluster, prefix, 3), new Wallets(cluster, 2));
    }

    /** Waits until much more is committed, in both ledgers. */
    void awaitMore() throws IOException, InterruptedException {
        writers.awaitMore(30);
        wallets.awaitMore(6);
    }

    @Override
    public void close() {
        writers.close();
        wallets.close();
    }
}
