package coco.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.MalformedException;
import coco.crypto.SigningKey;
import coco.spi.Development;
import coco.store.Tx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a genesis may say of development. */
class GenesisFileTest {
    private static final Certificate SERVICE = new CertificateSpec(
                    "CN=service", List.of(), Instant.EPOCH, Instant.EPOCH.plusSeconds(1_000), false, Optional.empty())
            .selfSigned(SigningKey.generate(Curve.P256));

    @TempDir
    private Path folder = Path.of("");

    private Tx genesis(String tees, String settings) throws IOException, MalformedException {
        var file = Files.writeString(folder.resolve("genesis.json"), """
                {"tee_manifest": [%s], "settings": {%s}}""".formatted(tees, settings));
        return new GenesisFile(Map.of()).read(file, SERVICE);
    }

    private String refusal(String tees, String settings) {
        return String.valueOf(assertThrows(MalformedException.class, () -> genesis(tees, settings))
                .getMessage());
    }

    @Test
    void developmentIsPartOfTheNetworksIdentity() throws IOException, MalformedException {
        var real = genesis("\"software\"", "\"allow_software_tee\": true");
        var dev = genesis("\"software\"", "\"allow_software_tee\": true, \"dev\": true");
        assertFalse(Development.isOn(real::get));
        assertTrue(Development.isOn(dev::get));
        assertNotEquals(real.writes(), dev.writes(), "the id of the network is the digest of the genesis entry");
    }

    @Test
    void developmentIsForTheSoftwareTeeAlone() {
        assertEquals("genesis: dev needs allow_software_tee", refusal("\"software\"", "\"dev\": true"));
        assertEquals(
                "genesis: dev is for the software TEE alone, and tee_manifest names sev-snp",
                refusal("\"software\", \"sev-snp\"", "\"allow_software_tee\": true, \"dev\": true"));
    }

    @Test
    void withoutItOtherTeesMayStandBesideTheSoftwareTee() throws IOException, MalformedException {
        var mixed = genesis("\"software\", \"sev-snp\"", "\"allow_software_tee\": true");
        assertFalse(Development.isOn(mixed::get));
    }
}
