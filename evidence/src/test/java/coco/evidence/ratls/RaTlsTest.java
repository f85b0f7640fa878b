package coco.evidence.ratls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Claims;
import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.Hostile;
import coco.evidence.MadeCertificate;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Samples;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.Verdicts;
import coco.evidence.format.Cbor;
import coco.evidence.format.X509;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RaTlsTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final Octets QUOTE = Octets.ofHex("0400020081000000" + "00".repeat(60));
    private static final Octets NONCE = Octets.ofHex("0102030405060708");

    private final KeyPair keys = MadeKeys.elliptic("secp256r1");

    private static X509Certificate gramine() {
        return Samples.certificates("ratls/gramine-cert.pem").getFirst();
    }

    /** The report data of an SGX quote (report body at 48, report data at 320 in it). */
    private static Octets reportData(Octets quote) {
        return quote.slice(368, 432);
    }

    private X509Certificate certificate(KeyPair signer, Extension... extensions) {
        return MadeCertificate.of("CN=node", keys.getPublic(), extensions).signed("CN=node", signer);
    }

    private static Extension extension(String id, Octets value) {
        return new Extension(id, false, value);
    }

    private static Extension extension(RaTls.Extension extension) {
        return extension(extension.id(), extension.value());
    }

    private static RaTls only(X509Certificate certificate) throws MalformedException {
        var all = RaTls.parse(certificate);
        assertEquals(1, all.size());
        return all.getFirst();
    }

    private static Set<Reason> check(RaTls found, Instant at) {
        var examination = new Examination(at);
        found.check(examination);
        return reasons(examination);
    }

    private static Set<Reason> binding(RaTls found, Octets reportData) {
        var examination = new Examination(AT);
        found.checkBinding(reportData, examination);
        return reasons(examination);
    }

    private static Set<Reason> reasons(Examination examination) {
        var nothing = Claims.of(TeeKind.SGX, new LinkedHashMap<>(), Octets.EMPTY);
        return Verdicts.reasons(examination.findings(nothing, Tcb.ungraded()).refusals());
    }

    @Test
    void aCertificateOfGramineCarriesEvidenceInBothOfItsForms() throws MalformedException {
        var all = RaTls.parse(gramine());
        assertEquals(
                List.of(RaTls.Format.INTEROPERABLE, RaTls.Format.GRAMINE_AS_WRITTEN),
                all.stream().map(RaTls::format).toList());
        for (var found : all) {
            assertEquals(TeeKind.SGX, found.tee());
            assertEquals(4734, found.evidence().size());
            assertEquals(Set.of(), check(found, AT));
            assertEquals(Set.of(), binding(found, reportData(found.evidence())));
        }
        assertEquals(
                Set.of(Reason.KEY_BINDING),
                binding(all.getFirst(), reportData(all.getLast().evidence())));
        assertEquals(
                Set.of(Reason.KEY_BINDING),
                binding(all.getLast(), reportData(all.getFirst().evidence())));
        assertEquals(Set.of(Reason.CERTIFICATE_DATES), check(all.getFirst(), Instant.parse("2031-01-01T00:00:00Z")));
    }

    @Test
    void aChangedByteOfARealCertificateIsNeverAccepted() {
        changeEach(307);
        Hostile.cutEach(der(gramine()), 101, RaTlsTest::accepts);
    }

    void changeEach(int every) {
        Hostile.changeEach(der(gramine()), every, at -> false, RaTlsTest::accepts);
    }

    private static Octets der(X509Certificate certificate) {
        try {
            return Octets.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean accepts(Octets der) throws MalformedException {
        var found = RaTls.parse(X509.ofDer(der)).getFirst();
        return check(found, AT).isEmpty()
                && binding(found, reportData(found.evidence())).isEmpty();
    }

    @Test
    void whatWeWriteIsReadAgain() throws MalformedException {
        for (var tee : TeeKind.values()) {
            for (var nonce : List.of(Optional.of(NONCE), Optional.<Octets>empty())) {
                var evidence = tee == TeeKind.SGX ? Octets.ofHex("0300020000000000") : QUOTE;
                var claims = RaTls.claims(keys.getPublic(), nonce);
                var found = only(certificate(keys, extension(RaTls.extension(tee, evidence, claims))));
                assertEquals(tee, found.tee());
                assertEquals(evidence, found.evidence());
                assertEquals(nonce, found.claims().nonce());
                assertEquals(Set.of(), check(found, AT));
                var bound = claims.hash(Hash.SHA_256);
                assertEquals(Set.of(), binding(found, bound));
                assertEquals(Set.of(), binding(found, bound.concat(Octets.of(new byte[32]))));
                assertEquals(Set.of(Reason.KEY_BINDING), binding(found, bound.concat(NONCE)));
                assertEquals(Set.of(Reason.KEY_BINDING), binding(found, bound.slice(0, 31)));
                assertEquals(Set.of(Reason.KEY_BINDING), binding(found, Octets.EMPTY));
            }
        }
    }

    @Test
    void claimsAboutAnotherKeyAreRefused() throws MalformedException {
        var other = RaTls.claims(MadeKeys.elliptic("secp256r1").getPublic(), Optional.empty());
        var found = only(certificate(keys, extension(RaTls.extension(TeeKind.TDX, QUOTE, other))));
        assertEquals(Set.of(Reason.KEY_BINDING), check(found, AT));
    }

    @Test
    void aCertificateIsSignedByItsOwnKeyInItsOwnName() throws MalformedException {
        var good = extension(RaTls.extension(TeeKind.TDX, QUOTE, RaTls.claims(keys.getPublic(), Optional.empty())));
        var stranger = MadeKeys.elliptic("secp256r1");
        assertEquals(Set.of(Reason.SIGNATURE), check(only(certificate(stranger, good)), AT));
        var renamed = MadeCertificate.of("CN=node", keys.getPublic(), good).signed("CN=other", keys);
        assertEquals(Set.of(Reason.SIGNATURE), check(only(renamed), AT));
    }

    @Test
    void anUnknownCriticalExtensionIsRefused() throws MalformedException {
        var good = extension(RaTls.extension(TeeKind.TDX, QUOTE, RaTls.claims(keys.getPublic(), Optional.empty())));
        var odd = new Extension("1.2.3.4", true, Octets.ofHex("0500"));
        assertEquals(Set.of(Reason.UNSUPPORTED), check(only(certificate(keys, good, odd)), AT));
    }

    @Test
    void otherHashesAndOtherClaimsAreRead() throws MalformedException {
        var info = Octets.of(keys.getPublic().getEncoded());
        var numbers = new int[] {1, 7, 8};
        var hashes = new Hash[] {Hash.SHA_256, Hash.SHA_384, Hash.SHA_512};
        for (var i = 0; i < numbers.length; i++) {
            var claims = claims(numbers[i], info.hash(hashes[i]), Cbor.Entry.of("key_0\0", new Cbor.Bytes(NONCE)));
            var found = only(certificate(keys, extension(RaTls.extension(TeeKind.TDX, QUOTE, claims))));
            assertEquals(Set.of(), check(found, AT));
        }
        refused(Reason.UNSUPPORTED, RaTls.extension(TeeKind.TDX, QUOTE, claims(2, info.hash(Hash.SHA_256))));
        refused(Reason.MALFORMED, RaTls.extension(TeeKind.TDX, QUOTE, claims(7, info.hash(Hash.SHA_256))));
        refused(
                Reason.MALFORMED,
                RaTls.extension(TeeKind.TDX, QUOTE, Cbor.Map.of().encoded()));
        refused(Reason.MALFORMED, RaTls.extension(TeeKind.TDX, QUOTE, Octets.EMPTY));
    }

    private static Octets claims(long algorithm, Octets hash, Cbor.Entry... others) {
        var entry = Cbor.Array.of(Cbor.integer(algorithm), new Cbor.Bytes(hash));
        var entries = new ArrayList<>(List.of(others));
        entries.add(Cbor.Entry.of("pubkey-hash", new Cbor.Bytes(entry.encoded())));
        return new Cbor.Map(entries).encoded();
    }

    private void refused(Reason reason, RaTls.Extension extension) {
        refused(reason, extension.id(), extension.value());
    }

    private void refused(Reason reason, String id, Octets value) {
        var certificate = certificate(keys, extension(id, value));
        var refusal = assertThrows(MalformedException.class, () -> RaTls.parse(certificate));
        assertEquals(reason, refusal.reason());
    }

    @Test
    void whatIsNoEvidenceIsRefused() {
        var id = RaTls.Format.INTEROPERABLE.id();
        var claims = RaTls.claims(keys.getPublic(), Optional.empty());
        refused(Reason.MALFORMED, "1.2.3.4", QUOTE);
        refused(Reason.MALFORMED, id, Octets.EMPTY);
        refused(Reason.MALFORMED, id, Cbor.Array.of().encoded());
        refused(Reason.UNSUPPORTED, id, new Cbor.Tagged(60_001, Cbor.Array.of()).encoded());
        refused(Reason.UNSUPPORTED, id, new Cbor.Tagged(RaTls.INTEL_QUOTE, Cbor.Array.of()).encoded());
        refused(Reason.UNKNOWN_VERSION, RaTls.extension(TeeKind.SGX, Octets.ofHex("0600020000000000"), claims));
        refused(Reason.UNSUPPORTED, RaTls.extension(TeeKind.SGX, Octets.ofHex("0400020082000000"), claims));
        refused(Reason.UNSUPPORTED, RaTls.extension(TeeKind.SGX, Octets.ofHex("0300020081000000"), claims));
        refused(Reason.MALFORMED, RaTls.extension(TeeKind.SGX, Octets.ofHex("0300"), claims));
        var unknown = Cbor.Array.of(new Cbor.Text("abacus"), new Cbor.Bytes(QUOTE), new Cbor.Bytes(claims));
        refused(Reason.UNSUPPORTED, id, new Cbor.Tagged(RaTls.OTHER_EVIDENCE, unknown).encoded());
    }

    @Test
    void gramineHashesTheKey() throws MalformedException {
        var info = Octets.of(keys.getPublic().getEncoded());
        for (var format : Set.of(RaTls.Format.GRAMINE, RaTls.Format.GRAMINE_AS_WRITTEN)) {
            var found = only(certificate(keys, extension(format.id(), QUOTE)));
            assertEquals(format, found.format());
            assertEquals(Set.of(), binding(found, info.hash(Hash.SHA_256).concat(Octets.of(new byte[32]))));
        }
    }

    @Test
    void openEnclaveHashesTheKeyOrItsPem() throws MalformedException {
        var info = Octets.of(keys.getPublic().getEncoded());
        var size = Octets.of((byte) QUOTE.size()).concat(Octets.of(new byte[7]));
        var header = Octets.ofHex("0100000002000000").concat(size);
        var id = RaTls.Format.OPEN_ENCLAVE_REPORT.id();
        var found = only(certificate(keys, extension(id, header.concat(QUOTE))));
        assertEquals(QUOTE, found.evidence());
        assertEquals(Set.of(), binding(found, info.hash(Hash.SHA_256)));
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(info.toArray());
        var pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n\0";
        var bytes = Octets.of(pem.getBytes(StandardCharsets.US_ASCII));
        assertEquals(Set.of(), binding(found, bytes.hash(Hash.SHA_256)));
        assertTrue(!binding(found, bytes.slice(0, bytes.size() - 2).hash(Hash.SHA_256))
                .isEmpty());
        var newer = Octets.ofHex("03000000" + "a3".repeat(16)).concat(size).concat(QUOTE);
        var newerId = RaTls.Format.OPEN_ENCLAVE_EVIDENCE.id();
        var evidence = only(certificate(keys, extension(newerId, newer)));
        assertEquals(QUOTE, evidence.evidence());
        assertEquals(Set.of(), binding(evidence, bytes.hash(Hash.SHA_256)));
        refused(Reason.MALFORMED, newerId, newer.concat(NONCE));
        refused(Reason.UNKNOWN_VERSION, newerId, Octets.ofHex("02").concat(newer.slice(1, newer.size())));
        refused(
                Reason.UNKNOWN_VERSION,
                id,
                Octets.ofHex("0200000002000000").concat(size).concat(QUOTE));
        refused(
                Reason.UNSUPPORTED,
                id,
                Octets.ofHex("0100000001000000").concat(size).concat(QUOTE));
        refused(Reason.MALFORMED, id, header.concat(QUOTE).concat(NONCE));
        refused(Reason.MALFORMED, id, header.concat(QUOTE.slice(1, QUOTE.size())));
    }
}
