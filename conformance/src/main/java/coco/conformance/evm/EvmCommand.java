package coco.conformance.evm;

import coco.conformance.CaseName;
import coco.conformance.Score;
import coco.evm.Tier1;
import coco.evm.chain.SenderRecovery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./coco conformance evm}. */
@Command(
        name = "evm",
        description = {
            "Runs state tests, blockchain tests, transaction tests and blocks of the main network, on all cores.",
            "Exit code 0 if something passed and nothing failed, 1 otherwise, 2 for a wrong call.",
            "In tier 1 all code is compiled before it runs; less than 95 %% of the gas in compiled code is a failure."
        },
        mixinStandardHelpOptions = true)
public final class EvmCommand implements Callable<Integer> {
    private static final double COMPILED_SHARE_MIN = 0.95;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "files, folders, archives; what they are their content tells")
    private List<Path> paths = List.of();

    @Option(
            names = "--fork",
            description = {
                "only tests of this fork, by the name that the suite gives it",
                "Amsterdam, whose rules may still change, runs only if it is asked for like this."
            })
    private @Nullable String fork;

    @Option(
            names = "--filter",
            description = "only cases whose file, name, fork or index match this regular expression")
    private @Nullable Pattern filter;

    @Option(names = "--tier", defaultValue = "0", description = "0: interpreter, 1: compiled (${DEFAULT-VALUE})")
    private int tier;

    @Option(names = "--pure", description = "without native libraries; one that was loaded all the same is a failure")
    private boolean pure;

    @Option(names = "--show", defaultValue = "40", description = "failures with their differences (${DEFAULT-VALUE})")
    private int show;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        if (pure) System.setProperty(SenderRecovery.SWITCH, "off");
        var machines = new Machines(tier == 1 ? Tier1.FORCED : Tier1.OFF);
        var score = new Score(out, spec.commandLine().getErr(), show);
        new EvmFiles(machines, fork, wanted(), score).run(paths);
        var compiled = tier != 1 || isCompiledEnough(machines);
        var asWished = !pure || isPure();
        score.print();
        var all = score.all();
        return all.failed() == 0 && all.passed() > 0 && compiled && asWished ? 0 : 1;
    }

    private Predicate<CaseName> wanted() {
        var only = filter;
        return only == null ? _ -> true : name -> only.matcher(name.toString()).find();
    }

    private boolean isPure() {
        var loaded = SenderRecovery.best() != SenderRecovery.pure();
        spec.commandLine().getOut().println(loaded ? "a native library was loaded" : "no native library was loaded");
        return !loaded;
    }

    private boolean isCompiledEnough(Machines machines) {
        var share = machines.compiledShare();
        spec.commandLine().getOut().printf(Locale.ROOT, "gas executed in compiled code: %.2f %%%n", 100 * share);
        return share >= COMPILED_SHARE_MIN;
    }
}
