package coco.ethereum.rpc;

import coco.crypto.Bytes;
import coco.ethereum.EthereumSettings;
import coco.ethereum.block.Engines;
import coco.ethereum.ledger.Tables;
import coco.ethereum.pool.ReplayLane;
import coco.ethereum.pool.TransactionPool;
import coco.spi.Ledger;
import coco.spi.Route;
import coco.store.WriteSet;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** One node's way in to the Ethereum ledger: JSON-RPC, the pool of transactions, the states of recent blocks. */
public final class Gateway {
    private final EthereumSettings settings;
    private final History history;
    private final TransactionPool pool;
    private final RpcServer server;
    private final Commits commits = new Commits();

    public Gateway(Ledger ledger, EthereumSettings settings, Engines engines) {
        this.settings = settings;
        this.history = new History(ledger, settings.historyBlocks());
        history.capture();
        Executor timer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("ethereum-timer").factory());
        this.pool = new TransactionPool(ledger, settings, timer);
        new BlockTimer(ledger, timer).start();
        var methods = new HashMap<String, Method>();
        var ahead = new Ahead();
        var blocks = new BlockMethods(history, pool);
        new StateMethods(history, pool).register(methods);
        blocks.register(methods);
        var logs = new LogMethods(history, settings);
        logs.register(methods);
        new FilterMethods(history, logs, new SecureRandom()).register(methods);
        new CallMethods(history, settings, engines).register(methods);
        new FeeMethods(history).register(methods);
        var lane = new ReplayLane(ledger, settings);
        new SendMethods(history, pool, lane, blocks, settings, commits, ahead).register(methods);
        new ReplayMethods(ledger, settings).register(methods);
        new ProofMethods(ledger, history).register(methods);
        this.server = new RpcServer(methods, ahead, settings);
    }

    /** Follows the ledger; quick. */
    public void accepted(WriteSet writes) {
        pool.accepted(writes);
        for (var table : writes.tables()) {
            if (!table.table().equals(Tables.BLOCKS)) continue;
            history.capture();
            commits.add();
        }
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(new Route("POST", "/ethereum", this::handle));
        if (settings.root()) routes.add(new Route("POST", "/", this::handle));
        return routes;
    }

    private Route.Reply handle(Route.Call call) throws InterruptedException {
        var body = server.serve(call.caller(), call.body());
        return body.isEmpty()
                ? new Route.Reply(204, java.util.Map.of(), Bytes.EMPTY)
                : Route.Reply.of(200, "application/json", body);
    }
}
