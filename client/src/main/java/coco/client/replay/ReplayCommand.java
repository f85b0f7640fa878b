package coco.client.replay;

import coco.client.rpc.CommitFollower;
import coco.client.rpc.JsonRpc;
import coco.client.rpc.RpcException;
import coco.ethereum.replay.Replay;
import coco.ethereum.replay.ReplayBlock;
import coco.ethereum.replay.ReplayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coco replay}: blocks of the main network through consensus, each compared with its header. */
@Command(
        name = "replay",
        description = {
            "Replays blocks of the Ethereum main network through a network, and compares what comes out with their headers:",
            "which transactions in which order, gas used, logs bloom, and from Byzantium on the root of the receipts.",
            "Exit code 0 only if every block is exact."
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    private static final String CHAIN_ID = "0x1";
    private static final Duration DEADLINE = Duration.ofSeconds(40);
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int BATCH_MAX = 1_000;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final String NO_REPLAY = "no replay is open";

    @Parameters(
            paramLabel = "FILES",
            arity = "1..*",
            description =
                    "Folders with blocks.jsonl, codes.json and block-hashes.json, each also with .xz; or such a blocks.jsonl.")
    private List<Path> files = List.of();

    @Option(
            names = "--url",
            description =
                    "A node of a network for development of chain 1, such as http://127.0.0.1:8545; the first one is given the"
                            + " transactions, all are asked when they hold them. Default: a network of its own, of three nodes.")
    private List<URI> urls = List.of();

    @Option(
            names = "--blocks",
            defaultValue = "",
            description = "Only these, such as 46147, or 100..200, or several with commas.")
    private String blocks = "";

    @Option(
            names = "--batch",
            defaultValue = "100",
            description = "Transactions in one HTTP request (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--passes",
            defaultValue = "1",
            description =
                    "How often to go over the blocks, each time with figures of its own: a network that has just started"
                            + " spends its first minutes on compiling (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Option(names = "--with-calldata", description = "A second row of latencies, for the transactions that carry data.")
    private boolean withCalldata;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, ReplayException, InterruptedException {
        var wanted = wanted();
        if (batch < 1 || batch > BATCH_MAX) throw wrong("--batch is 1 to " + BATCH_MAX);
        if (passes < 1) throw wrong("--passes is 1 or more");
        if (!urls.isEmpty()) return replay(urls, wanted);
        out().println("starting a network of three nodes");
        out().flush();
        try (var network = OwnNetwork.start()) {
            return replay(network.nodes(), wanted);
        }
    }

    private BlockNumbers wanted() {
        try {
            return BlockNumbers.parse(blocks);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private int replay(List<URI> nodes, BlockNumbers wanted) throws IOException, ReplayException, InterruptedException {
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var rpc = new JsonRpc(http, nodes.getFirst().resolve("/ethereum"), DEADLINE);
        check(rpc, nodes.getFirst());
        var followers = new LinkedHashMap<URI, CommitFollower>();
        try {
            for (var node : nodes) followers.put(node, CommitFollower.start(http, node));
            out().printf("%d nodes, %d transactions in a request%n", nodes.size(), batch);
            var code = 0;
            for (var pass = 0; pass < passes; pass++) {
                var run = new Run(new RpcTarget(rpc, batch), new Figures(followers), out());
                out().printf("%10s %-18s %12s %12s  %s%n", "block", "fork", "transactions", "gas", "result");
                new ReplayFiles(files).each(wanted, run::replay);
                code = Math.max(code, run.finish(withCalldata));
            }
            return code;
        } finally {
            followers.values().forEach(CommitFollower::close);
        }
    }

    /** Whether it is a network on which this may be done; ends a replay that somebody left open. */
    private static void check(JsonRpc rpc, URI node) throws ReplayException, InterruptedException {
        try {
            var chain = rpc.call("eth_chainId").asString("");
            if (!chain.equals(CHAIN_ID))
                throw new ReplayException("the network at " + node + " has chain id " + chain
                        + "; these blocks are of chain " + CHAIN_ID + " (sandbox --chain 1)");
            rpc.call("coco_replayEnd");
        } catch (IOException e) {
            throw new ReplayException("no network at " + node + ": " + RpcTarget.text(e), e);
        } catch (RpcException e) {
            if (e.code() == METHOD_NOT_FOUND)
                throw new ReplayException("the network at " + node + " is not for development: " + e.getMessage(), e);
            if (!NO_REPLAY.equals(e.getMessage())) throw new ReplayException(node + ": " + e.getMessage(), e);
        }
    }

    /** One pass over the blocks. */
    private static final class Run {
        private final RpcTarget target;
        private final Figures figures;
        private final PrintWriter out;
        private int blocks;
        private int exact;
        private int transactions;

        Run(RpcTarget target, Figures figures, PrintWriter out) {
            this.target = target;
            this.figures = figures;
            this.out = out;
        }

        void replay(ReplayBlock block) throws InterruptedException {
            blocks++;
            out.printf(
                    "%10d %-18s %12d ",
                    block.context().number(),
                    block.context().fork(),
                    block.transactions().size());
            try {
                var verdict = attempt(block);
                if (verdict.isExact()) exact++;
                transactions += verdict.result().transactions();
                figures.add(target.sent(), verdict.result().gasUsed());
                out.printf("%12d  %s%n", verdict.result().gasUsed(), Differences.of(verdict));
            } catch (ReplayException e) {
                out.printf("%12s  NOT REPLAYED: %s%n", "", e.getMessage());
            }
            out.flush();
        }

        /** A leader that changes in between takes the order with it; the block is then done again from its pre-state. */
        private Replay.Verdict attempt(ReplayBlock block) throws ReplayException, InterruptedException {
            for (var attempt = 1; ; attempt++) {
                try {
                    var verdict = Replay.run(block, target);
                    if (verdict.transactions() || attempt == ATTEMPTS) return verdict;
                } catch (ReplayException e) {
                    abandon();
                    if (attempt == ATTEMPTS) throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private void abandon() throws InterruptedException {
            try {
                target.end();
            } catch (ReplayException _) {
                // It may not even have begun; the next attempt tells.
                return;
            }
        }

        int finish(boolean withCalldata) throws ReplayException {
            out.printf("%d blocks, %d exact; %d transactions%n", blocks, exact, transactions);
            out.flush();
            figures.awaitAllNodes();
            figures.print(out, withCalldata);
            return exact == blocks ? 0 : 1;
        }
    }
}
