package coco.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code ./coco bench jmh}. */
@Command(
        name = "jmh",
        description = {
            "Measures single parts with JMH: the benchmarks whose names match, with JMH's own options behind them,",
            "for example: ./coco bench jmh LoopBenchmark -p body=HASH"
        })
public final class JmhCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BENCHMARK", description = "a regular expression")
    private String benchmark = "";

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        var arguments = new ArrayList<String>();
        arguments.add(benchmark);
        arguments.addAll(options);
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
