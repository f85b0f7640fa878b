package coco.evidence.snp;

import static coco.evidence.DerWriter.ia5String;
import static coco.evidence.DerWriter.integer;
import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coco.evidence.Claims.Signer;
import coco.evidence.Endorsement;
import coco.evidence.Endorsement.RevocationList;
import coco.evidence.Endorsements;
import coco.evidence.Machine;
import coco.evidence.MadeCertificate;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Product;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verdicts;
import coco.evidence.Verifier;
import coco.evidence.snp.KeyInfo.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each rule of the verification by itself, with reports and certificates made under a test's root that is named for the
 * purpose. Of versions 4 and 5, of Turin and of VLEKs no real report is public; what is made here is shaped after AMD's
 * specifications, and no replacement for a real one.
 */
class SnpVerificationTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final String AMD = "1.3.6.1.4.1.3704.1.";
    private static final String MILAN_TCB = "04000000000018db";
    private static final String TURIN_TCB = "0102030400000009";
    private static final Set<TeeKind> SNP = Set.of(TeeKind.SNP);

    private final MadePlatform milan = MadePlatform.of(ProcessorLine.MILAN, SigningKey.VCEK, MILAN_TCB);

    @ParameterizedTest
    @CsvSource({
        "MILAN, VCEK, 2",
        "MILAN, VCEK, 3",
        "MILAN, VLEK, 2",
        "MILAN, VLEK, 4",
        "GENOA, VCEK, 3",
        "GENOA, VCEK, 5",
        "GENOA, VLEK, 5",
        "TURIN, VCEK, 3",
        "TURIN, VCEK, 4",
        "TURIN, VCEK, 5",
        "TURIN, VLEK, 5"
    })
    void everyLineKeyAndVersionIsAcceptedUnderItsRootAndNoOther(ProcessorLine line, SigningKey key, int version) {
        var platform = MadePlatform.of(line, key, line == ProcessorLine.TURIN ? TURIN_TCB : MILAN_TCB);
        var report = platform.signed(platform.report(version).u32(0x48, key == SigningKey.VLEK ? 1 << 2 : 0));
        var verdict = accepted(verify(platform, report));
        assertEquals(MadeCertificate.UNTIL, verdict.validUntil());
        assertEquals(Optional.of(line.product()), verdict.tcb().product());
        assertEquals(
                Set.of(new Machine("chip", MadePlatform.CHIP.slice(0, line.chipIdSize()))),
                verdict.claims().machines());
        assertRefused(
                Reason.CHAIN, Verifier.ofVendors().verify(report, platform.endorsements(), Policy.genuine(), NOW));
    }

    @Test
    void versionsOfTurinHaveTheirOwnPlaces() {
        var turin = MadePlatform.of(ProcessorLine.TURIN, SigningKey.VCEK, TURIN_TCB);
        assertEquals(
                Map.of("fmc", 1, "bootloader", 2, "tee", 3, "snp", 4, "microcode", 9),
                verify(turin, turin.signed(turin.report(5))).tcb().components());
    }

    @Test
    void aReportWithoutItsCertificateIsRefused() {
        var report = milan.signed(milan.report(3));
        var issuers = Endorsements.of(new Endorsement.Certificate(milan.issuer().certificate()));
        assertRefused(Reason.CHAIN_MISSING, new Verifier(milan.roots()).verify(report, issuers, Policy.genuine(), NOW));
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() {
        var report = milan.report(3).sign(MadeKeys.elliptic("secp384r1").getPrivate());
        assertRefused(Reason.SIGNATURE, verify(milan, report.parse()));
        assertRefused(Reason.SIGNATURE, verify(milan, milan.report(3).parse()));
    }

    @Test
    void aReportThatNobodySignedIsRefused() {
        var report = milan.signed(milan.report(3).u32(0x48, 7 << 2));
        assertRefused(Reason.SIGNATURE, verify(milan, report));
    }

    @Test
    void theLeafIsOfTheKeyThatTheReportNames() {
        assertRefused(
                Reason.CERTIFICATE_MISMATCH,
                verify(milan, milan.signed(milan.report(3).u32(0x48, 1 << 2))));
    }

    @Test
    void theLeafIsOfTheReportedVersions() {
        for (var at : new int[] {0, 1, 6, 7}) {
            var report = milan.report(3);
            report.u8(0x180 + at, 0x77);
            assertRefused(Reason.CERTIFICATE_MISMATCH, verify(milan, milan.signed(report)));
        }
        var turin = MadePlatform.of(ProcessorLine.TURIN, SigningKey.VCEK, TURIN_TCB);
        var report = turin.signed(turin.report(5).u8(0x180, 9));
        assertRefused(Reason.CERTIFICATE_MISMATCH, verify(turin, report));
    }

    @Test
    void theLeafIsOfTheChip() {
        assertRefused(
                Reason.CERTIFICATE_MISMATCH,
                verify(milan, milan.signed(milan.report(3).u8(0x1df, 1))));
        var turin = MadePlatform.of(ProcessorLine.TURIN, SigningKey.VCEK, TURIN_TCB);
        assertRefused(
                Reason.CERTIFICATE_MISMATCH,
                verify(turin, turin.signed(turin.report(5).u8(0x1a0, 9))));
        assertRefused(
                Reason.CERTIFICATE_MISMATCH,
                verify(turin, turin.signed(turin.report(5).u8(0x1a8, 9))));
    }

    @Test
    void aMaskedChipIsToldByItsCertificate() {
        var masked = milan.signed(milan.report(3).put(0x1a0, Octets.of(new byte[64])));
        assertEquals(
                Set.of(new Machine("chip", MadePlatform.CHIP)),
                accepted(verify(milan, masked)).claims().machines());
        var cloud = MadePlatform.of(ProcessorLine.MILAN, SigningKey.VLEK, MILAN_TCB);
        var report = cloud.report(3).u32(0x48, 1 << 2).put(0x1a0, Octets.of(new byte[64]));
        var claims = accepted(verify(cloud, cloud.signed(report))).claims();
        assertEquals(Set.of(), claims.machines());
        assertEquals("CN=cc-north.example.com", claims.facts().get("cloud"));
    }

    @Test
    void theLeafIsOfTheProcessor() {
        assertRefused(
                Reason.CERTIFICATE_MISMATCH,
                verify(milan, milan.signed(milan.report(3).processor(0x19, 0x11, 1))));
        assertRefused(
                Reason.CERTIFICATE_MISMATCH,
                verify(milan, milan.signed(milan.report(3).processor(0x1b, 0x01, 1))));
    }

    @Test
    void rootAndIssuerAreOfTheLeafsProductAndKind() {
        var genoas = MadeIdentity.root("CN=ARK-Genoa");
        var wrongRoot = MadePlatform.of(
                genoas, genoas.issuer("CN=SEV-Milan", 5), ProcessorLine.MILAN, SigningKey.VCEK, MILAN_TCB, Map.of());
        assertRefused(Reason.CERTIFICATE_MISMATCH, verify(wrongRoot, wrongRoot.signed(wrongRoot.report(3))));
        var milans = MadeIdentity.root("CN=ARK-Milan");
        var wrongIssuer = MadePlatform.of(
                milans,
                milans.issuer("CN=SEV-VLEK-Milan", 5),
                ProcessorLine.MILAN,
                SigningKey.VCEK,
                MILAN_TCB,
                Map.of());
        assertRefused(Reason.CERTIFICATE_MISMATCH, verify(wrongIssuer, wrongIssuer.signed(wrongIssuer.report(3))));
        var noIssuer = MadePlatform.of(milans, milans, ProcessorLine.MILAN, SigningKey.VCEK, MILAN_TCB, Map.of());
        assertRefused(Reason.CERTIFICATE_MISMATCH, verify(noIssuer, noIssuer.signed(noIssuer.report(3))));
    }

    @Test
    void aLeafThatIsNotAsAmdsAreIsMalformed() {
        var none = new byte[0];
        for (var changes : List.of(
                Map.of(AMD + "3.1", none),
                Map.of(AMD + "3.8", integer(256)),
                Map.of(AMD + "3.3", integer(-1)),
                Map.of(AMD + "3.2", ia5String("0")),
                Map.of(AMD + "4", new byte[8]),
                Map.of(AMD + "4", none),
                Map.of(AMD + "5", ia5String("CN=both")))) {
            var platform = MadePlatform.of(ProcessorLine.MILAN, SigningKey.VCEK, MILAN_TCB, changes);
            assertRefused(Reason.MALFORMED, verify(platform, platform.signed(platform.report(3))));
        }
        var unknown = MadePlatform.of(
                ProcessorLine.MILAN, SigningKey.VCEK, MILAN_TCB, Map.of(AMD + "2", ia5String("Venice")));
        assertRefused(Reason.UNSUPPORTED, verify(unknown, unknown.signed(unknown.report(3))));
    }

    @Test
    void aRevokedIssuerIsRefused() {
        var report = milan.signed(milan.report(3));
        var start = NOW.minusSeconds(60);
        var end = NOW.plusSeconds(60);
        var good = milan.root().revoking(start, end, 76, 78);
        assertEquals(
                end, accepted(verify(milan, report, new RevocationList(good))).validUntil());
        assertRefused(
                Reason.CERTIFICATE_REVOKED,
                verify(milan, report, new RevocationList(milan.root().revoking(start, end, 76, 77))));
        assertRefused(
                Reason.CRL_DATES,
                verify(milan, report, new RevocationList(milan.root().revoking(start, start))));
        assertRefused(
                Reason.CRL_SIGNATURE,
                verify(
                        milan,
                        report,
                        new RevocationList(MadeIdentity.root("CN=ARK-Milan").revoking(start, end))));
    }

    @Test
    void aRevocationListIsThereWhereOneIsRequired() {
        var report = milan.signed(milan.report(3));
        var policy = Verdicts.policy(SNP, true, false, Map.of());
        var verifier = new Verifier(milan.roots());
        assertRefused(Reason.CRL_MISSING, verifier.verify(report, milan.endorsements(), policy, NOW));
        var list = new RevocationList(milan.root().revoking(NOW, NOW.plusSeconds(1)));
        accepted(verifier.verify(report, milan.endorsements(list), policy, NOW));
    }

    @Test
    void aGuestThatCanBeMigratedIsRefusedUnlessThatIsAllowed() {
        var report = milan.signed(milan.report(3).u64(0x08, 0x7001f));
        assertRefused(Reason.MIGRATABLE, verify(milan, report));
        accepted(new Verifier(milan.roots())
                .verify(report, milan.endorsements(), Verdicts.policy(SNP, false, true, Map.of()), NOW));
    }

    @Test
    void aGuestThatCanBeDebuggedIsRefusedUnlessThatIsAllowed() {
        var report = milan.signed(milan.report(3).u64(0x08, 0xb001f));
        assertRefused(Reason.DEBUG, verify(milan, report));
        accepted(new Verifier(milan.roots())
                .verify(report, milan.endorsements(), Policy.genuine().allowingDebug(), NOW));
    }

    @Test
    void onlyTheHighestPrivilegeLevelCounts() {
        for (var level : new long[] {1, 2, 3, 0xffff_ffffL}) {
            assertRefused(
                    Reason.PRIVILEGE_LEVEL,
                    verify(milan, milan.signed(milan.report(3).u32(0x30, level))));
        }
    }

    @Test
    void versionsHaveALowestThatCountsWhatCanBeRolledBackToAsWell() {
        var policy = Verdicts.policy(SNP, false, false, Map.of(Product.MILAN, Map.of("snp", 0x18)));
        var verifier = new Verifier(milan.roots());
        accepted(verifier.verify(milan.signed(milan.report(3)), milan.endorsements(), policy, NOW));
        var uncommitted = milan.signed(milan.report(3).u8(0x1e6, 0x17));
        assertRefused(Reason.TCB_FLOOR, verifier.verify(uncommitted, milan.endorsements(), policy, NOW));
        var old = MadePlatform.of(ProcessorLine.MILAN, SigningKey.VCEK, "04000000000017db");
        assertRefused(
                Reason.TCB_FLOOR,
                new Verifier(old.roots()).verify(old.signed(old.report(3)), old.endorsements(), policy, NOW));
    }

    @Test
    void whoSignedTheGuestIsTold() {
        var id = Octets.ofHex("ab".repeat(48));
        var author = Octets.ofHex("cd".repeat(48));
        var report = milan.report(3)
                .u32(0x04, 9)
                .put(0xe0, id)
                .put(0x110, author)
                .u8(0x10, 1)
                .u8(0x20, 2);
        var product = "01" + "00".repeat(15) + "/02" + "00".repeat(15);
        assertEquals(
                List.of(new Signer(id.toHex(), product, 9), new Signer(author.toHex(), product, 9)),
                verify(milan, milan.signed(report)).claims().signers());
    }

    @ParameterizedTest
    @CsvSource({
        "0x3001f, 0x00, 'smt-off cxl-off'",
        "0x3001f, 0x01, 'cxl-off'",
        "0x3001f, 0x3f, 'tsme ecc rapl-off ciphertext-hiding alias-check cxl-off'",
        "0x22001f, 0x01, ''",
        "0x272001f, 0x41, 'aes-256-xts page-swap-off single-socket'"
    })
    void protectionsThatAreOnAreTold(String policy, String platform, String features) {
        var report = milan.report(5)
                .u64(0x08, Long.decode(policy) | 0x20000)
                .u64(0x40, Long.decode(platform))
                .parse();
        var expected = features.isEmpty() ? Set.of() : Set.of(features.split(" ", -1));
        assertEquals(expected, report.platform().features(report.policy()));
    }

    private static Verdict verify(MadePlatform platform, SnpReport report, Endorsement... more) {
        return new Verifier(platform.roots()).verify(report, platform.endorsements(more), Policy.genuine(), NOW);
    }
}
