package coco.bench.ethereum;

import coco.bench.http.Endpoint;
import coco.bench.load.Pace;
import coco.client.rpc.JsonRpc;
import coco.client.rpc.RpcException;
import coco.evm.chain.SigningAccount;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coco bench ethereum}. */
@Command(
        name = "ethereum",
        description = "Loads a JSON-RPC endpoint, ours or another client's, with signed transfers.",
        mixinStandardHelpOptions = true)
public final class EthereumCommand implements Callable<Integer> {
    /** Account 0 of the sandbox, whose key everybody knows. */
    private static final String SANDBOX_KEY = "0xff0151f17f300ddcc0aa3bde8f5ad1afad7887b4a00f2d69c8b5eeeb1f29eaa7";

    /** Room in the number of transactions signed for a closed loop, above the rate seen last. */
    private static final double ROOM = 2;

    private static final double RAMP_SECONDS = 2;

    /** Transactions a second that the accounts can pay for: more than this tool will see. */
    private static final double FUNDED_PER_SECOND = 50_000;

    enum What {
        TRANSFER,
        ERC20
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            required = true,
            description = "http://HOST:PORT[/PATH]; the first gets the transactions, commit is followed on all")
    private List<URI> urls = List.of();

    @Option(names = "--kind", defaultValue = "transfer", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private What what = What.TRANSFER;

    @Option(
            names = "--accounts",
            defaultValue = "1000",
            description = "senders, each also a receiver (${DEFAULT-VALUE})")
    private int accounts;

    @Option(names = "--batch", defaultValue = "100", description = "calls in one HTTP request (${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--rate", description = "open loop: transactions a second, whatever becomes of them")
    private @Nullable Double rate;

    @Option(
            names = "--in-flight",
            defaultValue = "400",
            description = "closed loop: undecided transactions (${DEFAULT-VALUE})")
    private int inFlight;

    @Option(names = "--seconds", defaultValue = "30", description = "measured, each run (${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "seconds of load before the first run (${DEFAULT-VALUE})")
    private double warmUp;

    @Option(
            names = "--expect",
            defaultValue = "4000",
            description = "closed loop: transactions a second to sign for before any rate is known (${DEFAULT-VALUE})")
    private double expect;

    @Option(names = "--runs", defaultValue = "3", description = "(${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--key",
            defaultValue = SANDBOX_KEY,
            description = "of the account that funds the others; the sandbox's first if left out")
    private String key = SANDBOX_KEY;

    @Option(
            names = "--poll-millis",
            defaultValue = "5",
            description = "pause before asking again for the next block (${DEFAULT-VALUE})")
    private double pollMillis;

    @Option(names = "--sync", description = "eth_sendRawTransactionSync (EIP-7966): needs --batch 1")
    private boolean sync;

    @Option(names = "--pid", description = "process whose CPU time counts as the network's, where it has no /metrics")
    private List<Long> pids = new ArrayList<>();

    @Option(names = "--json", description = "writes the results there too")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, RpcException, InterruptedException {
        if (sync && batch != 1) throw new IllegalArgumentException("--sync needs --batch 1");
        if (accounts < 2) throw new IllegalArgumentException("--accounts: one pays another, so at least 2");
        var out = spec.commandLine().getOut();
        var endpoints = urls.stream().map(Endpoint::of).toList();
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var network = Network.of(new JsonRpc(http, urls.getFirst(), Duration.ofSeconds(60)));
            var results = measure(out, network, endpoints);
            var report = new Report(setting(), results);
            out.print(report.text());
            out.flush();
            if (json != null) Files.writeString(json, report.json().toPrettyString());
        }
        return 0;
    }

    private Report.Setting setting() {
        return new Report.Setting(
                what.name().toLowerCase(Locale.ROOT),
                pace().text(),
                accounts,
                batch,
                urls.stream().map(URI::toString).toList(),
                seconds,
                warmUp);
    }

    private Pace pace() {
        return rate != null ? new Pace.Open(rate) : new Pace.Closed(inFlight);
    }

    private List<RunResult> measure(PrintWriter out, Network network, List<Endpoint> endpoints)
            throws IOException, RpcException, InterruptedException {
        var funder = SigningAccount.of(HexFormat.of().parseHex(key, key.startsWith("0x") ? 2 : 0, key.length()));
        var senders = Accounts.of(network, funder, accounts);
        var most = (long) (FUNDED_PER_SECOND * (warmUp + runs * (seconds + RAMP_SECONDS)) / accounts) + 10;
        out.println("funding " + accounts + " accounts");
        var funds = senders.fund(most, what == What.ERC20 ? Token.TRANSFER_GAS : Kind.PLAIN_GAS);
        var kind =
                switch (what) {
                    case TRANSFER -> new Kind.Transfer();
                    case ERC20 -> new Kind.Erc20(senders.token());
                };
        var session = new Session(network, senders, kind, endpoints, new Audit(network, senders, kind, funds));
        var results = new ArrayList<RunResult>();
        var perSecond = expect;
        if (warmUp > 0) {
            var warm = session.run(0, warmUp, ceiling(perSecond));
            out.println("warm-up: " + Report.line(warm));
            perSecond = Math.max(warm.perSecond() * ROOM, expect / 2);
        }
        for (var run = 1; run <= runs; run++) {
            var result = session.run(RAMP_SECONDS, seconds, ceiling(perSecond));
            out.println("run " + run + ": " + Report.line(result));
            results.add(result);
            perSecond = Math.max(result.perSecond() * ROOM, expect / 2);
        }
        out.println("balances: " + session.balances());
        return results;
    }

    /** How many a second have to be signed. */
    private double ceiling(double expected) {
        return rate != null ? rate : expected;
    }

    /** What all runs share. Owner: the command. */
    private final class Session {
        private final Network network;
        private final Accounts senders;
        private final Kind kind;
        private final List<Endpoint> endpoints;
        private final Audit audit;
        private int missing;

        Session(Network network, Accounts senders, Kind kind, List<Endpoint> endpoints, Audit audit) {
            this.network = network;
            this.senders = senders;
            this.kind = kind;
            this.endpoints = endpoints;
            this.audit = audit;
        }

        RunResult run(double ramp, double measured, double perSecond)
                throws IOException, RpcException, InterruptedException {
            var count = Math.max(batch, (int) (perSecond * (ramp + measured)) + batch);
            var form = new SignedLoad.Form(batch, sync);
            var load = SignedLoad.sign(network, senders, kind, count, form, endpoints.getFirst());
            var plan = new LoadRun.Plan(endpoints, pace(), ramp, measured, (long) (pollMillis * 1e6), sync, pids);
            var notes = LoadRun.run(plan, load, network.height());
            var result = RunResult.of(notes, audit.receipts(notes));
            missing += result.missing();
            return result;
        }

        String balances() throws IOException, RpcException, InterruptedException {
            if (missing > 0) return "not checked, since " + missing + " transactions are missing and may come late";
            audit.balances();
            return "every account has what its receipts add up to";
        }
    }
}
