package coco.evidence.dcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Claims.Signer;
import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Evidence;
import coco.evidence.Hash;
import coco.evidence.Machine;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Refusal;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.Tcb.Status;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Real quotes with what Intel said at the time, and Intel's own made-up ones. */
class RealQuotesTest {
    private static final String JUNE_2025 = "2025-06-20T12:00:00Z";
    private static final String TEEPOT = "dcap_collateral/teepot/";
    private static final String GOOGLE = "tdx/google_collateral/";

    /** What grades and advisories the sample of SGX by Phala has. */
    private static final Policy TOLERANT = Policy.genuine()
            .grading(
                    Set.of(Status.UP_TO_DATE, Status.CONFIGURATION_AND_SW_HARDENING_NEEDED),
                    Set.of("INTEL-SA-00289", "INTEL-SA-00615"),
                    17);

    @Test
    void anEnclaveThatNeedsConfigurationAndHardening() throws MalformedException {
        var quote = Real.quote("sgx/phala/quote.bin");
        var endorsements = Real.json("sgx/phala/collateral.json");
        var refused = Real.verify(quote, endorsements, Policy.genuine(), JUNE_2025);
        assertEquals(List.of(Reason.TCB_STATUS, Reason.ADVISORY, Reason.ADVISORY), reasons(refused));

        var accepted = assertInstanceOf(Verdict.Accepted.class, Real.verify(quote, endorsements, TOLERANT, JUNE_2025));
        assertEquals(
                Status.CONFIGURATION_AND_SW_HARDENING_NEEDED, accepted.tcb().status());
        assertEquals(Set.of("INTEL-SA-00289", "INTEL-SA-00615"), accepted.tcb().advisories());
        assertEquals(17, accepted.tcb().evaluation().orElseThrow());
        assertEquals(Instant.parse("2025-07-19T10:01:18Z"), accepted.validUntil());
        var claims = accepted.claims();
        assertEquals(
                Octets.ofHex("33d8736db756ed4997e04ba358d27833188f1932ff7b1d156904d3f560452fbb"),
                claims.registers().get("mrenclave"));
        assertEquals(
                List.of(new Signer("815f42f11cf64430c30bab7816ba596a1da0130c3b028b673133a66cf9a3e0e6", "0", 0)),
                claims.signers());
        assertEquals(Set.of(Machine.parse("ppid:d04ec06d4e6d92dc90d0ad3cf5ee2ddf")), claims.machines());
        assertEquals("00a067110000", claims.facts().get("fmspc"));

        assertTrue(reasons(Real.verify(quote, endorsements, TOLERANT, "2025-07-20T00:00:00Z"))
                .containsAll(List.of(Reason.COLLATERAL_DATES, Reason.CRL_DATES)));
        assertTrue(reasons(Real.verify(quote, endorsements, TOLERANT, "2025-06-19T00:00:00Z"))
                .contains(Reason.COLLATERAL_DATES));
    }

    @Test
    void aTrustDomainThatIsUpToDate() throws MalformedException {
        var quote = Real.quote("tdx/phala/quote.bin");
        var endorsements = Real.json("tdx/phala/collateral.json");
        var accepted =
                assertInstanceOf(Verdict.Accepted.class, Real.verify(quote, endorsements, Policy.genuine(), JUNE_2025));
        assertEquals(Status.UP_TO_DATE, accepted.tcb().status());
        assertEquals(Set.of("sept-ve-disable"), accepted.claims().features());
        assertEquals(
                Set.of(
                        Machine.parse("ppid:811dca2a26b952e85bb6448b097ba4fd"),
                        Machine.parse("platform-instance:07828474603e7019dc930775ffe8cdd2")),
                accepted.claims().machines());
        assertEquals(
                List.of(
                        "mrtd",
                        "rtmr0",
                        "rtmr1",
                        "rtmr2",
                        "rtmr3",
                        "mrseam",
                        "mrsignerseam",
                        "mrconfigid",
                        "mrowner",
                        "mrownerconfig"),
                List.copyOf(accepted.claims().registers().keySet()));
        assertTrue(reasons(Real.verify(quote, endorsements, Policy.genuine(), "2025-07-20T00:00:00Z"))
                .contains(Reason.COLLATERAL_DATES));
    }

    @Test
    void aTrustDomainOfGoogleWithStatementsOfAnotherDay() throws MalformedException {
        var quote = Real.quote("tdx/google_cos113/cos-113-tdx-quote.bin");
        var endorsements = teepot("tdx_tcb_info_00806F050000.json", "tdx_qe_identity.json");
        var accepted = assertInstanceOf(
                Verdict.Accepted.class, Real.verify(quote, endorsements, Policy.genuine(), "2025-06-10T00:00:00Z"));
        assertEquals(Status.UP_TO_DATE, accepted.tcb().status());
        assertTrue(accepted.claims().reportData().startsWith(Samples.read("tdx/google_cos113/nonce.bin")));
    }

    @Test
    void aPlatformBelowEveryLevel() throws MalformedException {
        var quote = Real.quote("tdx/google_v4/quote.bin");
        assertEquals(
                List.of(Reason.TCB_UNSUPPORTED),
                reasons(Real.verify(quote, google("tcbInfo.json"), Policy.genuine(), "2023-06-20T00:00:00Z")));
        assertTrue(reasons(Real.verify(quote, google("tcbInfo.json"), Policy.genuine(), "2023-07-09T00:00:00Z"))
                .contains(Reason.CRL_DATES));
    }

    @Test
    void versionFiveIsGradedWithItsStatement() throws MalformedException {
        var quote = Real.quote("tdx/google_v5/quote.bin");
        var fromPhala = Real.only(Real.json("tdx/phala/collateral.json"), Endorsement.Certificate.class);
        var endorsements = Real.without(google("tcbInfo_v5sample.json"), Endorsement.Certificate.class)
                .with(fromPhala);
        var verdict = Real.verify(quote, endorsements, Policy.genuine(), "2026-02-15T00:00:00Z");
        // The identity of the quoting enclave and the revocation lists that came with it are of 2023.
        assertEquals(Set.of(Reason.CRL_DATES, Reason.COLLATERAL_DATES), Set.copyOf(reasons(verdict)));
        assertEquals(Status.UP_TO_DATE, verdict.tcb().status());
        assertEquals(
                List.of(Reason.CERTIFICATE_DATES),
                reasons(Real.verify(
                        quote,
                        Real.blob(Samples.read("tdx/oe/tdx_endorsement.bin")),
                        Policy.genuine(),
                        "2025-03-01T00:00:00Z")));
    }

    @Test
    void aTrustDomainWithADebugger() throws MalformedException {
        var quote = Real.quote("tdx/trustee/tdx_quote_4.bin");
        var at = "2023-07-01T00:00:00Z";
        assertEquals(List.of(Reason.DEBUG), reasons(Real.verify(quote, google("tcbInfo.json"), Policy.genuine(), at)));
        var policy = Policy.genuine().allowingDebug();
        assertInstanceOf(Verdict.Accepted.class, Real.verify(quote, google("tcbInfo.json"), policy, at));
    }

    @Test
    void moreTrustDomains() throws MalformedException {
        assertInstanceOf(
                Verdict.Accepted.class,
                Real.verify(
                        Real.quote("tdx/oe/tdx_quote.bin"),
                        google("tcbInfo.json"),
                        Policy.genuine(),
                        "2023-07-01T00:00:00Z"));
        assertEquals(
                List.of(Reason.TCB_UNSUPPORTED),
                reasons(Real.verify(
                        Real.quote("tdx/trustee/tdx_quote_5.bin"),
                        Real.blob(Samples.read("tdx/oe/tdx_endorsement.bin")),
                        Policy.genuine(),
                        "2025-03-01T00:00:00Z")));
    }

    @Test
    void enclavesWithNothingButTheirQuoteLackWhatIntelSays() {
        for (var name : List.of("sgx/fortanix/quote_pck_cert_chain.bin", "sgx/phala/quote.bin")) {
            var verdict = Real.verify(
                    Real.quote(name), Endorsements.NONE, Policy.genuine().allowingDebug(), "2024-01-01T00:00:00Z");
            assertEquals(Set.of(Reason.CRL_MISSING, Reason.COLLATERAL_MISSING), Set.copyOf(reasons(verdict)));
        }
    }

    @Test
    void aCorruptedQuoteIsSaidToBeThat() {
        var verdict = Real.verify(
                Real.quote("sgx/fortanix/quote_pck_cert_chain_corrupted.bin"),
                Endorsements.NONE,
                Policy.genuine().allowingDebug(),
                "2024-01-01T00:00:00Z");
        assertEquals(
                Set.of(Reason.SIGNATURE, Reason.CRL_MISSING, Reason.COLLATERAL_MISSING), Set.copyOf(reasons(verdict)));
    }

    @Test
    void quotesOfOpenEnclaveAndWhatStandsBehindThem() throws MalformedException {
        var policy = Policy.genuine().allowingDebug().grading(Set.of(Status.OUT_OF_DATE), Set.of(), 0);
        var endorsements = teepot("sgx_tcb_info_v3.json", "sgx_qe_identity.json");
        var bare = OpenEnclave.parse(Real.ravl("sgx/ravl/sgx.coffeelake.att.json", "evidence"));
        var bound = OpenEnclave.parse(Real.ravl("sgx/ravl/oe.coffelake.att.json", "evidence"));
        assertTrue(bare.claims().isEmpty());
        assertFalse(bare.isBoundToClaims());
        assertEquals(53, bound.claims().size());
        assertTrue(bound.isBoundToClaims());
        for (var quote : List.of(bare.quote(), bound.quote())) {
            assertInstanceOf(Verdict.Accepted.class, Real.verify(quote, endorsements, policy, "2025-06-10T00:00:00Z"));
            var own = Real.blob(Real.ravl("sgx/ravl/oe.coffelake.att.json", "endorsements"));
            var late = Real.verify(quote, own, Policy.genuine(), "2026-11-01T00:00:00Z");
            assertTrue(reasons(late).containsAll(List.of(Reason.COLLATERAL_DATES, Reason.CRL_DATES)));
        }
    }

    @Test
    void enclavesOfMicrosoftBehindTheirHeader() throws MalformedException {
        var endorsements = teepot("sgx_tcb_info_v3.json", "sgx_qe_identity.json");
        var policy =
                Policy.genuine().grading(Set.of(Status.OUT_OF_DATE), Set.of("INTEL-SA-00477", "INTEL-SA-00615"), 17);
        var at = "2025-06-10T00:00:00Z";
        var production = OpenEnclave.parse(Real.openEnclave("sgx/maa_oe/enclave.info.prodid.json"));
        var verdict = Real.verify(production.quote(), endorsements, policy, at);
        assertInstanceOf(Verdict.Accepted.class, verdict);
        assertEquals("9999", verdict.claims().signers().getFirst().product());
        assertEquals(1, verdict.claims().signers().getFirst().version());
        var held = Octets.ofHex(Real.text("sgx/maa_oe/enclave.info.prodid.json", "EnclaveHeldDataHex"));
        assertTrue(verdict.claims().reportData().startsWith(held.hash(Hash.SHA_256)));

        var debug = OpenEnclave.parse(Real.openEnclave("sgx/maa_oe/enclave.info.debug.json"));
        assertEquals(List.of(Reason.DEBUG), reasons(Real.verify(debug.quote(), endorsements, policy, at)));
    }

    @Test
    void intelsMadeUpEnclaveCountsUnderItsOwnRootAlone() throws MalformedException {
        var quote = Real.quote("sgx/intel_qvl_synthetic/quote.dat");
        var endorsements = synthetic("sgx");
        var own = verifier("sgx").verify((Evidence) quote, endorsements, Policy.genuine(), Real.JUNE_2025);
        assertEquals(
                Status.UP_TO_DATE,
                assertInstanceOf(Verdict.Accepted.class, own).tcb().status());
        assertEquals(
                Set.of(Reason.CHAIN),
                Set.copyOf(reasons(Real.verify(quote, endorsements, Policy.genuine(), JUNE_2025))));
        var without = Real.without(endorsements, Endorsement.Certificate.class);
        var missing = verifier("sgx").verify((Evidence) quote, without, Policy.genuine(), Real.JUNE_2025);
        assertEquals(List.of(Reason.CHAIN_MISSING), reasons(missing));
    }

    @Test
    void intelsMadeUpTrustDomainIsSignedAndOfAQuotingEnclaveThatNobodyNames() throws MalformedException {
        var quote = Real.quote("tdx/intel_qvl_synthetic/quote.dat");
        var own = verifier("tdx").verify((Evidence) quote, synthetic("tdx"), Policy.genuine(), Real.JUNE_2025);
        assertEquals(List.of(Reason.QE_IDENTITY, Reason.MODULE_IDENTITY, Reason.TCB_UNSUPPORTED), reasons(own));
        assertTrue(reasons(Real.verify(quote, synthetic("tdx"), Policy.genuine(), JUNE_2025))
                .contains(Reason.CHAIN));
    }

    private static Verifier verifier(String folder) {
        var root = Samples.certificates(folder + "/intel_qvl_synthetic/trustedRootCaCert.pem")
                .getFirst();
        return new Verifier(Roots.none().with(Authority.INTEL_SGX, root));
    }

    private static Endorsements synthetic(String kind) throws MalformedException {
        var folder = kind + "/intel_qvl_synthetic/";
        return Real.json(folder + "tcbInfo.json", folder + "qeIdentity.json")
                .with(Real.certificates(
                        folder + "pckCert.pem", folder + "pckSignChain.pem", folder + "tcbSignChain.pem"))
                .with(Real.revocationLists(folder + "intermediateCaCrl.der", folder + "rootCaCrl.der"));
    }

    /** Of spring 2025; the root's revocation list comes from another bundle. */
    private static Endorsements teepot(String tcbInfo, String qeIdentity) throws MalformedException {
        var rootList = Real.json("sgx/phala/collateral.json").revocationLists().stream()
                .filter(list -> list.getIssuerX500Principal().getName().contains("Root"))
                .map(list -> (Endorsement) new Endorsement.RevocationList(list))
                .toList();
        return Real.json(
                        TEEPOT + tcbInfo,
                        TEEPOT + qeIdentity,
                        TEEPOT + "pck_crl_processor.json",
                        TEEPOT + "pck_crl_platform.json")
                .with(new Endorsements(rootList));
    }

    /** Of summer 2023; the certificate of who signs comes from another bundle. */
    private static Endorsements google(String tcbInfo) throws MalformedException {
        var certificates =
                Real.only(Real.blob(Samples.read("tdx/oe/tdx_endorsement.bin")), Endorsement.Certificate.class);
        return Real.json(GOOGLE + tcbInfo, GOOGLE + "qeIdentity.json")
                .with(Real.revocationLists(GOOGLE + "pckcrl.der", GOOGLE + "rootcrl.der"))
                .with(certificates);
    }

    private static List<Reason> reasons(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted _ -> List.of();
            case Verdict.Refused refused ->
                refused.refusals().stream().map(Refusal::reason).toList();
        };
    }
}
