package coco.attestation.attester;

import static coco.attestation.attester.Recorded.ASKED;
import static coco.attestation.attester.Recorded.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.attestation.attester.AttesterException.Reason;
import coco.attestation.tpm.FakeTpm;
import coco.attestation.tpm.TpmChannel;
import coco.crypto.Bytes;
import coco.evidence.Endorsements;
import coco.evidence.Octets;
import coco.evidence.TeeKind;
import coco.evidence.Verifier;
import coco.evidence.file.EndorsementFile;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recorded virtual TPM of Azure. */
class AzureVtpmTest {
    private static final int RUNTIME = 32 + 1184 + 20;

    private final AzureSample sample = new AzureSample();
    private final FakeTpm tpm = sample.tpm();
    private final AtomicInteger opened = new AtomicInteger();
    private final TpmChannel.Opener channels = () -> {
        opened.incrementAndGet();
        tpm.closed = false;
        return tpm;
    };

    /** The index, which may be changed. */
    private byte[] report() {
        return java.util.Objects.requireNonNull(tpm.indexes.get(AzureVtpm.HCL_REPORT));
    }

    private Endorsements vcek() throws coco.evidence.MalformedException {
        return EndorsementFile.read(Octets.of(sample.vcek()));
    }

    @Test
    void aRecordedMachineIsGenuineAndBoundElsewhere() throws Exception {
        var attester = AzureVtpm.open(channels);
        assertEquals(TeeKind.AZURE_SNP, attester.kind());
        var attestation = attester.attest(ASKED);
        assertEquals(TeeKind.AZURE_SNP, attestation.tee());
        Recorded.assertBoundElsewhere(attestation, Verifier.ofVendors(), vcek(), "2026-11-26");
        assertTrue(tpm.closed);
        assertEquals(2, opened.get());
    }

    @Test
    void theQuoteIsAskedForTheReportDataByAzuresKey() throws Exception {
        AzureVtpm.open(channels).attest(ASKED);
        var quotes = tpm.commands.stream()
                .filter(command -> command.slice(6, 10).equals(Bytes.ofHex("00000158")))
                .toList();
        assertEquals(1, quotes.size());
        // Sessions, size, Quote, key; one empty password; 64 bytes; the key's own scheme; all 24 registers of SHA-256.
        assertEquals(
                "800200000069" + "00000158" + "81000003" + "00000009400000090000000000" + "0040" + ASKED.toHex()
                        + "0010" + "00000001000b03ffffff",
                quotes.getFirst().toHex());
    }

    @Test
    void theReportDataAreWrittenToTheIndexForThemWhereThereIsOne() throws Exception {
        AzureVtpm.open(channels).attest(ASKED);
        assertTrue(
                tpm.commands.stream().noneMatch(command -> command.slice(6, 10).equals(Bytes.ofHex("00000137"))));
        var userData = new byte[64];
        tpm.indexes.put(AzureVtpm.USER_DATA, userData);
        AzureVtpm.open(channels).attest(ASKED);
        assertArrayEquals(ASKED.toArray(), userData);
        var other = new byte[65];
        tpm.indexes.put(AzureVtpm.USER_DATA, other);
        AzureVtpm.open(channels).attest(ASKED);
        assertArrayEquals(new byte[65], other);
    }

    @Test
    void aReportThatIsRenewedWhileItIsReadIsReadAgain() throws Exception {
        var attester = AzureVtpm.open(channels);
        var good = report();
        var torn = good.clone();
        torn[RUNTIME + 20] ^= 1;
        tpm.indexes.put(AzureVtpm.HCL_REPORT, torn);
        var text = assertRefused(Reason.CHANGED, () -> attester.attest(ASKED));
        assertTrue(text.contains("runtime claims of another hardware report"), text);
        var reads = new AtomicInteger();
        tpm.lies.put(FakeTpm.NV_READ, parameters -> {
            if (reads.incrementAndGet() == 7) tpm.indexes.put(AzureVtpm.HCL_REPORT, good);
            return parameters;
        });
        attester.attest(ASKED);
    }

    @Test
    void registersThatChangeBetweenQuoteAndReadingAreQuotedAgain() throws Exception {
        var attester = AzureVtpm.open(channels);
        var good = tpm.registers.get(10);
        tpm.registers.set(10, Bytes.of(new byte[32]));
        var text = assertRefused(Reason.MALFORMED, () -> attester.attest(ASKED));
        assertTrue(text.contains("of other registers than PCR_Read gives"), text);
        var quotes = new AtomicInteger();
        tpm.lies.put(FakeTpm.QUOTE, parameters -> {
            if (quotes.incrementAndGet() == 2) tpm.registers.set(10, good);
            return parameters;
        });
        attester.attest(ASKED);
        assertEquals(2, quotes.get());
    }

    @Test
    void withoutTheIndexThereIsNone() {
        tpm.indexes.clear();
        var text = assertRefused(Reason.ABSENT, () -> AzureVtpm.open(channels));
        assertEquals("the TPM has no index 0x01400001", text);
        assertTrue(tpm.closed);
    }

    @Test
    void aReportOfOtherHardwareIsRefused() {
        report()[32 + 1184 + 8] = 4; // TDX
        var text = assertRefused(Reason.UNSUPPORTED, () -> AzureVtpm.open(channels));
        assertTrue(text.contains("a report of azure-tdx"), text);
        report()[0] = 'X';
        assertRefused(Reason.MALFORMED, () -> AzureVtpm.open(channels));
        tpm.indexes.put(AzureVtpm.HCL_REPORT, new byte[0]);
        assertRefused(Reason.MALFORMED, () -> AzureVtpm.open(channels));
    }

    @Test
    void aQuoteByAnotherSchemeIsRefused() throws Exception {
        var attester = AzureVtpm.open(channels);
        tpm.signature = Bytes.ofHex("0016").concat(tpm.signature.slice(2, tpm.signature.size())); // RSAPSS
        assertRefused(Reason.UNSUPPORTED, () -> attester.attest(ASKED));
        tpm.signature = Bytes.ofHex("0014000b0101");
        assertRefused(Reason.MALFORMED, () -> attester.attest(ASKED));
    }

    @ParameterizedTest
    @CsvSource({
        "0x158, 0x1d5, the TPM refused Quote: TPM_RC_SIZE of parameter 1 (0x1d5)",
        "0x158, 0x18b, the TPM refused Quote: TPM_RC_HANDLE of handle 1 (0x18b)",
        "0x158, 0x9a2, the TPM refused Quote: TPM_RC_BAD_AUTH of session 1 (0x9a2)",
        "0x14e, 0x149, the TPM refused NV_Read: TPM_RC_NV_AUTHORIZATION (0x149)",
        "0x17e, 0x922, the TPM refused PCR_Read: TPM_RC_RETRY (0x922)",
        "0x169, 0x101, the TPM refused NV_ReadPublic: TPM_RC_FAILURE (0x101)",
        "0x169, 0x7fffffff, the TPM refused NV_ReadPublic: a code that is not known of parameter 15 (0x7fffffff)",
        "0x169, 0x500, the TPM refused NV_ReadPublic: a code that is not known (0x500)"
    })
    void whatTheTpmRefusesIsNamed(String command, String code, String expected) throws Exception {
        tpm.refusals.put(Integer.decode(command), Integer.decode(code));
        assertEquals(expected, assertRefused(Reason.REFUSED, () -> AzureVtpm.open(channels)
                .attest(ASKED)));
        assertTrue(tpm.closed);
    }

    @Test
    void aTpmThatCannotBeUsedIsRefused() {
        TpmChannel.Opener broken = () -> {
            throw new IOException("Input/output error");
        };
        var text = assertRefused(Reason.REFUSED, () -> AzureVtpm.open(broken));
        assertEquals("the TPM cannot be used: Input/output error", text);
        assertFalse(tpm.closed);
    }
}
