package coco.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code receipt verify --ethereum} on the golden proof of the Ethereum ledger's tests. */
class EthereumProofTest {
    private static final Path GOLDEN = Path.of("..", "ethereum", "src", "test", "golden");
    private static final String HASH = "0x43e3e7be6a036efcf59b56ece04ebaf9a0b97d6023d30b0750f519f4cd540ee2";

    private record Result(int status, String output) {}

    private static Result verify(Path proof, String... more) {
        var service = GOLDEN.resolve("service_cert.pem").toString();
        var words = new ArrayList<>(List.of("receipt", "verify", proof.toString(), "--service-cert", service));
        words.addAll(List.of(more));
        var out = new StringWriter();
        var writer = new PrintWriter(out, true);
        return new Result(Main.run(writer, writer, words.toArray(new String[0])), out.toString());
    }

    private static Path golden() {
        return GOLDEN.resolve("transaction-proof.json");
    }

    @Test
    void whatIsProvenIsPrinted() {
        var result = verify(golden(), "--ethereum", "--transaction", HASH);
        assertEquals(0, result.status(), result.output());
        assertEquals("""
                sound
                ledger entry      2.17
                chain id          1337
                transaction       0x43e3e7be6a036efcf59b56ece04ebaf9a0b97d6023d30b0750f519f4cd540ee2
                block             200
                index in block    3
                outcome           success
                gas used          21000
                from              0x7691ee0343b9a529675e1a8a70197b3b704f90b7
                nonce             0
                to                0x0000000000000000000000000000000000000070
                value             5
                input             0x
                log 0             0x0000000000000000000000000000000000000070
                  topic           0x0000000000000000000000000000000000000000000000000000000000000009
                  data            0x010203
                """, result.output());
    }

    @Test
    void aProofOfAnotherTransactionIsNotSound() {
        var result = verify(golden(), "--ethereum", "--transaction", HASH.replace('a', 'b'));
        assertEquals(new Result(1, "NOT SOUND: the proof is about another transaction, " + HASH + "\n"), result);
    }

    @Test
    void aChangedDigitIsNotSound(@TempDir Path folder) throws IOException {
        var text = Files.readString(golden());
        for (var part : List.of("2.17", "6e2d7631", "\"signature\" : \"MEQ", "claims_digest\" : \"")) {
            assertTrue(text.contains(part), part);
            var at = text.indexOf(part) + part.length() - 1;
            if (part.endsWith("\"")) at++;
            var other = text.charAt(at) == '0' ? '1' : '0';
            var changed = Files.writeString(
                    folder.resolve("proof.json"), text.substring(0, at) + other + text.substring(at + 1));
            var result = verify(changed, "--ethereum");
            assertEquals(1, result.status(), part);
            assertTrue(result.output().startsWith("NOT SOUND: "), result.output());
            assertEquals(1, result.output().lines().count(), result.output());
        }
    }

    @Test
    void anotherServiceIsNotBelieved() {
        var other = Path.of("..", "kernel", "src", "test", "golden", "service_cert.pem");
        var out = new StringWriter();
        var writer = new PrintWriter(out, true);
        var status = Main.run(
                writer,
                writer,
                "receipt",
                "verify",
                golden().toString(),
                "--ethereum",
                "--service-cert",
                other.toString());
        assertEquals(1, status, out.toString());
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        assertEquals(2, verify(golden(), "--transaction", HASH).status());
        assertEquals(
                2,
                verify(golden(), "--ethereum", "--claims", golden().toString()).status());
    }
}
