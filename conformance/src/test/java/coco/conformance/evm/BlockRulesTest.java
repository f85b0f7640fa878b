package coco.conformance.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.conformance.Score;
import coco.evm.Tier1;
import coco.testdata.SharedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Blockchain tests in which blocks have to be refused for their headers or bodies, and a few of old forks.
 *
 * <p>They take seconds, not minutes: for planted faults.
 */
class BlockRulesTest {
    private static final Pattern FILES = Pattern.compile(
            "excess_blob_gas|invalid|gas_limit|withdrawals_root|base_fee|eip7934|eip7918|_header|/frontier/|/homestead/|difficulty");

    private static final int CASES_MIN = 500;

    @Test
    @Tag("conformance")
    void whatHasToBeRefusedIs() throws IOException, InterruptedException {
        var printed = new StringWriter();
        var score = new Score(new PrintWriter(printed), new PrintWriter(new StringWriter()), 20);
        new EvmFiles(new Machines(Tier1.OFF), name -> FILES.matcher(name.file()).find(), score)
                .run(List.of(SharedData.folder("ethereum").resolve("eest-blockchain-tests.tar.xz")));
        assertEquals(0, score.all().failed(), printed::toString);
        assertTrue(score.all().passed() > CASES_MIN, () -> score.all().toString());
    }
}
