package coco.records;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.spi.Ledger;
import coco.spi.LedgerProtocol;
import coco.spi.Request;
import coco.spi.Route;
import coco.store.Table;
import java.util.List;

/**
 * The ledger protocol {@code records}: named byte strings in one private table, so their content leaves a node sealed. Everybody
 * whom the network admits may read and write all of them.
 */
public final class Records implements LedgerProtocol {
    /** Key: the record's name in UTF-8. Value: its bytes as they were sent. */
    static final Table TABLE = new Table("records");

    static final String NAME = "records";

    /** Found by name in {@code META-INF/services}, and by {@code provides} in the module. */
    public Records() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Request decode(Bytes body) throws MalformedException {
        return RecordsRequest.decode(body);
    }

    @Override
    public Run begin(Place place) {
        return new RecordsRun();
    }

    @Override
    public List<Route> routes(Ledger ledger) {
        return new RecordsHttp(ledger).routes();
    }
}
