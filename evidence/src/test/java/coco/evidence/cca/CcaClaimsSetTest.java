package coco.evidence.cca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Samples;
import coco.evidence.cca.PlatformClaims.Lifecycle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CcaClaimsSetTest {
    private static Octets sample(String name) {
        return Samples.read("cca/ccatoken_json/" + name + ".json");
    }

    @Test
    void validSetsAreRead() throws MalformedException {
        var platform = CcaClaimsSet.platform(sample("test-token-valid-full"));
        assertEquals(Lifecycle.SECURED, platform.stage());
        assertEquals(
                Octets.ofHex("03".repeat(32)), platform.software().getFirst().measurement());
        assertEquals("https://veraison.example/v1/challenge-response", platform.service());
        var realm = CcaClaimsSet.realm(sample("test-cca-claims-all-valid"));
        assertEquals(Octets.ofHex("4142".repeat(32)), realm.challenge());
        assertEquals(Octets.ofHex("43".repeat(64)), realm.initial());
        assertEquals(97, realm.key().size());
    }

    @Test
    void invalidAndMissingClaimsAreRefused() {
        for (var name : List.of("test-nonce-invalid", "test-cca-claims-all-valid")) {
            var set = sample(name);
            assertThrows(MalformedException.class, () -> CcaClaimsSet.platform(set), name);
        }
        for (var name : List.of("test-invalid-nonce", "test-missing-initial-meas", "test-token-valid-full")) {
            var set = sample(name);
            assertThrows(MalformedException.class, () -> CcaClaimsSet.realm(set), name);
        }
    }

    @Test
    void oneRuleBrokenIsEnough() {
        var good = new String(sample("test-token-valid-full").toArray(), StandardCharsets.UTF_8);
        for (var change : new String[][] {
            {"12288", "\"12288\""},
            {"12288", "65536"},
            {"\"AQID\"", "\"AQI!\""},
            {"\"AQID\"", "[]"},
            {"\"cca-platform-config\"", "\"cca-platform-odd\": 1, \"cca-platform-config\""},
            {"signer-id", "signer"},
            {"1.0.0", "9.0.0"}
        }) {
            var bad = Octets.of(good.replace(change[0], change[1]).getBytes(StandardCharsets.UTF_8));
            assertThrows(MalformedException.class, () -> CcaClaimsSet.platform(bad), change[1]);
        }
    }
}
