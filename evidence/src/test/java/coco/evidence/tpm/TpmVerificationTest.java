package coco.evidence.tpm;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Hash;
import coco.evidence.MadeCertificate;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verdicts;
import coco.evidence.Verifier;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule by itself, with quotes made and signed here by keys that the test names as trusted. */
class TpmVerificationTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Policy POLICY = Policy.genuine().allowing(Set.of(TeeKind.TPM));
    private static final KeyPair ELLIPTIC = MadeKeys.elliptic("secp256r1");
    private static final KeyPair RSA = MadeKeys.rsa(2048);

    @ParameterizedTest
    @CsvSource({
        "SHA_256, SHA_256, secp256r1",
        "SHA_384, SHA_256, secp256r1",
        "SHA_384, SHA_384, secp384r1",
        "SHA_512, SHA_512, secp521r1",
        "SHA_256, SHA_256, RSA",
        "SHA_256, SHA_512, RSA"
    })
    void banksAndSchemesAreAcceptedUnderTheKeyAlone(Hash bank, Hash signing, String key) throws MalformedException {
        var keys = key.equals("RSA") ? RSA : MadeKeys.elliptic(key);
        var quote = quote(bank, signing, keys);
        var verdict = accepted(verify(quote, keys.getPublic(), trusting(keys.getPublic())));
        assertEquals(
                MadeQuote.values(bank).get(23), verdict.claims().registers().get("pcr23"));
        assertEquals(24, verdict.claims().registers().size());
        assertEquals(MadeQuote.NONCE, verdict.claims().reportData());
        assertEquals("7", verdict.claims().facts().get("tpm-reset-count"));
        assertEquals("3", verdict.claims().facts().get("tpm-restart-count"));
        assertEquals("123456", verdict.claims().facts().get("tpm-clock-milliseconds"));
        assertEquals("2020031200120003", verdict.claims().facts().get("tpm-firmware"));
        assertRefused(Reason.CHAIN_MISSING, verify(quote, keys.getPublic(), Roots.vendors()));
        assertRefused(
                Set.of(Reason.CHAIN_MISSING, Reason.TEE_NOT_ALLOWED),
                Verifier.ofVendors()
                        .verify(
                                new TpmEvidence(quote, AttestationKey.of(keys.getPublic())),
                                Endorsements.NONE,
                                Policy.genuine(),
                                NOW));
    }

    @Test
    void saltsAreAsLongAsTheHashOrAsLongAsCanBe() throws MalformedException {
        var message = MadeQuote.message(Hash.SHA_256, Hash.SHA_256, MadeQuote.NONCE);
        for (var salt : new int[] {32, 256 - 32 - 2}) {
            var signature = MadeQuote.signPss(message, Hash.SHA_256, salt, RSA);
            var quote = MadeQuote.of(message, signature, Hash.SHA_256);
            accepted(verify(quote, RSA.getPublic(), trusting(RSA.getPublic())));
        }
        var signature = MadeQuote.signPss(message, Hash.SHA_256, 20, RSA);
        var quote = MadeQuote.of(message, signature, Hash.SHA_256);
        assertRefused(Reason.SIGNATURE, verify(quote, RSA.getPublic(), trusting(RSA.getPublic())));
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() throws MalformedException {
        var quote = quote(Hash.SHA_256, Hash.SHA_256, MadeKeys.elliptic("secp256r1"));
        assertRefused(Reason.SIGNATURE, verify(quote, ELLIPTIC.getPublic(), trusting(ELLIPTIC.getPublic())));
        assertRefused(Reason.SIGNATURE, verify(quote, RSA.getPublic(), trusting(RSA.getPublic())));
        var byRsa = quote(Hash.SHA_256, Hash.SHA_256, RSA);
        assertRefused(Reason.SIGNATURE, verify(byRsa, ELLIPTIC.getPublic(), trusting(ELLIPTIC.getPublic())));
    }

    @Test
    void aSignatureOverAWeakHashIsUnsupported() throws MalformedException {
        var quote = quote(Hash.SHA_256, Hash.SHA_1, RSA);
        assertRefused(Reason.UNSUPPORTED, verify(quote, RSA.getPublic(), trusting(RSA.getPublic())));
    }

    @Test
    void valuesAreThoseThatWereQuoted() throws MalformedException {
        var message = MadeQuote.message(Hash.SHA_256, Hash.SHA_256, MadeQuote.NONCE);
        var signature = MadeQuote.sign(message, Hash.SHA_256, ELLIPTIC);
        var others = MadeQuote.values(Hash.SHA_256);
        others.set(4, others.get(5));
        assertRefused(Reason.REGISTERS, verify(message, signature, PcrValues.of(Hash.SHA_256, others)));
        assertRefused(Reason.REGISTERS, verify(message, signature, PcrValues.of(Hash.SHA_256, others.subList(0, 23))));
        assertRefused(
                Reason.REGISTERS,
                verify(message, signature, PcrValues.of(Hash.SHA_384, MadeQuote.values(Hash.SHA_384))));
    }

    @Test
    void valuesThatWereNotQuotedAreNoClaims() throws MalformedException {
        var values = MadeQuote.values(Hash.SHA_256);
        var digest = values.get(1).concat(values.get(17)).hash(Hash.SHA_256);
        var message = MadeQuote.message(MadeQuote.selection(Hash.SHA_256, "020002"), digest, MadeQuote.NONCE);
        var verdict = accepted(
                verify(message, MadeQuote.sign(message, Hash.SHA_256, ELLIPTIC), PcrValues.of(Hash.SHA_256, values)));
        assertEquals(
                Map.of("pcr1", values.get(1), "pcr17", values.get(17)),
                verdict.claims().registers());
    }

    @Test
    void registersOfOtherBanksHaveTheirBanksName() throws MalformedException {
        var digest = Octets.EMPTY;
        for (var bank : List.of(Hash.SHA_1, Hash.SHA_384, Hash.SHA_256)) {
            digest = digest.concat(MadeQuote.values(bank).getFirst());
        }
        var selections = Octets.ofHex("00000003")
                .concat(MadeQuote.selected(Hash.SHA_1, "01"))
                .concat(MadeQuote.selected(Hash.SHA_384, "01"))
                .concat(MadeQuote.selected(Hash.SHA_256, "01"));
        var message = MadeQuote.message(selections, digest.hash(Hash.SHA_256), MadeQuote.NONCE);
        var values = PcrValues.of(Hash.SHA_1, MadeQuote.values(Hash.SHA_1))
                .with(PcrValues.of(Hash.SHA_384, MadeQuote.values(Hash.SHA_384)))
                .with(PcrValues.of(Hash.SHA_256, MadeQuote.values(Hash.SHA_256)));
        assertEquals(
                Set.of("pcr0-sha1", "pcr0", "pcr0-sha256"),
                accepted(verify(message, MadeQuote.sign(message, Hash.SHA_256, ELLIPTIC), values))
                        .claims()
                        .registers()
                        .keySet());
    }

    @Test
    void theKeysCertificateLeadsToARoot() throws MalformedException {
        var root = MadeIdentity.root("CN=a maker of TPMs");
        var issuer = root.issuer("CN=an issuer of keys", 2);
        var certificate = issuer.issue(ofTpm(Extension.signing()));
        var roots = Roots.none().with(Authority.TPM, root.certificate());
        var quote = quote(Hash.SHA_256, Hash.SHA_256, ELLIPTIC);
        var issuers = Endorsements.of(new Endorsement.Certificate(issuer.certificate()));
        var evidence = new TpmEvidence(quote, AttestationKey.of(certificate));
        var verifier = new Verifier(roots);
        assertEquals(
                MadeCertificate.UNTIL,
                accepted(verifier.verify(evidence, issuers, POLICY, NOW)).validUntil());
        assertRefused(
                Reason.CERTIFICATE_DATES,
                verifier.verify(evidence, issuers, POLICY, MadeCertificate.UNTIL.plusSeconds(1)));
        assertRefused(Reason.CHAIN, verifier.verify(evidence, Endorsements.NONE, POLICY, NOW));
        var bare = new TpmEvidence(quote, AttestationKey.of(ELLIPTIC.getPublic()));
        assertRefused(Reason.CHAIN_MISSING, verifier.verify(bare, issuers, POLICY, NOW));
        var beside = issuers.with(Endorsements.of(new Endorsement.Certificate(certificate)));
        accepted(verifier.verify(bare, beside, POLICY, NOW));
        var revoked = new Endorsement.RevocationList(issuer.revoking(NOW, NOW.plusSeconds(9), 3));
        assertRefused(
                Reason.CERTIFICATE_REVOKED,
                verifier.verify(evidence, issuers.with(Endorsements.of(revoked)), POLICY, NOW));
        var strict = Verdicts.policy(Set.of(TeeKind.TPM), true, false, Map.of());
        assertRefused(Reason.CRL_MISSING, verifier.verify(evidence, issuers, strict, NOW));
    }

    @Test
    void aCertificateForAnotherUseIsRefused() throws MalformedException {
        var root = MadeIdentity.root("CN=a maker of TPMs");
        var quote = quote(Hash.SHA_256, Hash.SHA_256, ELLIPTIC);
        var verifier = new Verifier(Roots.none().with(Authority.TPM, root.certificate()));
        var other = root.issue(ofTpm(Extension.keyUsage(0b0010_0000, 5)));
        assertRefused(
                Reason.CHAIN,
                verifier.verify(new TpmEvidence(quote, AttestationKey.of(other)), Endorsements.NONE, POLICY, NOW));
        var issuer = root.issuer("CN=an issuer", 4);
        var byIssuer = quote(Hash.SHA_256, Hash.SHA_256, issuer.keys());
        assertRefused(
                Reason.CHAIN,
                verifier.verify(
                        new TpmEvidence(byIssuer, AttestationKey.of(issuer.certificate())),
                        Endorsements.NONE,
                        POLICY,
                        NOW));
    }

    @Test
    void noQuoteWithAnotherByteIsAccepted() throws MalformedException {
        var message = MadeQuote.message(Hash.SHA_256, Hash.SHA_256, MadeQuote.NONCE);
        var signature = MadeQuote.sign(message, Hash.SHA_256, ELLIPTIC);
        var values = PcrValues.of(Hash.SHA_256, MadeQuote.values(Hash.SHA_256));
        accepted(verify(message, signature, values));
        for (var i = 0; i < message.size(); i++)
            assertFlipIsRefused(message, i, other -> verify(other, signature, values));
        for (var i = 0; i < signature.size(); i++) {
            assertFlipIsRefused(signature, i, other -> verify(message, other, values));
        }
    }

    private interface Attempt {
        Verdict with(Octets bytes) throws MalformedException;
    }

    private static void assertFlipIsRefused(Octets bytes, int index, Attempt attempt) {
        var flipped = bytes.toArray();
        flipped[index] ^= 1;
        try {
            assertTrue(attempt.with(Octets.of(flipped)) instanceof Verdict.Refused, "byte " + index);
        } catch (MalformedException e) {
            assertTrue(e.reason().compareTo(Reason.UNSUPPORTED) <= 0, "byte " + index + " " + e);
        }
    }

    private static MadeCertificate ofTpm(Extension use) {
        return MadeCertificate.of("CN=a TPM", ELLIPTIC.getPublic(), use).numbered(3);
    }

    private static TpmQuote quote(Hash bank, Hash signing, KeyPair keys) {
        var message = MadeQuote.message(bank, signing, MadeQuote.NONCE);
        return MadeQuote.of(message, MadeQuote.sign(message, signing, keys), bank);
    }

    private static Verdict verify(Octets message, Octets signature, PcrValues values) throws MalformedException {
        return verify(TpmQuote.parse(message, signature, values), ELLIPTIC.getPublic(), trusting(ELLIPTIC.getPublic()));
    }

    private static Verdict verify(TpmQuote quote, PublicKey key, Roots roots) throws MalformedException {
        return new Verifier(roots)
                .verify(new TpmEvidence(quote, AttestationKey.of(key)), Endorsements.NONE, POLICY, NOW);
    }

    private static Roots trusting(PublicKey key) {
        return Roots.none().with(Authority.TPM, key);
    }
}
