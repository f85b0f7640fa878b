package coco.raft;

import coco.spi.LogNet;
import coco.spi.OrderedLogContract;
import java.io.IOException;
import java.nio.file.Path;

/** The contract of the ordered log, kept by Ratis. */
class RatisLogTest extends OrderedLogContract {
    @Override
    protected LogNet net(Path folder) throws IOException {
        return new RatisNet(folder);
    }
}
