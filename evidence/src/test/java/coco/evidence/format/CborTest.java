package coco.evidence.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of RFC 8949 appendix A and F, and what is refused. */
class CborTest {
    private static Cbor read(String hex) throws MalformedException {
        return Cbor.parse(Octets.ofHex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "17, 23",
        "1818, 24",
        "18ff, 255",
        "190100, 256",
        "1a000f4240, 1000000",
        "1b000000e8d4a51000, 1000000000000",
        "1b7fffffffffffffff, 9223372036854775807",
        "20, -1",
        "3863, -100",
        "3903e7, -1000",
        "3b7fffffffffffffff, -9223372036854775808"
    })
    void integersAreReadAndWritten(String hex, long value) throws MalformedException {
        assertEquals(value, read(hex).number());
        assertEquals(Octets.ofHex(hex), Cbor.integer(value).encoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1bffffffffffffffff", "1b8000000000000000", "3bffffffffffffffff"})
    void integersBeyond63BitsAreValuesButNoNumbers(String hex) throws MalformedException {
        var item = read(hex);
        assertEquals(Octets.ofHex(hex), item.encoded());
        assertThrows(MalformedException.class, item::number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f4",
                "f5",
                "f6",
                "f7",
                "c074323031332d30332d32315432303a30343a30305a",
                "4401020304",
                "40",
                "60",
                "6449455446",
                "62c3bc",
                "64f0908591",
                "80",
                "8301820203820405",
                "a0",
                "a201020304",
                "a26161016162820203",
                "d818456449455446",
                "dbffffffffffffffff00"
            })
    void whatIsInDeterministicFormIsWrittenAsItWasRead(String hex) throws MalformedException {
        assertEquals(Octets.ofHex(hex), read(hex).encoded());
    }

    @ParameterizedTest
    @CsvSource({
        "5f42010243030405ff, 450102030405",
        "7f657374726561646d696e67ff, 6973747265616d696e67",
        "9fff, 80",
        "9f018202039f0405ffff, 8301820203820405",
        "bf61610161629f0203ffff, a26161016162820203",
        "1800, 00",
        "1b0000000000000001, 01",
        "5801ff, 41ff",
        "5fff, 40"
    })
    void otherFormsAreReadAsTheSameValue(String other, String deterministic) throws MalformedException {
        assertEquals(read(deterministic), read(other));
        assertEquals(Octets.ofHex(deterministic), read(other).encoded());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "18",
                "19",
                "1901",
                "1b00000000000000",
                "41",
                "61",
                "5affffffff00",
                "5bffffffffffffffff010203",
                "7bffffffffffffffff010203",
                "81",
                "818181818181818181",
                "9affffffff00",
                "9bffffffffffffffff00",
                "9bffffffffffffffff00ff",
                "8200",
                "a1",
                "a201",
                "a10102a0",
                "bbffffffffffffffff0000",
                "bbffffffffffffffff0000ff",
                "c0",
                "5f",
                "7f",
                "9f",
                "bf",
                "bf01ff",
                "bf0102",
                "1c",
                "3d",
                "5e",
                "fc",
                "ff",
                "81ff",
                "1f",
                "3f",
                "df",
                "5f00ff",
                "5f5f4100ffff",
                "5f6100ff",
                "7f4100ff",
                "7f61c361bcff",
                "61ff",
                "62c328",
                "63eda080",
                "0001",
                "a201020103",
                "a20102180103"
            })
    void whatIsNotWellFormedIsRefused(String hex) {
        var refusal = assertThrows(MalformedException.class, () -> read(hex));
        assertEquals(Reason.MALFORMED, refusal.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"f90000", "fa47c35000", "fb3ff199999999999a", "f0", "f8ff", "e0"})
    void floatingPointNumbersAndSimpleValuesAreNotSupported(String hex) {
        assertEquals(
                Reason.UNSUPPORTED,
                assertThrows(MalformedException.class, () -> read(hex)).reason());
    }

    @Test
    void depthIsBounded() throws MalformedException {
        assertTrue(read("81".repeat(CborReader.DEPTH_MAX - 1) + "00") instanceof Cbor.Array);
        assertThrows(MalformedException.class, () -> read("81".repeat(CborReader.DEPTH_MAX) + "00"));
        assertThrows(MalformedException.class, () -> read("9f".repeat(500_000)));
        assertThrows(MalformedException.class, () -> read("c1".repeat(500_000)));
    }

    @Test
    void theCountOfItemsIsBounded() throws MalformedException {
        var most = CborReader.ITEMS_MAX - 1;
        assertEquals(most, read("9f" + "00".repeat(most) + "ff").items().size());
        assertThrows(MalformedException.class, () -> read("9f" + "00".repeat(most + 1) + "ff"));
        assertThrows(MalformedException.class, () -> read("5f" + "40".repeat(most + 1) + "ff"));
    }

    @Test
    void aTailIsReportedWhereAFormatHasOne() throws MalformedException {
        var prefix = Cbor.parsePrefix(Octets.ofHex("8201020405"));
        assertEquals(3, prefix.size());
        assertEquals(read("820102"), prefix.item());
    }

    @Test
    void aMapKeepsItsOrderAndIsSearchedByValue() throws MalformedException {
        var map = read("a3026162016161616303").map();
        assertEquals(Octets.ofHex("a3026162016161616303"), map.encoded());
        assertEquals("a", map.get(1).text());
        assertEquals("b", map.get(2).text());
        assertEquals(3, map.get("c").number());
        assertThrows(MalformedException.class, () -> map.get(3));
    }

    @Test
    void anythingElseIsTypedOrRefused() {
        var random = new Random(8949);
        var read = 0;
        for (var i = 0; i < 50_000; i++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                var item = Cbor.parse(Octets.of(bytes));
                assertEquals(item, Cbor.parse(item.encoded()));
                read++;
            } catch (MalformedException e) {
                assertTrue(e.reason() == Reason.MALFORMED || e.reason() == Reason.UNSUPPORTED);
            }
        }
        assertTrue(read > 300, "only " + read + " of them were items");
    }
}
