package coco.evidence.dcap;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Hash;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.azure.MadeHcl;
import coco.evidence.azure.VtpmEvidence;
import coco.evidence.tpm.MadeQuote;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;

/** Azure's virtual TPM on a trust domain, all of it made here: no real sample is public. */
class VtpmOnTdxTest {
    private static final KeyPair KEYS = MadeKeys.rsa(2048);
    private static final Octets RUNTIME = MadeHcl.runtime((RSAPublicKey) KEYS.getPublic());
    private static final Octets VOUCHED = MadeHcl.reportData(RUNTIME, Hash.SHA_256);
    private static final Octets OTHER = MadeHcl.reportData(MadeHcl.text("{}"), Hash.SHA_256);

    private final MadeUp platform = MadeUp.trustDomain();

    @Test
    void aQuoteUnderATrustDomainsQuoteIsAccepted() throws MalformedException {
        var verdict = accepted(verify(VOUCHED, VOUCHED, roots()));
        assertEquals(TeeKind.AZURE_TDX, verdict.claims().tee());
        assertEquals(MadeQuote.NONCE, verdict.claims().reportData());
        assertTrue(verdict.claims().registers().containsKey("mrtd"));
        assertTrue(verdict.claims().registers().containsKey("rtmr3"));
        assertTrue(verdict.claims().registers().containsKey("pcr7"));
        assertRefused(Reason.CHAIN, verify(VOUCHED, VOUCHED, Roots.none()));
    }

    @Test
    void theTrustDomainVouchesForTheRuntimeClaims() throws MalformedException {
        assertRefused(Reason.KEY_BINDING, verify(OTHER, OTHER, roots()));
        assertRefused(Reason.KEY_BINDING, verify(VOUCHED, OTHER, roots()));
        assertRefused(Reason.KEY_BINDING, verify(OTHER, VOUCHED, roots()));
    }

    private Verdict verify(Octets quoted, Octets reported, Roots roots) throws MalformedException {
        System.arraycopy(quoted.toArray(), 0, platform.report, 520, 64);
        var hardware = Octets.of(new byte[128]).concat(reported).concat(Octets.of(new byte[1184 - 192]));
        var message = MadeQuote.message(Hash.SHA_256, Hash.SHA_256, MadeQuote.NONCE);
        var evidence = VtpmEvidence.ofTdx(
                MadeHcl.of(MadeHcl.TDX, hardware, RUNTIME).bytes(),
                TdxQuote.parse(Octets.of(platform.quote())),
                MadeQuote.of(message, MadeQuote.sign(message, Hash.SHA_256, KEYS), Hash.SHA_256));
        return new Verifier(roots).verify(evidence, platform.endorsements(), Policy.genuine(), MadeUp.NOW);
    }

    private Roots roots() {
        return Roots.none().with(Authority.INTEL_SGX, platform.root());
    }
}
