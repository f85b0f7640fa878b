package coco.evidence.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Hash;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Structures of TPMs: what is read, and what is refused. */
class TpmFormatTest {
    private static final Octets MESSAGE = MadeQuote.message(Hash.SHA_256, Hash.SHA_256, MadeQuote.NONCE);

    /** Restricted, signs; fixed to its TPM and made by it. */
    private static final int ATTRIBUTES = 0x0005_0072;

    @Test
    void aQuoteIsCutOffNowhere() {
        for (var size = 0; size < MESSAGE.size(); size++) {
            var cut = MESSAGE.slice(0, size);
            assertRefused(Reason.MALFORMED, () -> Attest.parse(cut));
        }
        assertRefused(Reason.MALFORMED, () -> Attest.parse(MESSAGE.concat(Octets.of((byte) 0))));
    }

    @Test
    void whatNoTpmMadeOrIsNoQuoteIsRefused() {
        assertRefused(Reason.MALFORMED, () -> Attest.parse(changed(MESSAGE, 0, 0xfe)));
        assertRefused(Reason.UNSUPPORTED, () -> Attest.parse(changed(MESSAGE, 5, 0x17)));
        assertRefused(Reason.UNSUPPORTED, () -> Attest.parse(changed(MESSAGE, 5, 0x1a)));
        var safe = 4 + 2 + 2 + 34 + 2 + MadeQuote.NONCE.size() + 16;
        assertRefused(Reason.MALFORMED, () -> Attest.parse(changed(MESSAGE, safe, 2)));
    }

    @Test
    void selectionsOfRegistersAreBounded() {
        var digest = Octets.of(new byte[32]);
        var nonce = Octets.EMPTY;
        var twice = Octets.ofHex("00000002000b0101000b0102");
        assertRefused(Reason.MALFORMED, () -> Attest.parse(MadeQuote.message(twice, digest, nonce)));
        var many = Octets.ofHex("ffffffff");
        assertRefused(Reason.MALFORMED, () -> Attest.parse(MadeQuote.message(many, digest, nonce)));
        var wide = Octets.ofHex("00000001000b050000000000");
        assertRefused(Reason.MALFORMED, () -> Attest.parse(MadeQuote.message(wide, digest, nonce)));
        var strange = Octets.ofHex("00000001001203000000");
        assertRefused(Reason.UNSUPPORTED, () -> Attest.parse(MadeQuote.message(strange, digest, nonce)));
        assertRefused(Reason.MALFORMED, () -> Attest.parse(MadeQuote.message(twice, digest, Octets.of(new byte[67]))));
    }

    @Test
    void signaturesOfOtherSchemesAreUnsupported() {
        assertRefused(Reason.UNSUPPORTED, () -> TpmSignature.parse(Octets.ofHex("001a000b00010000010000")));
        assertRefused(Reason.UNSUPPORTED, () -> TpmSignature.parse(Octets.ofHex("00140012000100")));
        assertRefused(Reason.MALFORMED, () -> TpmSignature.parse(Octets.ofHex("0014000b0002ff")));
        assertRefused(Reason.MALFORMED, () -> TpmSignature.parse(Octets.ofHex("0014000b0001ffff")));
        assertRefused(Reason.MALFORMED, () -> TpmSignature.parse(Octets.ofHex("0014000bffff")));
    }

    @Test
    void valuesOfRegistersHaveTheirBanksSize() {
        var value = Octets.of(new byte[32]);
        assertRefused(Reason.MALFORMED, () -> PcrValues.of(Hash.SHA_384, List.of(value)));
        assertRefused(Reason.MALFORMED, () -> PcrValues.of(Hash.SHA_256, Map.of(32, value)));
        assertRefused(Reason.MALFORMED, () -> PcrValues.of(Hash.SHA_256, Map.of(-1, value)));
    }

    @Test
    void publicAreasGiveTheirKeys() throws MalformedException {
        var rsa = (RSAPublicKey) MadeKeys.rsa(2048).getPublic();
        assertEquals(rsa, AttestationKey.ofPublicArea(area(rsa, ATTRIBUTES)).key());
        var elliptic = (ECPublicKey) MadeKeys.elliptic("secp384r1").getPublic();
        var area = area(elliptic, 4, ATTRIBUTES);
        assertEquals(elliptic, AttestationKey.ofPublicArea(area).key());
        assertEquals(
                elliptic,
                AttestationKey.ofSubjectPublicKeyInfo(Octets.of(elliptic.getEncoded()))
                        .key());
        assertEquals(
                rsa,
                AttestationKey.ofSubjectPublicKeyInfo(Octets.of(rsa.getEncoded()))
                        .key());
        for (var size = 0; size < area.size(); size++) {
            var cut = area.slice(0, size);
            assertRefused(Reason.MALFORMED, () -> AttestationKey.ofPublicArea(cut));
        }
        assertRefused(Reason.MALFORMED, () -> AttestationKey.ofPublicArea(area.concat(Octets.of((byte) 0))));
        assertRefused(Reason.UNSUPPORTED, () -> AttestationKey.ofPublicArea(area(elliptic, 0x10, ATTRIBUTES)));
        assertRefused(Reason.UNSUPPORTED, () -> AttestationKey.ofPublicArea(changed(area, 1, 0x25)));
    }

    @Test
    void aKeyThatSignsWhatItIsGivenIsRefused() {
        var rsa = (RSAPublicKey) MadeKeys.rsa(2048).getPublic();
        for (var attributes : new int[] {0x0004_0072, 0x0001_0072, 0x0007_0072}) {
            assertRefused(Reason.UNSUPPORTED, () -> AttestationKey.ofPublicArea(area(rsa, attributes)));
        }
    }

    @Test
    void keysThatAreTooWeakOrStrangeAreRefused() {
        var weak = MadeKeys.rsa(1024).getPublic();
        assertRefused(Reason.UNSUPPORTED, () -> AttestationKey.of(weak));
        var modulus = Octets.of(new byte[] {-1}).concat(Octets.of(new byte[255]));
        assertRefused(Reason.MALFORMED, () -> AttestationKey.ofRsa(modulus, Octets.ofHex("01")));
        var elliptic = (ECPublicKey) MadeKeys.elliptic("secp256r1").getPublic();
        var area = area(elliptic, 3, ATTRIBUTES);
        assertRefused(
                Reason.UNSUPPORTED,
                () -> AttestationKey.ofPublicArea(changed(area, area.size() - 1, area.at(area.size() - 1) ^ 1)));
        assertRefused(Reason.MALFORMED, () -> AttestationKey.ofSubjectPublicKeyInfo(Octets.ofHex("3000")));
        assertRefused(Reason.MALFORMED, () -> AttestationKey.ofSubjectPublicKeyInfo(Octets.EMPTY));
    }

    private static Octets area(RSAPublicKey key, int attributes) {
        var head = ByteBuffer.allocate(24)
                .putShort((short) 0x0001)
                .putShort((short) 0x000b)
                .putInt(attributes)
                .putShort((short) 0)
                .putShort((short) 0x0010)
                .putShort((short) 0x0014)
                .putShort((short) 0x000b)
                .putShort((short) 2048)
                .putInt(0)
                .putShort((short) 256);
        return Octets.of(head.array()).concat(unsigned(key.getModulus(), 256));
    }

    private static Octets area(ECPublicKey key, int curve, int attributes) {
        var head = ByteBuffer.allocate(20)
                .putShort((short) 0x0023)
                .putShort((short) 0x000b)
                .putInt(attributes)
                .putShort((short) 0)
                .putShort((short) 0x0010)
                .putShort((short) 0x0018)
                .putShort((short) 0x000b)
                .putShort((short) curve)
                .putShort((short) 0x0010);
        var size = (key.getParams().getOrder().bitLength() + 7) / 8;
        return Octets.of(Arrays.copyOf(head.array(), head.position()))
                .concat(MadeQuote.sized(unsigned(key.getW().getAffineX(), size)))
                .concat(MadeQuote.sized(unsigned(key.getW().getAffineY(), size)));
    }

    private static Octets unsigned(BigInteger number, int size) {
        var signed = number.toByteArray();
        var bytes = new byte[size];
        var length = Math.min(signed.length, size);
        System.arraycopy(signed, signed.length - length, bytes, size - length, length);
        return Octets.of(bytes);
    }

    private static Octets changed(Octets bytes, int at, int value) {
        var array = bytes.toArray();
        array[at] = (byte) value;
        return Octets.of(array);
    }

    private static void assertRefused(Reason reason, Executable parse) {
        assertEquals(reason, assertThrows(MalformedException.class, parse).reason());
    }
}
