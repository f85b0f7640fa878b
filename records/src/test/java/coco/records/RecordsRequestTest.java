package coco.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RecordsRequestTest {
    @Test
    void theEncodingIsFixed() {
        assertEquals(
                "01000161ff",
                new RecordsRequest.Put("a", Bytes.ofHex("ff")).encode().toHex());
        assertEquals("020002c3a9", new RecordsRequest.Delete("\u00e9").encode().toHex());
    }

    @Test
    void aReceiptProvesKindKeyAndValue() {
        var put = new RecordsRequest.Put("a", Bytes.ofHex("ff"));
        assertEquals(Digest.sha256(Bytes.ofHex("01000161ff")), put.claims());
    }

    @Test
    void whatIsWrittenIsRead() throws MalformedException {
        for (var request : List.of(
                new RecordsRequest.Put("a", Bytes.EMPTY),
                new RecordsRequest.Put("\u20ac".repeat(170), Bytes.ofUtf8("x")),
                new RecordsRequest.Delete("b"))) assertEquals(request, RecordsRequest.decode(request.encode()));
    }

    @Test
    void whateverIsReadIsWrittenTheSame() {
        var random = new SplittableRandom(1);
        var read = 0;
        for (var i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(8)];
            random.nextBytes(bytes);
            if (bytes.length > 2) {
                bytes[0] = (byte) random.nextInt(4);
                for (var j = 3; j < bytes.length; j++) bytes[j] &= 0x7f;
                bytes[1] = 0;
                bytes[2] = (byte) random.nextInt(5);
            }
            try {
                var request = RecordsRequest.decode(Bytes.unsafeWrap(bytes));
                assertEquals(Bytes.unsafeWrap(bytes), request.encode());
                read++;
            } catch (MalformedException _) {
                // Refused with the one exception that is allowed: any other fails the test.
            }
        }
        assertTrue(read > 500, "the bytes tried were mostly requests of no kind: " + read);
    }

    @Test
    void otherBytesAreRefused() {
        for (var hex : List.of("", "0100", "01000261", "0100017f", "03000161", "0200016100", "010001ff", "010000ff"))
            assertThrows(MalformedException.class, () -> RecordsRequest.decode(Bytes.ofHex(hex)), hex);
    }
}
