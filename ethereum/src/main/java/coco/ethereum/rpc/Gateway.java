package coco.ethereum.rpc;

import coco.ethereum.EthereumSettings;
import coco.ethereum.block.Engines;
import coco.spi.Ledger;
import coco.spi.Route;
import coco.store.WriteSet;
import java.util.List;

/** stand-in. */
public final class Gateway {
    public Gateway(Ledger ledger, EthereumSettings settings, Engines engines) {}

    public void accepted(WriteSet writes) {}

    public List<Route> routes() {
        return List.of();
    }
}
