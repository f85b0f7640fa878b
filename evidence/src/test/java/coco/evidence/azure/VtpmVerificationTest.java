package coco.evidence.azure;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Endorsement.RevocationList;
import coco.evidence.Hash;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Product;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verdicts;
import coco.evidence.Verifier;
import coco.evidence.snp.MadePlatform;
import coco.evidence.tpm.MadeQuote;
import coco.evidence.tpm.TpmQuote;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule by itself, with hardware, paravisor and TPM that are all made here, under a test's own root. */
class VtpmVerificationTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final KeyPair KEYS = MadeKeys.rsa(2048);
    static final Octets RUNTIME = MadeHcl.runtime((RSAPublicKey) KEYS.getPublic());

    private final MadePlatform platform = MadePlatform.milan();

    @Test
    void aQuoteUnderAReportIsAccepted() throws MalformedException {
        var verdict = accepted(
                verify(evidence(RUNTIME, RUNTIME, KEYS), Policy.genuine().boundTo(MadeQuote.NONCE)));
        assertEquals(TeeKind.AZURE_SNP, verdict.claims().tee());
        assertEquals(MadeQuote.NONCE, verdict.claims().reportData());
        assertEquals(25, verdict.claims().registers().size());
        assertTrue(verdict.claims().registers().containsKey("measurement"));
        assertTrue(verdict.claims().features().contains("secure-boot"));
        assertEquals("A", verdict.claims().facts().get("vm-vmUniqueId"));
        assertEquals(Optional.of(Product.MILAN), verdict.tcb().product());
        assertEquals(1, verdict.claims().machines().size());
        assertRefused(
                Reason.CHAIN,
                Verifier.ofVendors()
                        .verify(evidence(RUNTIME, RUNTIME, KEYS), platform.endorsements(), Policy.genuine(), NOW));
    }

    @Test
    void runtimeClaimsThatTheHardwareDoesNotVouchForAreRefused() throws MalformedException {
        var others = MadeHcl.runtime((RSAPublicKey) MadeKeys.rsa(2048).getPublic());
        assertRefused(Reason.KEY_BINDING, verify(evidence(others, RUNTIME, KEYS), Policy.genuine()));
    }

    /** Anybody on plain SEV-SNP can choose the runtime claims, the key in them and what it quotes, and not the measurement. */
    @Test
    void anotherParavisorThatQuotesTheSameRegistersIsRefused() throws MalformedException {
        var evidence = evidence(RUNTIME, RUNTIME, KEYS);
        var registers = new HashMap<>(
                accepted(verify(evidence, Policy.genuine())).claims().registers());
        accepted(verify(evidence, running(registers)));
        registers.put("measurement", Octets.of(new byte[48]));
        assertRefused(Reason.CODE, verify(evidence, running(registers)));
    }

    private static Policy running(Map<String, Octets> registers) {
        return Policy.genuine()
                .running(new Policy.Code.OneOf(Set.of(new Policy.CodeIdentity.Measured(TeeKind.AZURE_SNP, registers))));
    }

    @Test
    void aQuoteByAnotherKeyIsRefused() throws MalformedException {
        assertRefused(Reason.SIGNATURE, verify(evidence(RUNTIME, RUNTIME, MadeKeys.rsa(2048)), Policy.genuine()));
    }

    @Test
    void aReplayedQuoteIsRefused() throws MalformedException {
        var evidence = evidence(RUNTIME, RUNTIME, KEYS);
        assertRefused(Reason.REPORT_DATA, verify(evidence, Policy.genuine().boundTo(Octets.ofHex("0011"))));
        var reportData = MadeHcl.reportData(RUNTIME, Hash.SHA_256);
        assertRefused(Reason.REPORT_DATA, verify(evidence, Policy.genuine().boundTo(reportData)));
    }

    @Test
    void itIsNoReportThatTheGuestControls() throws MalformedException {
        assertRefused(
                Reason.TEE_NOT_ALLOWED,
                verify(evidence(RUNTIME, RUNTIME, KEYS), Policy.genuine().allowing(Set.of(TeeKind.SNP))));
    }

    @Test
    void revocationListsAreAskedForUnderItsOwnName() throws MalformedException {
        var strict = Verdicts.policy(Set.of(TeeKind.AZURE_SNP), true, false, Map.of());
        var evidence = evidence(RUNTIME, RUNTIME, KEYS);
        assertRefused(Reason.CRL_MISSING, verify(evidence, strict));
        var list = new RevocationList(platform.root().revoking(NOW, NOW.plusSeconds(1)));
        accepted(new Verifier(platform.roots()).verify(evidence, platform.endorsements(list), strict, NOW));
    }

    private VtpmEvidence evidence(Octets vouchedFor, Octets runtime, KeyPair signer) throws MalformedException {
        var hardware = platform.bytes(MadeHcl.reportData(vouchedFor, Hash.SHA_256));
        return VtpmEvidence.ofSnp(MadeHcl.of(MadeHcl.SNP, hardware, runtime).bytes(), quote(signer));
    }

    private Verdict verify(VtpmEvidence evidence, Policy policy) {
        return new Verifier(platform.roots()).verify(evidence, platform.endorsements(), policy, NOW);
    }

    static TpmQuote quote() {
        return quote(KEYS);
    }

    private static TpmQuote quote(KeyPair signer) {
        var message = MadeQuote.message(Hash.SHA_256, Hash.SHA_256, MadeQuote.NONCE);
        return MadeQuote.of(message, MadeQuote.sign(message, Hash.SHA_256, signer), Hash.SHA_256);
    }
}
