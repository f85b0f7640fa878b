package coco.client.attest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.testdata.SharedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code coco attest} over real evidence. */
class AttestCommandTest {
    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void genuineEvidenceIsAcceptedWithItsEnd() {
        assertEquals(
                0,
                run(
                        "verify",
                        sample("snp/virtee_milan/report.hex"),
                        "--collateral",
                        sample("snp/virtee_milan/vcek.der"),
                        "--at",
                        "2026-11-26"));
        assertTrue(said.toString().contains("ACCEPTED until 2030-"), said::toString);
        assertTrue(said.toString().contains("chip:"), said::toString);
    }

    @Test
    void aRefusalNamesItsReasonsAndWhatWasRead() {
        assertEquals(1, run("verify", sample("sgx/maa_oe/enclave.info.debug.json"), "--at", "2025-06-01"));
        assertTrue(
                Stream.of("REFUSED", "debug", "collateral-missing", "mrenclave")
                        .allMatch(word -> said.toString().contains(word)),
                said::toString);
    }

    @Test
    void thePolicyOfAFileCounts() throws IOException {
        var policy = Files.writeString(
                folder.resolve("policy.json"),
                "{\"grades\": [\"ConfigurationAndSWHardeningNeeded\"], "
                        + "\"toleratedAdvisories\": [\"INTEL-SA-00289\", \"INTEL-SA-00615\"]}");
        String[] arguments = {
            "verify",
            sample("sgx/phala/quote.bin"),
            "--collateral",
            sample("sgx/phala/collateral.json"),
            "--at",
            "2025-06-25"
        };
        assertEquals(1, run(arguments));
        assertEquals(
                0,
                run(Stream.concat(Stream.of(arguments), Stream.of("--policy", policy.toString()))
                        .toArray(String[]::new)));
        Files.writeString(policy, "{\"grade\": []}");
        assertEquals(
                1,
                run(Stream.concat(Stream.of(arguments), Stream.of("--policy", policy.toString()))
                        .toArray(String[]::new)));
        assertTrue(said.toString().contains(policy + ": a policy has no member grade"), said::toString);
    }

    /** Whoever has a machine of plain SEV-SNP can make such evidence, with registers of their choice. */
    @Test
    void registersUnderAnyParavisorAreAnybodysWord() throws IOException {
        var evidence = sample("snp/az_vtpm/evidence-v1.json");
        assertEquals(0, run("verify", evidence, "--at", "2026-11-26"));
        assertTrue(said.toString().contains("under any paravisor"), said::toString);
        var measurement = Pattern.compile("measurement +([0-9a-f]{96})").matcher(said.toString());
        var register = Pattern.compile("pcr7 +([0-9a-f]{64})").matcher(said.toString());
        assertTrue(measurement.find() && register.find(), said::toString);
        var policy = folder.resolve("policy.json");

        said.getBuffer().setLength(0);
        Files.writeString(policy, running("\"measurement\": \"" + measurement.group(1) + "\""));
        assertEquals(0, run("verify", evidence, "--at", "2026-11-26", "--policy", policy.toString()));
        assertFalse(said.toString().contains("under any paravisor"), said::toString);

        Files.writeString(policy, running("\"pcr7\": \"" + register.group(1) + "\""));
        assertEquals(1, run("verify", evidence, "--at", "2026-11-26", "--policy", policy.toString()));
        assertTrue(
                said.toString().contains("a measurement of azure-snp has to name the register measurement"),
                said::toString);
    }

    private static String running(String registers) {
        return "{\"code\": [{\"tee\": \"azure-snp\", \"registers\": {" + registers + "}}]}";
    }

    @Test
    void anotherRootIsTrustedOnlyWhereItIsNamed() {
        var answer = sample("vbs/sqlserver_2019/sql_vsm_attestation_response.bin");
        assertEquals(1, run("verify", answer, "--at", "2019-10-30T20:00:00Z"));
        var guardian = Authority.HOST_GUARDIAN + "=" + sample("vbs/sqlserver_2019/health_cert.der");
        assertEquals(0, run("verify", answer, "--at", "2019-10-30T20:00:00Z", "--root", guardian));
    }

    @Test
    void showSaysThatNothingWasVerified() {
        assertEquals(0, run("show", sample("tdx/trustee/tdx_quote_5.bin")));
        assertTrue(said.toString().contains("a TDX quote, NOT VERIFIED"), said::toString);
        assertTrue(said.toString().contains("mrtd"), said::toString);
    }

    /** The claims of a paravisor are text of its own choice; here they would write backwards, and hide what they write. */
    @Test
    void noClaimTurnsOrHidesWhatTheTerminalShows() throws IOException {
        var evidence = Files.readString(Path.of(sample("snp/az_vtpm/evidence-v1.json")));
        var report = Pattern.compile("\"hcl_report\":\\s*\"([^\"]*)\"").matcher(evidence);
        assertTrue(report.find());
        var bytes = new String(Base64.getUrlDecoder().decode(report.group(1)), ISO_8859_1)
                .replaceFirst("\"user-data\":\"0{24}", "\"user-data\":\"\\\\u202e\\\\u200b\\\\u2028\\\\u001b");
        var changed = Base64.getUrlEncoder().encodeToString(bytes.getBytes(ISO_8859_1));
        var file = Files.writeString(folder.resolve("evidence.json"), evidence.replace(report.group(1), changed));
        assertEquals(1, run("verify", file.toString(), "--at", "2026-11-26"));
        assertTrue(said.toString().contains("????0000"), said::toString);
        assertFalse(
                Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\n]]")
                        .matcher(said.toString())
                        .find(),
                said::toString);
    }

    /** The report and its endorsements are genuine; the message around them is not signed by the key that they vouch for. */
    @Test
    void whatDoesNotFitBetweenThePartsOfAFileIsRefused() throws IOException {
        var message = Path.of(sample("aci_uvm/css-attested-cosesign1-20250617.cose"));
        assertEquals(0, run("verify", message.toString(), "--at", "2025-06-25"));
        said.getBuffer().setLength(0);
        var bytes = Files.readAllBytes(message);
        bytes[bytes.length - 1] ^= 1;
        var changed = Files.write(folder.resolve("message"), bytes);
        assertEquals(1, run("verify", changed.toString(), "--at", "2025-06-25"));
        assertTrue(
                Stream.of(
                                "a message of an attested service",
                                "REFUSED",
                                "signature ",
                                "not signed by the key that it holds")
                        .allMatch(word -> said.toString().contains(word)),
                said::toString);
        assertFalse(said.toString().contains("ACCEPTED"), said::toString);
    }

    @Test
    void badWordsAndBadFilesAreToldApart() throws IOException {
        assertEquals(
                CommandLine.ExitCode.USAGE, run("verify", sample("snp/virtee_milan/report.hex"), "--at", "yesterday"));
        var empty = Files.createFile(folder.resolve("empty"));
        assertEquals(1, run("verify", empty.toString()));
        assertEquals(1, run("show", empty.toString()));
        assertEquals(1, run("verify", sample("snp/virtee_milan/report.hex"), "--collateral", empty.toString()));
        assertTrue(said.toString().contains(empty + ": "), said::toString);
    }

    @Test
    void rootsAreListedWithTheirHashes() {
        assertEquals(0, run("roots"));
        assertTrue(
                said.toString().contains("44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3"),
                said::toString);
    }

    private int run(String... arguments) {
        var out = new PrintWriter(said, true);
        return new CommandLine(new AttestCommand()).setOut(out).setErr(out).execute(arguments);
    }

    private static String sample(String name) {
        return SharedData.folder("tee").resolve(name).toString();
    }
}
