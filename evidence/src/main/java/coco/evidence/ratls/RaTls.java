package coco.evidence.ratls;

import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.chain.Chains;
import coco.evidence.dcap.OpenEnclave;
import coco.evidence.dcap.Quote;
import coco.evidence.format.Cbor;
import coco.evidence.format.X509;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Evidence in an X.509 certificate, for the key of that certificate (RA-TLS). It says whose key it is, and nothing about when:
 * a certificate can be shown again by whoever has it, so that freshness has to come from an exchange over the connection.
 *
 * <p>To accept one, {@link #check} the certificate, verify the {@link #evidence} by a {@link coco.evidence.Verifier}, and
 * {@link #checkBinding} with the report data of that verdict.
 *
 * @param tee of the evidence
 * @param evidence to be parsed by the class of its kind
 * @param claims what else the evidence is bound to
 * @param bindings what the report data may be: each is followed by zeros there
 */
public record RaTls(
        X509Certificate certificate,
        Format format,
        TeeKind tee,
        Octets evidence,
        CustomClaims claims,
        List<Octets> bindings) {
    /** How a certificate carries evidence, those that say most first. */
    public enum Format {
        /** Interoperable RA-TLS: tcg-dice-tagged-evidence. Evidence of Intel's TEEs has tag 60000. */
        INTEROPERABLE("2.23.133.5.4.9"),
        /** A report of Open Enclave and EGo, under a header of its own. */
        OPEN_ENCLAVE_REPORT("1.3.6.1.4.1.311.105.1"),
        /** Evidence of Open Enclave: a quote under a header of another form, and behind it the claims that it is bound to. */
        OPEN_ENCLAVE_EVIDENCE("1.3.6.1.4.1.311.105.2"),
        /** Gramine's quote without anything around it. */
        GRAMINE("1.2.840.113741.1337.6"),
        /** The same identifier as Gramine writes it, with its length and tag twice. */
        GRAMINE_AS_WRITTEN("0.6.9.42.840.113741.1337.6");

        private final String id;

        Format(String id) {
            this.id = id;
        }

        /** The object identifier of the extension. */
        public String id() {
            return id;
        }
    }

    /** The extension of a certificate that carries evidence; it is not critical. */
    public record Extension(String id, Octets value) {}

    static final long INTEL_QUOTE = 60_000;

    /** The tag of evidence that has no registered one, with its kind before it: "cocr" in ASCII. */
    static final long OTHER_EVIDENCE = 0x636f_6372L;

    private static final int CLAIMS_SIZE_MAX = 4_096;
    private static final int PEM_COLUMNS = 64;

    public RaTls {
        bindings = List.copyOf(bindings);
    }

    /** All evidence in a certificate, at least one. */
    public static List<RaTls> parse(X509Certificate certificate) throws MalformedException {
        var found = new ArrayList<RaTls>();
        for (var format : Format.values()) {
            var extension = X509.extension(certificate, format.id);
            if (extension.isEmpty()) continue;
            var value = extension.get();
            found.add(
                    switch (format) {
                        case INTEROPERABLE -> interoperable(certificate, value);
                        case OPEN_ENCLAVE_REPORT -> openEnclave(certificate, format, OpenEnclave.quoteInReport(value));
                        case OPEN_ENCLAVE_EVIDENCE ->
                            openEnclave(certificate, format, OpenEnclave.quoteInEvidence(value));
                        case GRAMINE, GRAMINE_AS_WRITTEN -> gramine(certificate, format, value);
                    });
        }
        if (found.isEmpty()) throw new MalformedException("a certificate without evidence");
        return List.copyOf(found);
    }

    private static RaTls interoperable(X509Certificate certificate, Octets value) throws MalformedException {
        if (!(Cbor.parse(value) instanceof Cbor.Tagged(var tag, var content))) {
            throw new MalformedException("evidence without a tag");
        }
        var parts = content.items();
        if (tag == INTEL_QUOTE && parts.size() == 2) {
            var quote = parts.get(0).bytes();
            return interoperable(certificate, Quote.kind(quote), quote, parts.get(1));
        }
        if (tag == OTHER_EVIDENCE && parts.size() == 3) {
            var tee = TeeKind.of(parts.get(0).text());
            if (tee.isEmpty())
                throw new MalformedException(
                        Reason.UNSUPPORTED, "evidence of " + parts.get(0).text());
            return interoperable(certificate, tee.get(), parts.get(1).bytes(), parts.get(2));
        }
        throw new MalformedException(Reason.UNSUPPORTED, "evidence with tag " + Long.toUnsignedString(tag));
    }

    private static RaTls interoperable(X509Certificate certificate, TeeKind tee, Octets evidence, Cbor claims)
            throws MalformedException {
        var buffer = claims.bytes(1, CLAIMS_SIZE_MAX);
        return new RaTls(
                certificate,
                Format.INTEROPERABLE,
                tee,
                evidence,
                CustomClaims.parse(buffer),
                List.of(buffer.hash(Hash.SHA_256)));
    }

    private static RaTls gramine(X509Certificate certificate, Format format, Octets quote) throws MalformedException {
        return new RaTls(
                certificate,
                format,
                Quote.kind(quote),
                quote,
                CustomClaims.NONE,
                List.of(keyInfo(certificate).hash(Hash.SHA_256)));
    }

    /** EGo hashes the key as the certificate has it, Open Enclave its PEM and the zero behind it. */
    private static RaTls openEnclave(X509Certificate certificate, Format format, Octets quote)
            throws MalformedException {
        var info = keyInfo(certificate);
        return new RaTls(
                certificate,
                format,
                Quote.kind(quote),
                quote,
                CustomClaims.NONE,
                List.of(info.hash(Hash.SHA_256), pem(info).hash(Hash.SHA_256)));
    }

    /** A key in PEM with the zero that ends a string in C. */
    private static Octets pem(Octets keyInfo) {
        var lines = Base64.getMimeEncoder(PEM_COLUMNS, new byte[] {'\n'}).encodeToString(keyInfo.toArray());
        var text = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n\0";
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Octets keyInfo(X509Certificate certificate) {
        return Octets.of(certificate.getPublicKey().getEncoded());
    }

    /**
     * Notes what is wrong with the certificate itself: that it is not signed by its own key, its dates, critical extensions that
     * nobody here knows, and claims that are about another key.
     */
    public void check(Examination examination) {
        examination.require(isSelfSigned(), Reason.SIGNATURE, "the certificate is not signed by its own key");
        examination.within(certificate, "the certificate with evidence");
        examination.require(
                !certificate.hasUnsupportedCriticalExtension(),
                Reason.UNSUPPORTED,
                "a critical extension of the certificate is not known");
        examination.require(
                claims.isAbout(keyInfo(certificate)), Reason.KEY_BINDING, "the claims are about another key");
    }

    /** Notes whether {@code reportData}, which a verdict on the evidence gave, binds it to this key and its claims. */
    public void checkBinding(Octets reportData, Examination examination) {
        examination.require(
                bindings.stream().anyMatch(binding -> isFollowedByZeros(binding, reportData)),
                Reason.KEY_BINDING,
                "the evidence is bound to another key or to other claims");
    }

    private static boolean isFollowedByZeros(Octets binding, Octets reportData) {
        if (reportData.size() < binding.size()) return false;
        return Octets.of(Arrays.copyOf(binding.toArray(), reportData.size())).equals(reportData);
    }

    private boolean isSelfSigned() {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && Chains.isSignedBy(certificate, certificate.getPublicKey());
    }

    /** The buffer of claims about a key, to whose SHA-256 evidence has to be bound. */
    public static Octets claims(PublicKey key, Optional<Octets> nonce) {
        return CustomClaims.encoded(Octets.of(key.getEncoded()), nonce);
    }

    /**
     * The extension for a certificate of the key that {@code claims} are about. Intel's TEEs have the registered form, others
     * one of our own.
     *
     * @param claims of {@link #claims(PublicKey, Optional)}
     */
    public static Extension extension(TeeKind tee, Octets evidence, Octets claims) {
        var parts = new ArrayList<Cbor>(List.of(new Cbor.Bytes(evidence), new Cbor.Bytes(claims)));
        var intel = tee == TeeKind.SGX || tee == TeeKind.TDX;
        if (!intel) parts.addFirst(new Cbor.Text(tee.word()));
        var tagged = new Cbor.Tagged(intel ? INTEL_QUOTE : OTHER_EVIDENCE, new Cbor.Array(parts));
        return new Extension(Format.INTEROPERABLE.id, tagged.encoded());
    }
}
