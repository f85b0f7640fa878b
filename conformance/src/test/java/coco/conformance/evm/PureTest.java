package coco.conformance.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.conformance.Main;
import coco.testdata.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that recover keys, in a process of their own that must not load a native library. */
class PureTest {
    private static final String FILTER = "ecrecover|Ecrecover|CallEcr|eip7702_set_code_tx/set_code_txs/";

    private record Ended(int code, String printed) {}

    private static Ended run(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "evm",
                SharedData.folder("ethereum").resolve("eest-state-tests.tar.xz").toString(),
                "--filter",
                FILTER));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), printed);
    }

    @Test
    @Tag("conformance")
    void fallbacksPassWithoutNativeLibraries() throws IOException, InterruptedException {
        var pure = run("--pure");
        assertEquals(0, pure.code, pure.printed);
        assertTrue(pure.printed.contains("no native library was loaded"), pure.printed);
        var last = pure.printed.strip().lines().toList().getLast();
        assertTrue(last.matches("\\d{3,} passed, 0 failed, 0 skipped"), last);
    }
}
