package coco.evidence.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoseSign1Test {
    private static final Octets PAYLOAD = Octets.ofHex("0102");
    private static final Octets SIGNATURE = Octets.ofHex("aa");

    private static KeyPair keysFor(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> MadeKeys.elliptic("secp256r1");
            case ES384 -> MadeKeys.elliptic("secp384r1");
            case ES512 -> MadeKeys.elliptic("secp521r1");
            case PS256, PS384, PS512, RS256, RS384, RS512 -> MadeKeys.rsa(2048);
        };
    }

    private static Cbor header(Cbor.Entry... entries) {
        return new Cbor.Bytes(Cbor.Map.of(entries).encoded());
    }

    private static Cbor.Entry algorithm(SignatureAlgorithm algorithm) {
        return Cbor.Entry.of(CoseSign1.ALGORITHM, Cbor.integer(algorithm.id()));
    }

    private static CoseSign1 parse(Cbor... parts) throws MalformedException {
        return CoseSign1.parse(Cbor.Array.of(parts).encoded());
    }

    private static Reason refusal(Cbor... parts) {
        return assertThrows(MalformedException.class, () -> parse(parts)).reason();
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureIsVerifiedByTheKeyThatMadeIt(SignatureAlgorithm algorithm)
            throws GeneralSecurityException, MalformedException {
        var keys = keysFor(algorithm);
        var header = Cbor.Map.of(algorithm(algorithm)).encoded();
        var signature = algorithm.sign(keys.getPrivate(), CoseSign1.toBeSigned(header, PAYLOAD));
        var message = parse(new Cbor.Bytes(header), Cbor.Map.of(), new Cbor.Bytes(PAYLOAD), new Cbor.Bytes(signature));
        assertTrue(message.isSignedBy(keys.getPublic()));
        assertFalse(message.isSignedBy(keysFor(algorithm).getPublic()));
        var other = parse(
                new Cbor.Bytes(header), Cbor.Map.of(), new Cbor.Bytes(Octets.of((byte) 1)), new Cbor.Bytes(signature));
        assertFalse(other.isSignedBy(keys.getPublic()));
        for (var wrong : SignatureAlgorithm.values()) {
            if (wrong == algorithm) continue;
            assertFalse(
                    wrong.verifies(keys.getPublic(), CoseSign1.toBeSigned(header, PAYLOAD), signature), wrong.name());
        }
    }

    @Test
    void theProtectedHeaderIsSignedAsItWasReceived() throws GeneralSecurityException, MalformedException {
        var keys = MadeKeys.elliptic("secp384r1");
        var indefinite = Octets.ofHex("bf013822ff");
        var signature = SignatureAlgorithm.ES384.sign(keys.getPrivate(), CoseSign1.toBeSigned(indefinite, PAYLOAD));
        var message =
                parse(new Cbor.Bytes(indefinite), Cbor.Map.of(), new Cbor.Bytes(PAYLOAD), new Cbor.Bytes(signature));
        assertTrue(message.isSignedBy(keys.getPublic()));
        var definite = new Cbor.Bytes(Octets.ofHex("a1013822"));
        assertFalse(parse(definite, Cbor.Map.of(), new Cbor.Bytes(PAYLOAD), new Cbor.Bytes(signature))
                .isSignedBy(keys.getPublic()));
    }

    @Test
    void anAlgorithmGoesWithItsOwnCurveAlone() throws GeneralSecurityException {
        var keys = MadeKeys.elliptic("secp256r1");
        var signature = SignatureAlgorithm.ES384.sign(keys.getPrivate(), PAYLOAD);
        assertFalse(SignatureAlgorithm.ES384.verifies(keys.getPublic(), PAYLOAD, signature));
    }

    /** Made by a key of this test: both r and s begin with a zero. */
    @Test
    void aSignatureOfAnotherSizeIsNone() throws MalformedException {
        var point = Octets.ofHex("04318bee27fe3f481cfef8d1b9485bca9ad4844fa8885d933a0523a42e01f84fb1"
                + "7ec8686ab719d8741723c6b10c4092be26531fe2454eff12cf2f9a28926ff4c9");
        var key = EcKeys.ofPoint("secp256r1", point);
        var r = Octets.ofHex("00387b846571f46918afd1ca1e07ba233bb56873b8f79de33806ce1f51c0c6ed");
        var s = Octets.ofHex("00ca18ad7cf86de0f9c988cac40fa7fa8ff9a48696a16c8295ad02df895e8ef4");
        var message = Octets.ofHex("00a2");
        assertTrue(SignatureAlgorithm.ES256.verifies(key, message, r.concat(s)));
        var shorter = r.slice(1, 32).concat(s.slice(1, 32));
        assertFalse(SignatureAlgorithm.ES256.verifies(key, message, shorter));
        var zero = Octets.of((byte) 0);
        assertFalse(SignatureAlgorithm.ES256.verifies(
                key, message, zero.concat(r).concat(zero).concat(s)));
        assertFalse(SignatureAlgorithm.ES256.verifies(key, message, Octets.EMPTY));
    }

    @Test
    void aWeakKeyVerifiesNothing() throws GeneralSecurityException {
        var keys = MadeKeys.rsa(1024);
        var signature = SignatureAlgorithm.RS256.sign(keys.getPrivate(), PAYLOAD);
        assertFalse(SignatureAlgorithm.RS256.verifies(keys.getPublic(), PAYLOAD, signature));
    }

    @Test
    void aMessageIsTaggedOrNot() throws MalformedException {
        var parts = Cbor.Array.of(
                header(algorithm(SignatureAlgorithm.ES256)),
                Cbor.Map.of(),
                new Cbor.Bytes(PAYLOAD),
                new Cbor.Bytes(SIGNATURE));
        var tagged = new Cbor.Tagged(CoseSign1.TAG, parts);
        assertEquals(CoseSign1.parse(parts.encoded()), CoseSign1.parse(tagged.encoded()));
        assertThrows(MalformedException.class, () -> CoseSign1.parse(new Cbor.Tagged(98, parts).encoded()));
    }

    @Test
    void whatIsNoMessageIsRefused() {
        var header = header(algorithm(SignatureAlgorithm.ES256));
        var payload = new Cbor.Bytes(PAYLOAD);
        var signature = new Cbor.Bytes(SIGNATURE);
        assertEquals(Reason.MALFORMED, refusal(header, Cbor.Map.of(), payload));
        assertEquals(Reason.MALFORMED, refusal(header, Cbor.Map.of(), payload, signature, signature));
        assertEquals(Reason.MALFORMED, refusal(Cbor.Map.of(), Cbor.Map.of(), payload, signature));
        assertEquals(Reason.MALFORMED, refusal(header, new Cbor.Null(), payload, signature));
        assertEquals(Reason.MALFORMED, refusal(header, Cbor.Map.of(), payload, new Cbor.Null()));
        assertEquals(Reason.MALFORMED, refusal(new Cbor.Bytes(Octets.EMPTY), Cbor.Map.of(), payload, signature));
        assertEquals(Reason.UNSUPPORTED, refusal(header, Cbor.Map.of(), new Cbor.Null(), signature));
        var unknown = header(Cbor.Entry.of(CoseSign1.ALGORITHM, Cbor.integer(-8)));
        assertEquals(Reason.UNSUPPORTED, refusal(unknown, Cbor.Map.of(), payload, signature));
    }

    @Test
    void aParameterIsInOneHeader() {
        assertEquals(
                Reason.MALFORMED,
                refusal(
                        header(algorithm(SignatureAlgorithm.ES256)),
                        Cbor.Map.of(algorithm(SignatureAlgorithm.ES256)),
                        new Cbor.Bytes(PAYLOAD),
                        new Cbor.Bytes(SIGNATURE)));
    }

    @Test
    void aCriticalParameterIsRefusedUnlessItIsUnderstood() throws MalformedException {
        var critical = Cbor.Entry.of(CoseSign1.CRITICAL, Cbor.Array.of(new Cbor.Text("odd")));
        var message = Cbor.Array.of(
                header(algorithm(SignatureAlgorithm.ES256), critical, Cbor.Entry.of("odd", Cbor.integer(1))),
                Cbor.Map.of(),
                new Cbor.Bytes(PAYLOAD),
                new Cbor.Bytes(SIGNATURE));
        var refusal = assertThrows(MalformedException.class, () -> CoseSign1.parse(message.encoded()));
        assertEquals(Reason.UNSUPPORTED, refusal.reason());
        assertEquals(
                PAYLOAD,
                CoseSign1.parse(message.encoded(), Set.of(new Cbor.Text("odd"))).payload());
    }

    @Test
    void criticalParametersAreSignedAndThereAndSome() {
        var plain = algorithm(SignatureAlgorithm.ES256);
        var payload = new Cbor.Bytes(PAYLOAD);
        var signature = new Cbor.Bytes(SIGNATURE);
        var absent = Cbor.Entry.of(CoseSign1.CRITICAL, Cbor.Array.of(new Cbor.Text("odd")));
        var none = Cbor.Entry.of(CoseSign1.CRITICAL, Cbor.Array.of());
        assertEquals(Reason.MALFORMED, refusal(header(plain, absent), Cbor.Map.of(), payload, signature));
        assertEquals(Reason.MALFORMED, refusal(header(plain, none), Cbor.Map.of(), payload, signature));
        assertEquals(Reason.MALFORMED, refusal(header(plain), Cbor.Map.of(absent), payload, signature));
    }

    @Test
    void theChainIsOneCertificateOrSome() throws Exception {
        var root = MadeIdentity.root("CN=root", MadeKeys.elliptic("secp256r1"));
        var der = new Cbor.Bytes(Octets.of(root.certificate().getEncoded()));
        for (var chain : List.of(der, Cbor.Array.of(der))) {
            var message = parse(
                    header(algorithm(SignatureAlgorithm.ES256), Cbor.Entry.of(CoseSign1.CHAIN, chain)),
                    Cbor.Map.of(),
                    new Cbor.Bytes(PAYLOAD),
                    new Cbor.Bytes(SIGNATURE));
            assertEquals(List.of(root.certificate()), message.chain());
        }
        var nothing = parse(
                header(algorithm(SignatureAlgorithm.ES256), Cbor.Entry.of(CoseSign1.CHAIN, new Cbor.Bytes(PAYLOAD))),
                Cbor.Map.of(),
                new Cbor.Bytes(PAYLOAD),
                new Cbor.Bytes(SIGNATURE));
        assertThrows(MalformedException.class, nothing::chain);
    }

    @Test
    void aPointIsOnItsCurve() throws MalformedException {
        var key = (java.security.interfaces.ECPublicKey)
                MadeKeys.elliptic("secp384r1").getPublic();
        var encoded = Octets.of(key.getEncoded());
        var point = encoded.slice(encoded.size() - 97, encoded.size());
        assertEquals(key, EcKeys.ofPoint("secp384r1", point));
        var x = new Cbor.Bytes(point.slice(1, 49));
        var y = new Cbor.Bytes(point.slice(49, 97));
        assertEquals(key, EcKeys.ofCoseKey(coseKey(2, 2, x, y)));
        var off = point.toArray();
        off[96] ^= 1;
        assertThrows(MalformedException.class, () -> EcKeys.ofPoint("secp384r1", Octets.of(off)));
        assertThrows(MalformedException.class, () -> EcKeys.ofPoint("secp256r1", point));
        assertThrows(MalformedException.class, () -> EcKeys.ofCoseKey(coseKey(2, 1, x, y)));
        assertThrows(MalformedException.class, () -> EcKeys.ofCoseKey(coseKey(1, 2, x, y)));
        assertThrows(MalformedException.class, () -> EcKeys.ofCoseKey(coseKey(2, 2, x, new Cbor.Bool(true))));
        var zero = new Cbor.Bytes(Octets.of(new byte[48]));
        assertThrows(MalformedException.class, () -> EcKeys.ofCoseKey(coseKey(2, 2, zero, zero)));
    }

    private static Cbor.Map coseKey(long type, long curve, Cbor x, Cbor y) {
        return Cbor.Map.of(
                Cbor.Entry.of(1, Cbor.integer(type)),
                Cbor.Entry.of(-1, Cbor.integer(curve)),
                Cbor.Entry.of(-2, x),
                Cbor.Entry.of(-3, y));
    }
}
