package coco.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.attestation.Measurement.Item;
import coco.attestation.Measurement.Kind;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
    private static final String ZEROS = "0".repeat(64);

    private final Item node = item(Kind.JAR, "coco-node.jar");
    private final Item ratis = item(Kind.LIBRARY, "ratis-server.jar");
    private final Item release = item(Kind.JDK, "release");

    @Test
    void canonicalFormIsGolden() {
        assertEquals(
                """
                coco-measurement 1
                jar 0000000000000000000000000000000000000000000000000000000000000000 coco-node.jar
                jdk 0000000000000000000000000000000000000000000000000000000000000000 release
                library 0000000000000000000000000000000000000000000000000000000000000000 ratis-server.jar
                """, new Measurement(List.of(ratis, release, node)).encode().toUtf8());
    }

    @Test
    void digestIsThatOfTheManifestFile() {
        var measurement = new Measurement(List.of(node));
        assertEquals(Digest.sha256(measurement.encode()), measurement.digest());
    }

    @Test
    void orderInWhichFilesAreFoundDoesNotMatter() {
        assertEquals(
                new Measurement(List.of(node, ratis, release)).digest(),
                new Measurement(List.of(release, node, ratis)).digest());
    }

    @Test
    void everyPartOfAnItemCounts() {
        var before = new Measurement(List.of(node)).digest();
        assertNotEquals(before, digest(new Item(Kind.LIBRARY, node.name(), node.digest())));
        assertNotEquals(before, digest(new Item(node.kind(), "coco-n0de.jar", node.digest())));
        assertNotEquals(before, digest(new Item(node.kind(), node.name(), Digest.sha256(new byte[] {1}))));
    }

    @Test
    void readsWhatItWrites() throws MalformedException {
        var measurement = new Measurement(List.of(node, ratis, release));
        assertEquals(measurement, Measurement.parse(measurement.encode()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "coco-measurement 1",
                "coco-measurement 1\n",
                "coco-measurement 2\njar Z a.jar\n",
                "coco-measurement 1\njar Z a.jar",
                "coco-measurement 1\njar Z a.jar\n\n",
                "coco-measurement 1\r\njar Z a.jar\r\n",
                "coco-measurement 1\njar Z b.jar\njar Z a.jar\n",
                "coco-measurement 1\njar Z a.jar\njar Z a.jar\n",
                "coco-measurement 1\njar Z  a.jar\n",
                "coco-measurement 1\njar Z\n",
                "coco-measurement 1\nJAR Z a.jar\n",
                "coco-measurement 1\nwar Z a.war\n",
                "coco-measurement 1\njar 00 a.jar\n",
                "coco-measurement 1\njar Z ../a.jar\n",
                "coco-measurement 1\njar Z /a.jar\n",
                "coco-measurement 1\njar Z a\u00e4.jar\n",
            })
    void refusesEveryOtherForm(String text) {
        var bytes = Bytes.ofUtf8(text.replace("Z", ZEROS));
        assertThrows(MalformedException.class, () -> Measurement.parse(bytes));
    }

    @Test
    void refusesDigestsInUpperCase() throws MalformedException {
        var text = "coco-measurement 1\njar " + "ab".repeat(32) + " a.jar\n";
        assertEquals(1, Measurement.parse(Bytes.ofUtf8(text)).items().size());
        var upper = Bytes.ofUtf8(text.replace("ab", "AB"));
        assertThrows(MalformedException.class, () -> Measurement.parse(upper));
    }

    @Test
    void isBounded() {
        var many = IntStream.rangeClosed(0, Measurement.ITEMS_MAX)
                .mapToObj(i -> item(Kind.JDK, "f" + i))
                .toList();
        assertThrows(IllegalArgumentException.class, () -> new Measurement(many));
        assertThrows(IllegalArgumentException.class, () -> new Measurement(List.of()));
        assertThrows(IllegalArgumentException.class, () -> item(Kind.JAR, "a".repeat(Item.NAME_SIZE_MAX + 1)));
        var long_ = Bytes.unsafeWrap(new byte[Measurement.TEXT_SIZE_MAX + 1]);
        assertThrows(MalformedException.class, () -> Measurement.parse(long_));
    }

    private static Digest digest(Item item) {
        return new Measurement(List.of(item)).digest();
    }

    private static Item item(Kind kind, String name) {
        return new Item(kind, name, Digest.ZERO);
    }
}
