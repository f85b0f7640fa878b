package coco.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every provider gives the same verdict on the same bytes. */
class EcdsaTest {
    /** Made with OpenSSL 3 for this test: a throw-away key, its id, a signature over SHA-256 of "Coco". */
    private record Vector(Curve curve, String pem, String id, String signature) {}

    private static final List<Vector> VECTORS = List.of(
            new Vector(
                    Curve.P256,
                    """
                    -----BEGIN PRIVATE KEY-----
                    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPwce/vmMt9q9ogQ0
                    OYpZNbtg2eiZHgI5h1VWI3WExJyhRANCAATPXky8VVFA97sDJltjnS0wy6QdaBMv
                    H3tkh3pmkrNPXh7s1Q1gXIP40ngpg+/Dh46k8PXCs+1QdI5GSAvRaVSg
                    -----END PRIVATE KEY-----
                    """,
                    "897b31621715b0b666e8d09ed0f369ae69ffefa3169c7738801d094f3efbdefe",
                    "30460221008495dd38e8dff024db0428f26198706add573d828f17894287d050c4530b9d4c022100b4002a24c62090b1873b418bc52f497ee4ad6c9b92433d2a66be1c2bf90f2edb"),
            new Vector(
                    Curve.P384,
                    """
                    -----BEGIN PRIVATE KEY-----
                    MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDBl500VIO7+XeBUXs5Q
                    mA96XQ74uDAMTtP3cDnjqynaFqJY/DIavZBbMlwDP8z+3yyhZANiAASneBc3aEEH
                    GwfZxqYfkjmEkFFFp0nz5Id/NZJhR+KZQsWKmUc0QqI7E5dKtwEyFJTM6xUEK0Et
                    EUBOaN3p1CTmLjJbfLrZoZxIGBeobzaxOAMCkEKMmTVql0JAAQra+pw=
                    -----END PRIVATE KEY-----
                    """,
                    "551e78251cb87d64d97c88620194a7e0c7f88dfaa22768a79065baacc129ba61",
                    "306402300a99fddc391e7b46cca8884f6554b746def1d287b56186de5be63dc7f58ef16ea1363578d6549f08972fdbc5e4209285023038620f7be0ce3687f9caf450ca7cf06f65ce1e82f9e759f6d3ae21257c156f4e0ad237c603d71077c65602f0721bd3e3"),
            new Vector(
                    Curve.P521,
                    """
                    -----BEGIN PRIVATE KEY-----
                    MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIBiOcYbF9KNTBOCCjX
                    zTHv0qbamsb9Mm9JjzyJfHR1FQk8xdHhGlIxaYU+IeeX+cTAO77cp5+G9oT8B28z
                    vbm5dqChgYkDgYYABADWgjOi4s+P/zBGNtqZ81HhoPi+Ep079zWRcKylyhIqgYFU
                    EHJzjwwjShzrU8dqhnH7BuZNt9aelOGG3+Af2Qn7lgCH0P4cWevN1RtqNF6Nnqpy
                    nIg2Sml6YDsf9EwHX7vZFt2lwEfDBC8S2NPpakN+CSfzUr6Nr6vwIP8PkFC9mlFB
                    xQ==
                    -----END PRIVATE KEY-----
                    """,
                    "75d9e849c77ff26ea40b461486dabd2fd6cce07756f35eb4a53f9e333df3b82f",
                    "308188024201954e405fad561aa4ee13e0bca5777090369abfddeca1bffb17aa0df37c42d2e471c86b96729eae619abf94f13c7ba11782ba3129d423d4ea397b549509c18d9716024201e3a3701356e67e316a095f16e6e8e5ae1d1066832a39e798b492174e7f8cf80debc0d46c2eec7318ca2d57998074929a8b0d2ce8205ebd0382d0ec12afeb8080c4"));

    private static final Digest DIGEST = Digest.sha256("Coco".getBytes(UTF_8));

    private static List<EcdsaProvider> providers() {
        var providers = new ArrayList<EcdsaProvider>();
        providers.add(EcdsaProvider.bouncyCastle());
        EcdsaProvider.amazon().ifPresent(providers::add);
        return providers;
    }

    private static SigningKey key(Vector vector, EcdsaProvider provider) throws MalformedException {
        return SigningKey.ofPkcs8(
                SecretBytes.wrap(Pem.decodeOne(vector.pem(), Pem.PRIVATE_KEY).toArray()), provider);
    }

    @Test
    void bothProvidersAreHereOnLinux() {
        var isLinux = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        assertEquals(isLinux ? 2 : 1, providers().size());
    }

    @Test
    void keysAndSignaturesOfOpenSslAreRead() throws MalformedException {
        for (var provider : providers()) {
            for (var vector : VECTORS) {
                try (var key = key(vector, provider)) {
                    assertEquals(vector.curve(), key.curve());
                    assertEquals(vector.id(), key.verifyingKey().id().toHex());
                    assertTrue(key.verifyingKey()
                            .verifyDigest(DIGEST, HexFormat.of().parseHex(vector.signature())));
                }
            }
        }
    }

    @Test
    void whatOneProviderSignsTheOtherVerifies() throws MalformedException {
        for (var signer : providers()) {
            for (var verifier : providers()) {
                for (var vector : VECTORS) {
                    try (var key = key(vector, signer)) {
                        var other = VerifyingKey.ofSpki(key.verifyingKey().spki(), verifier);
                        var message = "message".getBytes(UTF_8);
                        assertTrue(other.verifyDigest(DIGEST, key.signDigest(DIGEST)));
                        assertTrue(other.verifyMessage(message, key.signMessage(message)));
                        assertFalse(other.verifyDigest(Digest.ZERO, key.signDigest(DIGEST)));
                        assertFalse(other.verifyMessage("massage".getBytes(UTF_8), key.signMessage(message)));
                    }
                }
            }
        }
    }

    @Test
    void anyChangedBitIsRefusedByAll() throws MalformedException {
        for (var provider : providers()) {
            for (var vector : VECTORS) {
                var signature = HexFormat.of().parseHex(vector.signature());
                try (var key = key(vector, provider)) {
                    for (var bit = 0; bit < 8 * signature.length; bit += 3) {
                        signature[bit / 8] ^= (byte) (1 << bit % 8);
                        assertFalse(key.verifyingKey().verifyDigest(DIGEST, signature), "bit " + bit);
                        signature[bit / 8] ^= (byte) (1 << bit % 8);
                    }
                }
            }
        }
    }

    /** RFC 6979 appendix A.2.5, message "sample", SHA-256. */
    @Test
    void deterministicSignaturesAreThoseOfTheRfc() throws MalformedException {
        var x = new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16);
        try (var key = SigningKey.of(Curve.P256, x, EcdsaProvider.current(), true)) {
            assertEquals(
                    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                            + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
                    HexFormat.of().formatHex(key.signMessage("sample".getBytes(UTF_8))));
        }
    }

    @Test
    void aSeedGivesOneKey() {
        for (var curve : Curve.values()) {
            try (var first = SigningKey.deterministic(curve, new byte[] {1});
                    var second = SigningKey.deterministic(curve, new byte[] {1});
                    var third = SigningKey.deterministic(curve, new byte[] {2})) {
                assertEquals(first.verifyingKey(), second.verifyingKey());
                assertFalse(first.verifyingKey().equals(third.verifyingKey()));
                assertArrayEquals(first.signDigest(DIGEST), second.signDigest(DIGEST));
                assertTrue(first.verifyingKey().verifyDigest(DIGEST, first.signDigest(DIGEST)));
            }
        }
    }

    @Test
    void aKeySurvivesItsExport() throws MalformedException {
        for (var curve : Curve.values()) {
            try (var key = SigningKey.generate(curve);
                    var exported = key.toPkcs8();
                    var again = SigningKey.ofPkcs8(exported)) {
                assertEquals(key.verifyingKey(), again.verifyingKey());
                assertTrue(key.verifyingKey().verifyDigest(DIGEST, again.signDigest(DIGEST)));
            }
        }
    }

    @Test
    void aClosedKeySignsNothing() {
        var key = SigningKey.generate(Curve.P256);
        key.close();
        assertThrows(NullPointerException.class, () -> key.signDigest(DIGEST));
        assertThrows(IllegalStateException.class, key::toPkcs8);
        assertFalse(key.toString().contains("3059"));
    }

    @Test
    void derIsReadStrictlyOrNotAtAll() {
        var random = new Random(1);
        for (var vector : VECTORS) {
            var signature = HexFormat.of().parseHex(vector.signature());
            for (var round = 0; round < 20_000; round++) {
                var mutated = Mutations.of(signature, random);
                try {
                    assertArrayEquals(
                            mutated,
                            EcdsaSignature.ofDer(vector.curve(), mutated).toDer());
                } catch (MalformedException e) {
                    assertNotNull(e.getMessage());
                }
            }
        }
    }

    @Test
    void looseDerIsRefused() throws MalformedException {
        var strict = "3006020101020101";
        assertEquals(
                BigInteger.ONE,
                EcdsaSignature.ofDer(Curve.P256, HexFormat.of().parseHex(strict))
                        .r());
        for (var loose : List.of(
                "308106020101020101",
                "300602010102010100",
                "300702020001020101",
                "3006020100020101",
                "30060201ff020101",
                "3080020101020101 0000".replace(" ", ""),
                "")) {
            assertThrows(
                    MalformedException.class,
                    () -> EcdsaSignature.ofDer(Curve.P256, HexFormat.of().parseHex(loose)),
                    loose);
        }
    }

    @Test
    void keysOffTheCurveAreRefused() throws MalformedException {
        for (var vector : VECTORS) {
            try (var key = key(vector, EcdsaProvider.current())) {
                var spki = key.verifyingKey().spki().toArray();
                for (var i = 0; i < spki.length; i++) {
                    spki[i] ^= 1;
                    assertThrows(MalformedException.class, () -> VerifyingKey.ofSpki(Bytes.of(spki)), "byte " + i);
                    spki[i] ^= 1;
                }
            }
        }
    }
}
