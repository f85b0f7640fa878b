package coco.house;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs one test class in this process. Exit code: 0 all passed, 1 some failed, 2 there was nothing to run. */
public final class RunTest {
    static final int PASSED = 0;
    static final int FAILED = 1;
    static final int NOTHING_RUN = 2;

    private RunTest() {}

    /** @param args the class, or {@code class#method} */
    public static void main(String[] args) {
        var test = args[0];
        var selector = test.contains("#") ? selectMethod(test) : selectClass(test);
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selector)
                                .build(),
                        listener);
        var summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 3);
        for (var failure : summary.getFailures()) {
            System.out.println("FAILED " + failure.getTestIdentifier().getDisplayName());
        }
        if (summary.getTotalFailureCount() > 0) System.exit(FAILED);
        System.exit(summary.getTestsSucceededCount() > 0 ? PASSED : NOTHING_RUN);
    }
}
