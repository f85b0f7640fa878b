package coco.attestation.attester;

import static coco.attestation.attester.Recorded.ASKED;
import static coco.attestation.attester.Recorded.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.Roots;
import coco.evidence.TeeKind;
import coco.evidence.Verifier;
import coco.evidence.snp.CertificateTable;
import coco.evidence.tpm.EventLog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of reports, filled with recorded evidence. */
class ConfigfsTsmTest {
    private static final String REPORT = "snp/ms_tav/milan_attestation_report.bin";
    private static final String VCEK = "8d75da6364e66445adc5f4b93be8accd";
    private static final String OTHER = "000102030405060708090a0b0c0d0e0f";

    private final FakeMachine machine = new FakeMachine();
    private final FakeTsm tsm = new FakeTsm(machine, "sev_guest");

    @ParameterizedTest
    @CsvSource({
        "snp/trustee/test-report.bin, snp/trustee/test-vcek.der",
        "snp/ms_tav/milan_attestation_report.bin, snp/ms_tav/milan_vcek.pem",
        "snp/ms_tav/genoa_attestation_report.bin, snp/ms_tav/genoa_vcek.pem"
    })
    void aReportOfSnpComesWithItsHostsCertificates(String report, String vcek) throws Exception {
        tsm.outblob = Recorded.read(report);
        var certificate = Recorded.endorsements(vcek).certificates().getFirst().getEncoded();
        tsm.auxblob = Optional.of(table(VCEK, certificate));
        var attestation = attester().attest(ASKED);
        assertEquals(TeeKind.SNP, attestation.tee());
        assertArrayEquals(Recorded.read(report), attestation.evidence().toArray());
        assertEquals(List.of(Bytes.of(certificate)), attestation.endorsements());
        assertArrayEquals(ASKED.toArray(), tsm.asked.getFirst());
        Recorded.assertBoundElsewhere(attestation, Verifier.ofVendors(), Endorsements.NONE, "2026-11-26");
    }

    @Test
    void aHostMayHaveNoCertificates() throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        assertEquals(List.of(), attester().attest(ASKED).endorsements());
        tsm.auxblob = Optional.of(new byte[0]);
        assertEquals(List.of(), attester().attest(ASKED).endorsements());
        tsm.auxblob = Optional.of(new byte[4096]);
        var attestation = attester().attest(ASKED);
        assertEquals(List.of(), attestation.endorsements());
        Recorded.assertBoundElsewhere(
                attestation, Verifier.ofVendors(), Recorded.endorsements("snp/ms_tav/milan_vcek.pem"), "2026-11-26");
    }

    @ParameterizedTest
    @CsvSource({
        "tdx/phala/quote.bin, tdx/phala/collateral.json, 2025-06-25",
        "tdx/google_v5/quote.bin, tdx/google_collateral/tcbInfo_v5sample.json, 2026-02-10"
    })
    void aQuoteOfTdxIsReadWhole(String quote, String collateral, String day) throws Exception {
        tsm.provider = "tdx_guest";
        tsm.outblob = Recorded.read(quote);
        var attestation = attester().attest(ASKED);
        assertArrayEquals(Recorded.read(quote), attestation.evidence().toArray());
        assertEquals(TeeKind.TDX, attestation.tee());
        var verdict = Recorded.verify(attestation, Verifier.ofVendors(), Recorded.endorsements(collateral), day);
        assertTrue(Recorded.reasons(verdict).contains(coco.evidence.Reason.REPORT_DATA), verdict.toString());
        if (quote.contains("phala")) assertEquals(1, Recorded.reasons(verdict).size(), verdict.toString());
    }

    @Test
    void aTrustDomainsLogComesWithItsQuote() throws Exception {
        tsm.provider = "tdx_guest";
        tsm.outblob = Recorded.read("tdx/google_cos113/cos-113-tdx-quote.bin");
        assertEquals(List.of(), attester().attest(ASKED).endorsements());
        var log = Recorded.read("tdx/google_cos113/ccel_data.bin");
        machine.put(ConfigfsTsm.EVENT_LOG, log);
        var attestation = attester().attest(ASKED);
        assertEquals(List.of(Bytes.of(log)), attestation.endorsements());
        assertEquals(1, attestation.read().endorsements().items().size());
        machine.put(ConfigfsTsm.EVENT_LOG, new byte[EventLog.SIZE_MAX + 1]);
        assertRefused(Reason.TOO_LARGE, () -> attester().attest(ASKED));
        machine.put(ConfigfsTsm.EVENT_LOG, Arrays.copyOf(log, 40));
        assertRefused(Reason.MALFORMED, () -> attester().attest(ASKED));
    }

    @Test
    void aTokenOfARealmIsRead() throws Exception {
        tsm.provider = "arm_cca_guest";
        tsm.outblob = Recorded.read("cca/ccatoken_tf_rmm/cca_token.cbor");
        var attestation = attester().attest(ASKED);
        assertEquals(TeeKind.CCA, attestation.tee());
        var platform = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(platformKey()));
        var verifier = new Verifier(Roots.none().with(Authority.ARM_CCA, platform));
        Recorded.assertBoundElsewhere(attestation, verifier, Endorsements.NONE, "2026-11-26");
    }

    private static byte[] platformKey() {
        var pem = new String(Recorded.read("cca/ccatoken_tf_rmm/cca_platform.pub"), StandardCharsets.US_ASCII);
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
    }

    @Test
    void thePrivilegeLevelIsWrittenWhereItIsConfigured() throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        ConfigfsTsm.open(machine.root(), OptionalInt.of(2)).attest(ASKED);
        assertEquals(List.of("2"), tsm.levels);
        attester().attest(ASKED);
        assertEquals(List.of("2"), tsm.levels);
        tsm.provider = "tdx_guest";
        tsm.outblob = Recorded.read("tdx/phala/quote.bin");
        ConfigfsTsm.open(machine.root(), OptionalInt.of(2)).attest(ASKED);
        assertEquals(List.of("2"), tsm.levels);
    }

    @Test
    void whatAnotherWroteInBetweenIsAskedAgain() throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        var attester = attester();
        var left = new AtomicInteger(ConfigfsTsm.ATTEMPTS_MAX - 1);
        tsm.others = () -> left.getAndDecrement() > 0 ? 1 : 0;
        attester.attest(ASKED);
        assertEquals(1 + ConfigfsTsm.ATTEMPTS_MAX, tsm.made);
        tsm.others = () -> 1;
        var text = assertRefused(Reason.CHANGED, () -> attester.attest(ASKED));
        assertTrue(text.contains("another wrote in between"), text);
        assertEquals(1 + 2 * ConfigfsTsm.ATTEMPTS_MAX, tsm.made);
        assertNothingIsLeft();
    }

    @Test
    void aReadThatWouldHaveToWaitIsTriedAgain() throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        var attester = attester();
        var left = new AtomicInteger(1);
        tsm.busy = () -> left.getAndDecrement() > 0;
        attester.attest(ASKED);
        assertEquals(3, tsm.made);
        tsm.busy = () -> true;
        assertRefused(Reason.CHANGED, () -> attester.attest(ASKED));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1\n2", "0x1", "9999999999999999999", "\u00e9"})
    void aGenerationThatIsNoNumberIsRefused(String text) throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        var attester = attester();
        tsm.generation = Optional.of(text);
        assertRefused(Reason.MALFORMED, () -> attester.attest(ASKED));
        assertNothingIsLeft();
    }

    @Test
    void aGenerationThatStandsStillIsRefused() throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        var attester = attester();
        tsm.generation = Optional.of("7\n");
        assertRefused(Reason.CHANGED, () -> attester.attest(ASKED));
    }

    @Test
    void aReportHasABound() throws Exception {
        tsm.outblob = new byte[ConfigfsTsm.REPORT_SIZE_MAX + 1];
        assertRefused(Reason.TOO_LARGE, () -> attester().attest(ASKED));
        tsm.outblob = Recorded.read(REPORT);
        tsm.auxblob = Optional.of(new byte[CertificateTable.SIZE_MAX + 1]);
        assertRefused(Reason.TOO_LARGE, () -> attester().attest(ASKED));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1183, 1185, 4096})
    void aReportOfAnotherSizeIsRefused(int size) throws Exception {
        tsm.outblob = Arrays.copyOf(Recorded.read(REPORT), size);
        assertRefused(Reason.MALFORMED, () -> attester().attest(ASKED));
        assertNothingIsLeft();
    }

    @Test
    void evidenceOfAnotherKindThanTheProviderSaysIsRefused() throws Exception {
        tsm.provider = "tdx_guest";
        tsm.outblob = Recorded.read(REPORT);
        var text = assertRefused(Reason.MALFORMED, () -> attester().attest(ASKED));
        assertTrue(text.contains("evidence of snp, not of tdx"), text);
    }

    @Test
    void tablesThatAreCutOffOrPointElsewhereAreRefused() throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        var vcek = Recorded.endorsements("snp/ms_tav/milan_vcek.pem")
                .certificates()
                .getFirst()
                .getEncoded();
        var good = table(VCEK, vcek);
        for (var size : new int[] {1, 23, 24, 47, 48, good.length - 1}) {
            tsm.auxblob = Optional.of(Arrays.copyOf(good, size));
            assertRefused(Reason.MALFORMED, () -> attester().attest(ASKED));
        }
        for (var lie : List.of(row(VCEK, 48, good.length), row(VCEK, -1, 8), row(VCEK, 48, 0), row(VCEK, 0, 48))) {
            var table = good.clone();
            System.arraycopy(lie, 0, table, 0, lie.length);
            tsm.auxblob = Optional.of(table);
            assertRefused(Reason.MALFORMED, () -> attester().attest(ASKED));
        }
        tsm.auxblob = Optional.of(table(OTHER, vcek));
        assertEquals(List.of(), attester().attest(ASKED).endorsements());
        assertNothingIsLeft();
    }

    @Test
    void aProviderThatIsNotKnownOrChangesIsRefused() throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        var attester = attester();
        tsm.provider = "tdx_guest";
        assertRefused(Reason.CHANGED, () -> attester.attest(ASKED));
        tsm.provider = "s390_guest";
        var text = assertRefused(Reason.UNSUPPORTED, this::attester);
        assertTrue(text.endsWith("the provider s390_guest"), text);
        tsm.provider = "";
        text = assertRefused(Reason.REFUSED, this::attester);
        assertTrue(text.endsWith("No such device or address"), text);
        assertNothingIsLeft();
    }

    @Test
    void withoutTheFolderThereIsNone() {
        var text = assertRefused(Reason.ABSENT, () -> ConfigfsTsm.open(new FakeMachine().root(), OptionalInt.empty()));
        assertTrue(text.startsWith("/sys/kernel/config/tsm/report: no such folder"), text);
    }

    @Test
    void foldersOfOthersAreLeftAlone() throws Exception {
        tsm.outblob = Recorded.read(REPORT);
        var attester = attester();
        attester.attest(ASKED);
        assertEquals(2, tsm.made);
        assertNothingIsLeft();
        // The next names are those of a process that was killed, or of one in another container.
        var next = TsmEntry.make(machine.root().resolve(FakeTsm.REPORTS)).toString();
        var number = Long.parseLong(next.substring(next.lastIndexOf('-') + 1));
        var prefix = next.substring(1, next.lastIndexOf('-') + 1);
        machine.put(prefix + (number + 1) + "/generation", "5");
        machine.put(prefix + (number + 2) + "/generation", "5");
        attester.attest(ASKED);
        assertEquals(3, machine.foldersIn(FakeTsm.REPORTS).size());
        for (var i = 1; i <= 40; i++) machine.put(prefix + (number + i) + "/generation", "5");
        assertRefused(Reason.REFUSED, () -> attester.attest(ASKED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void reportDataHave64Bytes(int size) throws Exception {
        var attester = attester();
        assertThrows(IllegalArgumentException.class, () -> attester.attest(Bytes.of(new byte[size])));
        assertEquals(1, tsm.made);
    }

    private void assertNothingIsLeft() {
        assertEquals(List.of(), machine.foldersIn(FakeTsm.REPORTS));
        assertEquals(0, tsm.open);
    }

    private ConfigfsTsm attester() throws AttesterException {
        return ConfigfsTsm.open(machine.root(), OptionalInt.empty());
    }

    private static byte[] table(String guid, byte[] content) {
        return ByteBuffer.allocate(48 + content.length)
                .put(row(guid, 48, content.length))
                .put(new byte[24])
                .put(content)
                .array();
    }

    private static byte[] row(String guid, int offset, int size) {
        return ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(HexFormat.of().parseHex(guid))
                .putInt(offset)
                .putInt(size)
                .array();
    }
}
