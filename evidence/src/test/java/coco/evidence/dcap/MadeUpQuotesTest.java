package coco.evidence.dcap;

import static coco.evidence.Verdicts.reasons;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Tcb.Status;
import coco.evidence.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** For each rule a quote that breaks it and no other. */
class MadeUpQuotesTest {
    @Test
    void quotesOfEveryFormAreAccepted() {
        var forms = List.<Consumer<MadeUp>>of(made -> made.version = 4, made -> made.version = 5);
        for (var form : forms) {
            var enclave = MadeUp.enclave();
            form.accept(enclave);
            assertAccepted(enclave.verify());
            var domain = MadeUp.trustDomain();
            domain.report = Arrays.copyOf(domain.report, 584);
            form.accept(domain);
            assertAccepted(domain.verify());
        }
        assertAccepted(MadeUp.enclave().verify());
        assertAccepted(MadeUp.trustDomain().verify());
    }

    @Test
    void theCertificateOfThePlatformMayComeBesideTheQuote() {
        for (var type : new int[] {1, 2, 3, 4}) {
            var made = MadeUp.enclave();
            made.certificationType = type;
            if (type == 1) {
                assertRefused(made, Reason.CERTIFICATE_MISMATCH);
            } else {
                assertAccepted(made.verify());
            }
            var alone = Real.without(made.endorsements(), Endorsement.Certificate.class);
            var verdict = made.verify(Real.quote(Octets.of(made.quote())), alone, Policy.genuine());
            assertTrue(reasons(verdict).contains(type == 4 ? Reason.CHAIN : Reason.CHAIN_MISSING), "type " + type);
        }
    }

    @Test
    void certificatesOfOtherPlatformsDoNoHarm() throws MalformedException {
        var made = MadeUp.enclave();
        made.certificationType = 3;
        var quote = Real.quote(Octets.of(made.quote()));
        var other = MadeUp.enclave();
        other.platformKeys = MadeKeys.elliptic("secp256r1");
        var older = MadeUp.enclave();
        older.pckUntil = 2021;
        for (var more : List.of(other, older)) {
            var first = Endorsements.of(new Endorsement.Certificate(more.pckCertificate()));
            assertAccepted(made.verify(quote, first.with(made.endorsements()), Policy.genuine()));
        }
    }

    @Test
    void newerStatementsAreTakenBeforeOlderOnes() throws MalformedException {
        var old = MadeUp.trustDomain();
        old.info = old.info.replace("Number\":20", "Number\":19");
        var now = MadeUp.trustDomain();
        now.levels.set(0, MadeUp.level(6, 10, 6, "UpToDate", ""));
        var both = old.endorsements().with(now.endorsements());
        var verdict = now.verify(Real.quote(Octets.of(now.quote())), both, Policy.genuine());
        assertEquals(Status.OUT_OF_DATE, verdict.tcb().status());

        var expired = MadeUp.trustDomain();
        expired.info = expired.info.replace("2026-06-19", "2026-05-21").replace("Number\":20", "Number\":21");
        assertAccepted(now.verify(
                Real.quote(Octets.of(now.quote())), expired.endorsements().with(old.endorsements()), Policy.genuine()));
    }

    @Test
    void aStatementThatCannotBeReadDoesNoHarmBesideOneThatCan() throws MalformedException {
        var made = MadeUp.trustDomain();
        var rubbish = Endorsements.of(new Endorsement.TcbInfo(Octets.EMPTY, Octets.EMPTY));
        var quote = Real.quote(Octets.of(made.quote()));
        assertAccepted(made.verify(quote, rubbish.with(made.endorsements()), Policy.genuine()));
        var alone = rubbish.with(Real.without(made.endorsements(), Endorsement.TcbInfo.class));
        assertEquals(Set.of(Reason.MALFORMED), reasons(made.verify(quote, alone, Policy.genuine())));
    }

    @Test
    void certificatesAreTakenByTheirNames() {
        assertRefused(MadeUp.trustDomain(), made -> made.pckName = "Intel SGX PCK", Reason.CHAIN_MISSING);
        assertRefused(MadeUp.trustDomain(), made -> made.issuerName = "Intel SGX PCK CA", Reason.CHAIN_MISSING);
        assertRefused(MadeUp.trustDomain(), made -> made.signingName = "Intel SGX Signing", Reason.CHAIN_MISSING);
    }

    @Test
    void thePlatformsKeySignsNothingThatIntelSays() {
        assertRefused(
                MadeUp.trustDomain(),
                made -> {
                    made.signStatementsAsPlatform();
                    made.signingName = MadeUp.PCK_NAME;
                },
                Reason.CHAIN_MISSING);
    }

    @Test
    void datesAndRevocation() {
        assertRefused(MadeUp.trustDomain(), made -> made.pckUntil = 2026, Reason.CERTIFICATE_DATES);
        assertRefused(MadeUp.trustDomain(), made -> made.listsUntil = 2026, Reason.CRL_DATES);
        assertRefused(MadeUp.trustDomain(), made -> made.revokedByIssuer = List.of(4), Reason.CERTIFICATE_REVOKED);
        assertRefused(MadeUp.trustDomain(), made -> made.revokedByRoot = List.of(2), Reason.CERTIFICATE_REVOKED);
        assertRefused(MadeUp.trustDomain(), made -> made.revokedByRoot = List.of(3), Reason.CERTIFICATE_REVOKED);
        assertAccepts(made -> made.revokedByRoot = List.of(4, 9));
        assertAccepts(made -> made.revokedByIssuer = List.of(2, 3));
        assertRefused(
                MadeUp.trustDomain(),
                made -> made.info = made.info.replace("2026-06-19", "2026-05-31"),
                Reason.COLLATERAL_DATES);
        assertRefused(
                MadeUp.trustDomain(),
                made -> made.identity = made.identity.replace("2026-05-20", "2026-06-02"),
                Reason.COLLATERAL_DATES);
    }

    @Test
    void statementsAreAboutThisPlatform() {
        for (var change : List.<Consumer<MadeUp>>of(
                made -> made.info = made.info.replace("00906ED5", "00906ED6"),
                made -> made.info = made.info.replace("\"pceId\":\"0000\"", "\"pceId\":\"0001\""),
                made -> made.info = made.info.replace("TDX", "SGX"),
                made -> made.identity = made.identity.replace("TD_QE", "QE"))) {
            assertRefused(MadeUp.trustDomain(), change, Reason.COLLATERAL_MISMATCH);
        }
    }

    @Test
    void whatIsMissing() throws MalformedException {
        var made = MadeUp.trustDomain();
        var quote = Real.quote(Octets.of(made.quote()));
        for (var kind : List.of(Endorsement.TcbInfo.class, Endorsement.QeIdentity.class)) {
            var rest = Real.without(made.endorsements(), kind);
            assertEquals(Set.of(Reason.COLLATERAL_MISSING), reasons(made.verify(quote, rest, Policy.genuine())));
        }
        var lists = Real.without(made.endorsements(), Endorsement.RevocationList.class);
        assertEquals(Set.of(Reason.CRL_MISSING), reasons(made.verify(quote, lists, Policy.genuine())));
        for (var list : made.endorsements().revocationLists()) {
            var one = lists.with(Endorsements.of(new Endorsement.RevocationList(list)));
            assertEquals(Set.of(Reason.CRL_MISSING), reasons(made.verify(quote, one, Policy.genuine())));
        }
    }

    @Test
    void theQuotingEnclaveIsTheOneThatIntelNames() {
        for (var at : new int[] {16, 48, 49, 128, 256}) {
            assertRefused(MadeUp.trustDomain(), made -> made.qeReport[at] ^= 2, Reason.QE_IDENTITY);
        }
        // What the mask leaves out may be anything: MODE64, and all of XFRM.
        assertAccepts(made -> made.qeReport[48] ^= 4);
        assertAccepts(made -> made.qeReport[56] ^= (byte) 0xff);
    }

    @Test
    void theReportOfTheQuotingEnclaveHoldsNothingButTheBinding() {
        assertRefused(MadeUp.trustDomain(), made -> made.qeReport[383] = 1, Reason.KEY_BINDING);
    }

    @Test
    void theModuleIsOneThatIntelNames() {
        assertRefused(MadeUp.trustDomain(), made -> made.report[64] = 1, Reason.MODULE_IDENTITY);
        assertRefused(MadeUp.trustDomain(), made -> made.report[112] = 1, Reason.MODULE_IDENTITY);
        assertRefused(MadeUp.trustDomain(), made -> made.report[1] = 2, Reason.MODULE_IDENTITY);
        // A module without a major version is held against the entry for these.
        assertAccepts(made -> {
            made.report[1] = 0;
            made.levels.set(0, MadeUp.level(5, 10, 0, "UpToDate", ""));
        });
        assertRefused(
                MadeUp.trustDomain(),
                made -> {
                    made.report[1] = 0;
                    made.module = MadeUp.moduleOf(1);
                    made.levels.set(0, MadeUp.level(5, 10, 0, "UpToDate", ""));
                },
                Reason.MODULE_IDENTITY);
        // Even where Intel would allow them.
        assertRefused(
                MadeUp.trustDomain(),
                made -> {
                    made.report[112] = 1;
                    made.modules = made.modules.replace("\"attributes\":\"00", "\"attributes\":\"01");
                },
                Reason.MODULE_IDENTITY);
    }

    @Test
    void attributesOfTrustDomains() {
        assertRefused(MadeUp.trustDomain(), made -> made.report[121] = 1, Reason.UNSUPPORTED);
        assertRefused(MadeUp.trustDomain(), made -> made.report[124] = 1, Reason.UNSUPPORTED);
        for (var bit = 0; bit < 8; bit++) {
            var debug = (byte) (1 << bit);
            assertRefused(MadeUp.trustDomain(), made -> made.report[120] = debug, Reason.DEBUG);
        }
        assertRefused(MadeUp.trustDomain(), made -> made.report[123] = 0x20, Reason.MIGRATABLE);
        assertAccepts(made -> made.report[127] = (byte) 0x80);
        var plain = MadeUp.trustDomain();
        assertEquals(Set.of("sept-ve-disable"), plain.verify().claims().features());
        plain.report[123] = 0;
        plain.smt = false;
        assertEquals(Set.of("smt-off"), plain.verify().claims().features());
    }

    @Test
    void attributesOfEnclavesAreShown() {
        var made = MadeUp.enclave();
        made.report[48] = (byte) 0xb5;
        assertEquals(
                "init mode64 provision-key einittoken-key key-separation",
                made.verify().claims().facts().get("attributes"));
        made.report[48] = 7;
        assertRefused(made, Reason.DEBUG);
    }

    @Test
    void whatWasSeenBeforeIsNotTakenBack() {
        var policy = Policy.genuine().grading(Set.of(Status.UP_TO_DATE), Set.of(), 20);
        assertAccepted(MadeUp.trustDomain().verify(policy));
        for (var change : List.<Consumer<MadeUp>>of(
                made -> made.info = made.info.replace("Number\":20", "Number\":19"),
                made -> made.identity = made.identity.replace("Number\":20", "Number\":19"))) {
            var made = MadeUp.trustDomain();
            change.accept(made);
            assertEquals(Set.of(Reason.COLLATERAL_ROLLED_BACK), reasons(made.verify(policy)));
        }
    }

    private static void assertAccepts(Consumer<MadeUp> change) {
        var made = MadeUp.trustDomain();
        change.accept(made);
        assertAccepted(made.verify());
    }

    private static void assertRefused(MadeUp made, Consumer<MadeUp> change, Reason reason) {
        change.accept(made);
        assertRefused(made, reason);
    }

    private static void assertRefused(MadeUp made, Reason reason) {
        assertEquals(Set.of(reason), reasons(made.verify()));
    }

    private static void assertAccepted(Verdict verdict) {
        assertInstanceOf(Verdict.Accepted.class, verdict);
    }
}
