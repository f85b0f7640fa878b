package coco.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoseTest {
    private static final Cbor.Dict HEADER = Cbor.Dict.EMPTY
            .with(4, new Cbor.Blob(Bytes.ofUtf8("key")))
            .with("ccf.v1", Cbor.Dict.EMPTY.with("txid", new Cbor.Text("2.7")))
            .with(395, new Cbor.Int(2))
            .with(15, Cbor.Dict.EMPTY.with(6, new Cbor.Int(1_700_000_000L)));
    private static final Bytes PAYLOAD = Bytes.ofHex("00ff");

    @Test
    void aMessageSurvivesItsEncoding() throws MalformedException {
        for (var curve : Curve.values()) {
            try (var key = SigningKey.deterministic(curve, new byte[] {1})) {
                var message = CoseSign1.sign(key, HEADER, PAYLOAD);
                var read = CoseSign1.decode(message.encode());
                assertEquals(message, read);
                assertTrue(read.verify(key.verifyingKey()));
                assertFalse(read.verifyDetached(key.verifyingKey(), PAYLOAD));
                assertEquals(Optional.of("key"), read.keyId());
            }
        }
    }

    @Test
    void aDetachedPayloadIsBound() throws MalformedException {
        try (var key = SigningKey.generate(Curve.P384)) {
            var message = CoseSign1.decode(
                    CoseSign1.signDetached(key, HEADER, PAYLOAD).encode());
            assertTrue(message.verifyDetached(key.verifyingKey(), PAYLOAD));
            assertFalse(message.verifyDetached(key.verifyingKey(), Bytes.EMPTY));
            assertFalse(message.verify(key.verifyingKey()));
            var noted = message.withUnprotected(Cbor.Dict.EMPTY.with(396, new Cbor.Null()));
            assertTrue(CoseSign1.decode(noted.encode()).verifyDetached(key.verifyingKey(), PAYLOAD));
        }
    }

    /** RFC 9052 appendix C.2.1: made by its authors with another program. */
    @Test
    void theMessageOfTheRfcVerifies() throws MalformedException {
        var message = CoseSign1.decode(Bytes.ofHex("d28443a10126a10442313154546869732069732074686520636f6e74656e742e"
                + "58408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a2234"
                + "44547e01f11d3b0916e5a4c345cacb36"));
        var key = VerifyingKey.ofPoint(
                Curve.P256,
                Bytes.ofHex("04bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
                                + "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e")
                        .toArray(),
                EcdsaProvider.current());
        assertTrue(message.verify(key));
        assertFalse(message.keyId().isPresent(), "the key id is not protected there");
    }

    @Test
    void looseCborIsRefused() throws MalformedException {
        assertEquals(new Cbor.Int(1), Cbor.decode(Bytes.ofHex("01")));
        for (var loose : List.of(
                "1801", // a number that is not the shortest
                "5f4100ff", // indefinite length
                "9f01ff",
                "bf0101ff",
                "a201020102", // a key twice
                "61ff", // not UTF-8
                "0101", // bytes behind
                "f97e00", // a fraction
                "f7", // undefined
                "1bffffffffffffffff",
                "9bffffffffffffffff",
                "5a7fffffff00",
                "81".repeat(100) + "01",
                "")) {
            assertThrows(MalformedException.class, () -> Cbor.decode(Bytes.ofHex(loose)), loose);
        }
    }

    @Test
    void mutatedMessagesAreRefusedOrEncodeToTheSameBytes() {
        var random = new Random(3);
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {1})) {
            var message = CoseSign1.sign(key, HEADER, PAYLOAD).encode();
            for (var round = 0; round < 30_000; round++) {
                var mutated = Bytes.of(Mutations.of(message.toArray(), random));
                try {
                    assertEquals(mutated, CoseSign1.decode(mutated).encode());
                } catch (MalformedException e) {
                    assertNotNull(e.getMessage());
                }
            }
        }
    }
}
