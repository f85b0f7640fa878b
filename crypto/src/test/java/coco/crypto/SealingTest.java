package coco.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Test;

class SealingTest {
    private static final HexFormat HEX = HexFormat.of();

    /** McGrew and Viega, The Galois/Counter Mode of Operation, test case 16. */
    @Test
    void aesGcmIsThatOfTheVectors() throws AuthenticationFailedException {
        var key = AeadKey.of(
                SecretBytes.wrap(HEX.parseHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")));
        var nonce = HEX.parseHex("cafebabefacedbaddecaf888");
        var plain = HEX.parseHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        var context = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        var sealed = key.seal(nonce, plain, context);
        assertEquals(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b",
                HEX.formatHex(sealed));
        assertArrayEquals(plain, key.open(nonce, sealed, context));
    }

    @Test
    void whatWasChangedDoesNotOpen() {
        var key = AeadKey.generate(new SecureRandom());
        var nonce = new byte[AeadKey.NONCE_SIZE];
        var context = "context".getBytes(UTF_8);
        var sealed = key.seal(nonce, "plain".getBytes(UTF_8), context);
        for (var i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThrows(AuthenticationFailedException.class, () -> key.open(nonce, changed, context));
        }
        assertThrows(AuthenticationFailedException.class, () -> key.open(nonce, sealed, new byte[0]));
        assertThrows(AuthenticationFailedException.class, () -> key.open(nonce, new byte[15], context));
        key.close();
        assertThrows(NullPointerException.class, () -> key.open(nonce, sealed, context));
    }

    @Test
    void secretsAreNotPrintedAndAreErased() {
        var array = new byte[] {1, 2, 3};
        var secret = SecretBytes.wrap(array);
        assertEquals("SecretBytes(hidden)", secret.toString());
        assertEquals(SecretBytes.wrap(new byte[] {1, 2, 3}), secret);
        assertNotEquals(SecretBytes.wrap(new byte[] {1, 2, 4}), secret);
        secret.close();
        assertArrayEquals(new byte[3], array);
        assertThrows(IllegalStateException.class, () -> secret.reveal(byte[]::clone));
        assertNotEquals(SecretBytes.wrap(new byte[3]), secret);
    }

    /** RFC 5869 appendix A.1; RFC 4231 section 4.3. */
    @Test
    void hkdfAndHmacAreThoseOfTheRfcs() {
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                HEX.formatHex(Hkdf.derive(
                        HEX.parseHex("0b".repeat(22)),
                        HEX.parseHex("000102030405060708090a0b0c"),
                        HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"),
                        42)));
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                Hmac.sha256("Jefe".getBytes(UTF_8), "what do ya want for nothing?".getBytes(UTF_8))
                        .toHex());
    }

    private static final byte[] INFO = HEX.parseHex("4f6465206f6e2061204772656369616e2055726e");
    private static final byte[] PLAIN = HEX.parseHex("4265617574792069732074727574682c20747275746820626561757479");
    private static final byte[] CONTEXT = "Count-0".getBytes(UTF_8);
    private static final String RECEIVER = "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550";

    /** RFC 9180 appendix A.3.1: our key agreement and derivation, with AES-128-GCM. */
    @Test
    void hpkeIsThatOfTheRfc() throws InvalidCipherTextException {
        var suite = new HPKE(HPKE.mode_base, HPKE.kem_P256_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
        var receiver = suite.deriveKeyPair(HEX.parseHex(RECEIVER));
        var sender =
                suite.deriveKeyPair(HEX.parseHex("4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e"));
        var context = suite.setupBaseS(receiver.getPublic(), INFO, sender);
        assertEquals(
                "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900"
                        + "be863c403ce65c9bfcb9382657222d18c4",
                HEX.formatHex(context.getEncapsulation()));
        assertEquals(
                "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
                HEX.formatHex(context.seal(CONTEXT, PLAIN)));
    }

    /** Receiver of RFC 9180 appendix A.3.1; the message was sealed by pyhpke 0.6.5 for this test. */
    @Test
    void hpkeOpensWhatAnotherProgramSealed() throws AuthenticationFailedException {
        try (var key = HpkeKey.derive(SecretBytes.wrap(HEX.parseHex(RECEIVER)))) {
            assertEquals(
                    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d3"
                            + "0ad6aa8f80e30f1d128aafd68a2ce72ea0",
                    key.publicKey().toHex());
            var sealed = Bytes.ofHex("04218ebedbb8fe75cd89c03b440f05af88685b0210bb40cedb229063fffe256fbed96820643ec859"
                    + "a442e99286a0fb828f7079d8f2df033b98794e4829486923d9c1a82b98f66ed39e075e5db152c09eb02e64cc0a64"
                    + "4807bc35fd395f8803bc2fa980572b4c3dd7602e6afb17ea");
            assertArrayEquals(PLAIN, key.open(sealed, INFO, CONTEXT));
        }
    }

    @Test
    void hpkeOpensOnlyWhatWasSealed() throws MalformedException, AuthenticationFailedException {
        try (var key = HpkeKey.generate(new SecureRandom())) {
            var sealed = HpkeKey.seal(key.publicKey(), INFO, CONTEXT, PLAIN);
            assertArrayEquals(PLAIN, key.open(sealed, INFO, CONTEXT));
            assertThrows(AuthenticationFailedException.class, () -> key.open(sealed, CONTEXT, INFO));
            for (var i = 0; i < sealed.size(); i += 7) {
                var changed = sealed.toArray();
                changed[i] ^= 1;
                assertThrows(AuthenticationFailedException.class, () -> key.open(Bytes.of(changed), INFO, CONTEXT));
            }
            assertThrows(MalformedException.class, () -> HpkeKey.seal(Bytes.of(new byte[65]), INFO, CONTEXT, PLAIN));
        }
    }
}
