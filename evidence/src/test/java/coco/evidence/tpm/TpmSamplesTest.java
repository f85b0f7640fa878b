package coco.evidence.tpm;

import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.format.Json;
import coco.evidence.format.Json.Members;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A quote of a real machine, whose key signs over SHA-1. Its signature and digest are right, and the hash is why it is
 * refused.
 */
class TpmSamplesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final Policy POLICY = Policy.genuine().allowing(Set.of(TeeKind.TPM));

    @Test
    void aQuoteOfAShieldedMachineIsRefusedForItsHashAlone() throws MalformedException {
        var sample = Json.parseObject(Samples.read("tpm/windows_gcp_shielded_vm.json"));
        var key = AttestationKey.ofPublicArea(decoded(sample.object("AK"), "Public"));
        assertRefused(Reason.UNSUPPORTED, verify(quote(sample, values(sample)), key));
        assertRefused(
                Set.of(Reason.UNSUPPORTED, Reason.REGISTERS), verify(quote(sample, new PcrValues(Map.of())), key));
        assertRefused(
                Set.of(Reason.UNSUPPORTED, Reason.CHAIN_MISSING),
                Verifier.ofVendors()
                        .verify(new TpmEvidence(quote(sample, values(sample)), key), Endorsements.NONE, POLICY, NOW));
    }

    @Test
    void aStatementOnAKeysCreationIsNoQuote() throws MalformedException {
        var key = Json.parseObject(Samples.read("tpm/windows_gcp_shielded_vm.json"))
                .object("AK");
        var statement = decoded(key, "CreateAttestation");
        assertEquals(
                Reason.UNSUPPORTED,
                assertThrows(MalformedException.class, () -> Attest.parse(statement))
                        .reason());
    }

    private static TpmQuote quote(Members sample, PcrValues values) throws MalformedException {
        var quote = sample.object("Quote");
        return TpmQuote.parse(decoded(quote, "Quote"), decoded(quote, "Signature"), values);
    }

    private static Verdict verify(TpmQuote quote, AttestationKey key) {
        var verifier = new Verifier(Roots.none().with(Authority.TPM, key.key()));
        return verifier.verify(new TpmEvidence(quote, key), Endorsements.NONE, POLICY, NOW);
    }

    private static PcrValues values(Members sample) throws MalformedException {
        var values = new TreeMap<Integer, Octets>();
        for (var register : sample.object("Log").objects("PCRs")) {
            values.put(register.number("Index", 23), decoded(register, "Digest"));
        }
        return PcrValues.of(Hash.SHA_1, values);
    }

    private static Octets decoded(Members members, String name) throws MalformedException {
        return Octets.of(Base64.getDecoder().decode(members.text(name)));
    }
}
