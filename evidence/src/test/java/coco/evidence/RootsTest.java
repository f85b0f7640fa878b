package coco.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.chain.Chains;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    @Test
    void everyPinnedRootIsARootOfItsAuthority() {
        for (var pin : Roots.PINNED) {
            assertTrue(
                    Roots.vendors().certificates(pin.authority()).stream()
                            .anyMatch(root -> root.getSubjectX500Principal().equals(root.getIssuerX500Principal())),
                    pin.file());
        }
    }

    @Test
    void amdsIssuersLeadToItsRoots() {
        var chains = new Chains(Roots.vendors());
        for (var issuer : Roots.intermediates(Authority.AMD_SEV)) {
            var examination = new Examination(NOW);
            var chain = chains.lead(issuer, List.of(), Authority.AMD_SEV, examination, "an issuer");
            assertEquals(2, chain.orElseThrow().certificates().size());
            assertTrue(examination.isClean());
        }
    }

    @Test
    void aRootCountsForItsAuthorityAlone() {
        var examination = new Examination(NOW);
        var issuer = Roots.intermediates(Authority.AMD_SEV).getFirst();
        assertTrue(new Chains(Roots.vendors())
                .lead(issuer, List.of(), Authority.INTEL_SGX, examination, "an issuer")
                .isEmpty());
        assertEquals(
                Reason.CHAIN,
                examination
                        .findings(claims(), Tcb.UNKNOWN)
                        .refusals()
                        .getFirst()
                        .reason());
    }

    private static Claims claims() {
        return Claims.of(TeeKind.SNP, new java.util.LinkedHashMap<>(), Octets.EMPTY);
    }
}
