package coco.evm.precompile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.vectors.Archive;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The vectors that go-ethereum tests its precompiles with: outputs, gas and failures. */
@Tag("conformance")
class PrecompileVectorsTest {

    private record Suite(int number, Fork fork) {}

    private static final Map<String, Suite> SUITES = Map.ofEntries(
            Map.entry("ecRecover", new Suite(1, Fork.OSAKA)),
            Map.entry("modexp", new Suite(5, Fork.BYZANTIUM)),
            Map.entry("modexp_eip2565", new Suite(5, Fork.BERLIN)),
            Map.entry("modexp_eip7883", new Suite(5, Fork.OSAKA)),
            Map.entry("bn256Add", new Suite(6, Fork.ISTANBUL)),
            Map.entry("bn256ScalarMul", new Suite(7, Fork.ISTANBUL)),
            Map.entry("bn256Pairing", new Suite(8, Fork.ISTANBUL)),
            Map.entry("pointEvaluation", new Suite(0x0a, Fork.CANCUN)),
            Map.entry("blsG1Add", new Suite(0x0b, Fork.PRAGUE)),
            Map.entry("fail-blsG1Add", new Suite(0x0b, Fork.PRAGUE)),
            Map.entry("blsG1Mul", new Suite(0x0c, Fork.PRAGUE)),
            Map.entry("fail-blsG1Mul", new Suite(0x0c, Fork.PRAGUE)),
            Map.entry("blsG1MultiExp", new Suite(0x0c, Fork.PRAGUE)),
            Map.entry("fail-blsG1MultiExp", new Suite(0x0c, Fork.PRAGUE)),
            Map.entry("blsG2Add", new Suite(0x0d, Fork.PRAGUE)),
            Map.entry("fail-blsG2Add", new Suite(0x0d, Fork.PRAGUE)),
            Map.entry("blsG2Mul", new Suite(0x0e, Fork.PRAGUE)),
            Map.entry("fail-blsG2Mul", new Suite(0x0e, Fork.PRAGUE)),
            Map.entry("blsG2MultiExp", new Suite(0x0e, Fork.PRAGUE)),
            Map.entry("fail-blsG2MultiExp", new Suite(0x0e, Fork.PRAGUE)),
            Map.entry("blsPairing", new Suite(0x0f, Fork.PRAGUE)),
            Map.entry("fail-blsPairing", new Suite(0x0f, Fork.PRAGUE)),
            Map.entry("blsMapG1", new Suite(0x10, Fork.PRAGUE)),
            Map.entry("fail-blsMapG1", new Suite(0x10, Fork.PRAGUE)),
            Map.entry("blsMapG2", new Suite(0x11, Fork.PRAGUE)),
            Map.entry("fail-blsMapG2", new Suite(0x11, Fork.PRAGUE)),
            Map.entry("blake2F", new Suite(9, Fork.ISTANBUL)),
            Map.entry("fail-blake2f", new Suite(9, Fork.OSAKA)),
            Map.entry("p256Verify", new Suite(0x100, Fork.OSAKA)));

    private int cases;

    @Test
    void officialVectors() {
        Archive.eachJson("precompile-vectors.tar.xz", name -> SUITES.containsKey(suite(name)), (name, file) -> {
            var suite = SUITES.get(suite(name));
            if (suite == null) throw new AssertionError(name);
            for (var test : file) check(suite, test);
        });
        assertEquals(1883, cases);
    }

    private static String suite(String file) {
        return file.substring(file.lastIndexOf('/') + 1).replace(".json", "");
    }

    private void check(Suite suite, JsonNode test) {
        var precompile = Precompiles.of(suite.fork).at(Address.ofNumber(suite.number));
        if (precompile == null) throw new AssertionError(suite + " has no precompile");
        var name = suite + " " + test.get("Name").asString();
        var input = Archive.hex(test.get("Input").asString());
        var output = precompile.run(input);
        if (test.has("ExpectedError")) {
            assertNull(output, name);
        } else {
            assertArrayEquals(Archive.hex(test.get("Expected").asString()), output, name);
            assertEquals(test.get("Gas").asLong(), precompile.gas(input), name);
        }
        cases++;
    }

    @Test
    void hashesAndIdentity() {
        var byzantium = Precompiles.of(Fork.FRONTIER);
        var input = Archive.hex("616263");
        var results = Map.of(
                2, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                3, "0000000000000000000000008eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
                4, "616263");
        results.forEach((number, expected) -> {
            var precompile = byzantium.at(Address.ofNumber(number));
            if (precompile == null) throw new AssertionError(number);
            assertArrayEquals(Archive.hex(expected), precompile.run(input));
        });
    }

    @Test
    void aForkHasWhatItHas() {
        assertEquals(4, Precompiles.of(Fork.HOMESTEAD).addresses().size());
        assertNull(Precompiles.of(Fork.OSAKA).at(Address.ZERO));
        assertNull(Precompiles.of(Fork.OSAKA).at(Address.ofHex("0100000000000000000000000000000000000001")));
        assertNull(Precompiles.of(Fork.OSAKA).at(Address.ofNumber(0x101)));
        assertNull(Precompiles.of(Fork.OSAKA).at(Address.ofNumber(0x80000001L)));
        assertNull(Precompiles.of(Fork.PRAGUE).at(Address.ofNumber(0x100)));
    }
}
