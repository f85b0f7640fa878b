package coco.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void orderIsThatOfUnsignedBytes() {
        assertTrue(Bytes.ofHex("7f").compareTo(Bytes.ofHex("80")) < 0);
        assertTrue(Bytes.ofHex("80").compareTo(Bytes.ofHex("8000")) < 0);
        assertTrue(Bytes.ofLong(255).compareTo(Bytes.ofLong(256)) < 0);
    }

    @Test
    void nobodyCanWriteIntoIt() {
        var array = new byte[] {1, 2, 3};
        var bytes = Bytes.of(array);
        array[0] = 9;
        bytes.toArray()[1] = 9;
        assertEquals(Bytes.ofHex("010203"), bytes);
        assertNotEquals(Bytes.ofHex("090203"), bytes);
    }
}
