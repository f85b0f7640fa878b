package coco.evidence.vbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Policy.Code;
import coco.evidence.Policy.CodeIdentity;
import coco.evidence.Product;
import coco.evidence.Reason;
import coco.evidence.Refusal;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VbsVerificationTest {
    private static final Instant THEN = Instant.parse("2019-10-30T20:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-26T12:00:00Z");
    private static final Roots GUARDED = Roots.none().with(Authority.HOST_GUARDIAN, MadeGuardian.ROOT);

    private static final X509Certificate MADE_HEALTH = MadeGuardian.health(MadeReport.KEY.getPublic());

    private final X509Certificate health =
            Samples.certificates("vbs/sqlserver_2019/health_cert.der").getFirst();
    private final Octets real = Samples.read("vbs/sqlserver_2019/vbs_report_package.bin");
    private final Roots trusted = Roots.vendors().with(Authority.HOST_GUARDIAN, health);

    @Test
    void sqlServersReportIsGenuineWhereItsHealthCertificateIsTrusted() throws Exception {
        var verdict = assertInstanceOf(Verdict.Accepted.class, verify(real, trusted, THEN, health));
        assertEquals(Instant.parse("2019-10-31T02:22:48Z"), verdict.validUntil());
        var claims = verdict.claims();
        assertEquals(TeeKind.VBS, claims.tee());
        assertEquals(
                Octets.ofHex("94b46574dabbb17186edc5263cb4de7bf6d9e2eb868622205a94d393d4cc6581"),
                claims.registers().get("uniqueid"));
        assertEquals(
                List.of("uniqueid", "authorid", "familyid", "imageid", "modules"),
                List.copyOf(claims.registers().sequencedKeySet()));
        var signer = claims.signers().getFirst();
        assertEquals("0437cae2537d8b9b0776b61b11e6ced3d232e9308f60e21adab2fd91e3da9598", signer.id());
        assertEquals("fefe0000000000000000000000000000/19171200010520130005140312012205", signer.product());
        assertEquals(64, claims.reportData().size());
        assertTrue(claims.facts().toString().contains("module.6=bcryptPrimitives.dll svn=0 uniqueid=ca4489e3"));
        assertEquals(0, verdict.tcb().components().get("secure-kernel"));
        assertEquals(1, verdict.tcb().components().get("platform"));
        assertEquals(0, verdict.tcb().components().get("module vertdll.dll"));
    }

    @Test
    void theKeyOfTheCertificateCanBeTrustedByItself() {
        var roots = Roots.none().with(Authority.HOST_GUARDIAN, health.getPublicKey());
        assertInstanceOf(Verdict.Accepted.class, verify(real, roots, THEN, health));
        assertOnly(Reason.CERTIFICATE_DATES, verify(real, roots, LATER, health));
        assertOnly(Reason.CERTIFICATE_DATES, verify(real, roots, Instant.parse("2019-10-30T18:22:46Z"), health));
    }

    @Test
    void theVendorsRootsVouchForNoGuardian() {
        assertOnly(Reason.CHAIN, verify(real, Roots.vendors(), THEN, health));
        var asAnother = Roots.none().with(Authority.TPM, health).with(Authority.TPM, health.getPublicKey());
        assertOnly(Reason.CHAIN, verify(real, asAnother, THEN, health));
    }

    @Test
    void theCertificateLivesForHours() {
        assertInstanceOf(Verdict.Accepted.class, verify(real, trusted, Instant.parse("2019-10-30T18:22:47Z"), health));
        assertInstanceOf(Verdict.Accepted.class, verify(real, trusted, Instant.parse("2019-10-31T02:22:48Z"), health));
        assertOnly(Reason.CERTIFICATE_DATES, verify(real, trusted, Instant.parse("2019-10-31T02:22:49Z"), health));
        assertOnly(Reason.CERTIFICATE_DATES, verify(real, trusted, LATER, health));
    }

    @Test
    void somebodyHasToVouchForTheKey() {
        assertOnly(Reason.CHAIN_MISSING, verify(real, trusted, THEN));
        assertOnly(Reason.SIGNATURE, verify(real, GUARDED, LATER, MADE_HEALTH));
    }

    @Test
    void noByteOfTheReportCanBeChanged() {
        for (var i = 0; i < real.size(); i++) {
            var bytes = real.toArray();
            bytes[i] ^= 1;
            try {
                var verdict = verify(VbsEvidence.parse(Octets.of(bytes)), trusted, THEN, health);
                var refused = assertInstanceOf(Verdict.Refused.class, verdict, "byte " + i);
                assertEquals(Reason.SIGNATURE, refused.refusals().getFirst().reason());
            } catch (MalformedException e) {
                assertTrue(i < 24 + 1_088, "byte " + i + ": " + e.getMessage());
            }
        }
    }

    @Test
    void aGuardiansRootVouchesForItsCertificates() throws Exception {
        var report = MadeReport.genuine().signedBy(MadeReport.KEY);
        var verdict = assertInstanceOf(Verdict.Accepted.class, verify(report, GUARDED, LATER, MADE_HEALTH));
        assertEquals(MadeReport.ENCLAVE_DATA, verdict.claims().reportData());
        assertEquals(Octets.ofHex("01".repeat(32)), verdict.claims().hostData());
        assertEquals(MadeGuardian.UNTIL, verdict.validUntil());
        assertEquals(7, verdict.tcb().components().get("module enclave.dll"));
        var byKey = Roots.none().with(Authority.HOST_GUARDIAN, MadeGuardian.KEY.getPublic());
        assertInstanceOf(Verdict.Accepted.class, verify(report, byKey, LATER, MADE_HEALTH));
    }

    @Test
    void ofRenewedCertificatesTheOneThatIsValidCounts() {
        var report = MadeReport.genuine().signedBy(MadeReport.KEY);
        var old = MadeGuardian.health(MadeReport.KEY.getPublic(), Instant.EPOCH, MadeGuardian.FROM);
        assertInstanceOf(Verdict.Accepted.class, verify(report, GUARDED, LATER, old, MADE_HEALTH));
        assertOnly(Reason.CERTIFICATE_DATES, verify(report, GUARDED, LATER, old));
    }

    @Test
    void aCertificateOfNobodyIsRefusedByItsChain() {
        var report = MadeReport.genuine().signedBy(MadeReport.KEY);
        assertOnly(Reason.CHAIN, verify(report, trusted, LATER, MADE_HEALTH));
        var otherKey =
                Roots.none().with(Authority.HOST_GUARDIAN, MadeKeys.rsa(2_048).getPublic());
        assertOnly(Reason.CHAIN, verify(report, otherKey, LATER, MADE_HEALTH));
    }

    @Test
    void aPolicyMayDemandRevocationListsOfTheGuardian() throws Exception {
        var all = Policy.genuine();
        var demanding = all.requiringRevocation(Set.of(TeeKind.VBS))
                .with(new Policy.Level(
                        all.level().grades(), Set.of(), 0, Map.of(Product.WINDOWS_VBS, Map.of("secure-kernel", 9))));
        var evidence = VbsEvidence.parse(MadeReport.genuine().signedBy(MadeReport.KEY));
        var verdict = new Verifier(GUARDED).verify(evidence, endorsements(MADE_HEALTH), demanding, LATER);
        var refused = assertInstanceOf(Verdict.Refused.class, verdict);
        assertEquals(
                List.of(Reason.CRL_MISSING, Reason.TCB_FLOOR),
                refused.refusals().stream().map(Refusal::reason).toList());
    }

    @Test
    void aSmallKeySignsNothing() {
        var small = MadeKeys.rsa(1_024);
        var report = MadeReport.genuine().signedBy(small);
        assertOnly(Reason.SIGNATURE, verify(report, GUARDED, LATER, MadeGuardian.health(small.getPublic())));
    }

    @Test
    void anEnclaveThatCanBeDebuggedIsRefused() throws Exception {
        for (var flags : new int[] {1, 2, 4, 8}) {
            var report = MadeReport.genuine().withFlags(flags).signedBy(MadeReport.KEY);
            assertOnly(Reason.DEBUG, verify(report, GUARDED, LATER, MADE_HEALTH));
            var evidence = VbsEvidence.parse(report);
            var lenient = new Verifier(GUARDED)
                    .verify(
                            evidence,
                            endorsements(MADE_HEALTH),
                            Policy.genuine().allowingDebug(),
                            LATER);
            assertInstanceOf(Verdict.Accepted.class, lenient);
        }
    }

    @Test
    void aPolicyAllowsAModuleSetOrAnAuthor() throws Exception {
        var report = MadeReport.genuine().signedBy(MadeReport.KEY);
        var modules = VbsReport.parse(report).modulesDigest();
        var product = "04".repeat(16) + "/" + "05".repeat(16);
        var measured = new CodeIdentity.Measured(TeeKind.VBS, Map.of("modules", modules));
        var signed = new CodeIdentity.Signed(TeeKind.VBS, "03".repeat(32), product, 7);
        var tooOld = new CodeIdentity.Signed(TeeKind.VBS, "03".repeat(32), product, 8);
        var dependency =
                new CodeIdentity.Signed(TeeKind.VBS, "0b".repeat(32), "0c".repeat(16) + "/" + "0d".repeat(16), 0);
        assertInstanceOf(Verdict.Accepted.class, verify(report, measured));
        assertInstanceOf(Verdict.Accepted.class, verify(report, signed));
        assertOnly(Reason.CODE_VERSION, verify(report, tooOld));
        assertOnly(Reason.CODE, verify(report, dependency));
        var more = MadeReport.genuine();
        var other = more.withModules(more.modules().concat(MadeReport.module("more.dll", 1)));
        assertOnly(Reason.CODE, verify(other.signedBy(MadeReport.KEY), measured));
    }

    @Test
    void everyTruncationIsRefused() {
        var reasons = new HashSet<Reason>();
        for (var size = 0; size < real.size(); size++) {
            try {
                VbsReport.parse(real.slice(0, size));
            } catch (MalformedException e) {
                reasons.add(e.reason());
                continue;
            }
            throw new AssertionError(size + " bytes are read as a report");
        }
        assertEquals(Set.of(Reason.MALFORMED), reasons);
    }

    private static Verdict verify(Octets report, CodeIdentity identity) throws MalformedException {
        var policy = Policy.genuine().running(new Code.OneOf(Set.of(identity)));
        return new Verifier(GUARDED).verify(VbsEvidence.parse(report), endorsements(MADE_HEALTH), policy, LATER);
    }

    private static Verdict verify(Octets report, Roots roots, Instant at, X509Certificate... certificates) {
        try {
            return verify(VbsEvidence.parse(report), roots, at, certificates);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static Verdict verify(VbsEvidence evidence, Roots roots, Instant at, X509Certificate... certificates) {
        return new Verifier(roots).verify(evidence, endorsements(certificates), Policy.genuine(), at);
    }

    private static Endorsements endorsements(X509Certificate... certificates) {
        return new Endorsements(Arrays.stream(certificates)
                .<Endorsement>map(Endorsement.Certificate::new)
                .toList());
    }

    private static void assertOnly(Reason reason, Verdict verdict) {
        var refused = assertInstanceOf(Verdict.Refused.class, verdict);
        assertTrue(refused.isOnly(reason), refused.refusals().toString());
        assertEquals(
                Set.of(reason),
                Set.copyOf(refused.refusals().stream().map(Refusal::reason).toList()));
    }
}
