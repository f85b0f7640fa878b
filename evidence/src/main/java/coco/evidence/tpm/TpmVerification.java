package coco.evidence.tpm;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Examination;
import coco.evidence.Findings;
import coco.evidence.Hash;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.chain.Revocation;
import coco.evidence.format.X509;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Is a quote a TPM's? Its key is trusted by itself or leads to a root, the key signed the quote, and the values of registers
 * have the digest that was quoted (TPM 2.0 Library Part 1, section Attestation).
 */
public final class TpmVerification {
    private TpmVerification() {}

    public static Findings examine(TpmEvidence evidence, Case about) {
        checkKey(evidence.key(), about);
        var registers = registers(evidence.quote(), evidence.key().key(), about.examination());
        var attest = evidence.quote().attest();
        var claims = Claims.of(TeeKind.TPM, registers, attest.extraData()).withFacts(facts(attest));
        return about.examination().findings(claims, Tcb.ungraded());
    }

    /**
     * Checks the quote's signature and digest, and notes what is wrong.
     *
     * @return the quoted registers by name: {@code pcr0} and on of the first bank that is not of SHA-1; of other banks with
     *     the bank's name behind, such as {@code pcr0-sha384}
     */
    public static SequencedMap<String, Octets> registers(TpmQuote quote, PublicKey key, Examination examination) {
        var hash = quote.signature().hash();
        examination.require(hash != Hash.SHA_1, Reason.UNSUPPORTED, "a quote that is signed over a hash of SHA-1");
        examination.require(
                quote.signature().verifies(quote.message(), key),
                Reason.SIGNATURE,
                "the quote's, by the attestation key");
        var registers = new LinkedHashMap<String, Octets>();
        var quoted = Octets.EMPTY;
        var plain = plainBank(quote.attest());
        for (var selection : quote.attest().selections()) {
            for (var index : selection.indexes()) {
                var value = quote.values().value(selection.bank(), index);
                if (!examination.require(
                        value.isPresent(),
                        Reason.REGISTERS,
                        "no value of " + selection.bank() + " register " + index)) {
                    return registers;
                }
                quoted = quoted.concat(value.get());
                registers.put(name(selection.bank(), index, plain), value.get());
            }
        }
        examination.require(
                quoted.hash(hash).equals(quote.attest().pcrDigest()),
                Reason.REGISTERS,
                "the values have the digest " + quoted.hash(hash) + ", quoted is "
                        + quote.attest().pcrDigest());
        return registers;
    }

    /** The quote's own words, for people. */
    public static SequencedMap<String, String> facts(Attest attest) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("tpm-signer", attest.qualifiedSigner().toHex());
        facts.put("tpm-firmware", Long.toHexString(attest.firmwareVersion()));
        facts.put("tpm-clock-milliseconds", Long.toUnsignedString(attest.clock()));
        facts.put("tpm-clock-safe", Boolean.toString(attest.safe()));
        facts.put("tpm-reset-count", Long.toString(attest.resetCount()));
        facts.put("tpm-restart-count", Long.toString(attest.restartCount()));
        return facts;
    }

    private static Optional<Hash> plainBank(Attest attest) {
        return attest.selections().stream()
                .filter(selection -> !selection.indexes().isEmpty())
                .map(PcrSelection::bank)
                .filter(bank -> bank != Hash.SHA_1)
                .findFirst();
    }

    private static String name(Hash bank, int index, Optional<Hash> plain) {
        if (plain.equals(Optional.of(bank))) return "pcr" + index;
        return "pcr" + index + "-" + bank.name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    private static void checkKey(AttestationKey key, Case about) {
        if (about.chains().roots().keys(Authority.TPM).stream().anyMatch(trusted -> isSame(trusted, key.key()))) return;
        var certificate = key.certificate().or(() -> about.endorsements().certificates().stream()
                .filter(other -> isSame(other.getPublicKey(), key.key()))
                .findFirst());
        if (certificate.isPresent()) {
            checkCertificate(certificate.get(), about);
        } else {
            about.examination()
                    .refuse(Reason.CHAIN_MISSING, "the attestation key is not trusted, and has no certificate");
        }
    }

    private static void checkCertificate(X509Certificate certificate, Case about) {
        var examination = about.examination();
        examination.require(
                X509.isForSignatures(certificate, true),
                Reason.CHAIN,
                "the attestation key's certificate is for another use");
        var chain = about.chains()
                .lead(
                        certificate,
                        about.endorsements().certificates(),
                        Authority.TPM,
                        examination,
                        "the attestation key");
        chain.ifPresent(found -> Revocation.check(found, TeeKind.TPM, about));
    }

    private static boolean isSame(PublicKey one, PublicKey other) {
        return Arrays.equals(one.getEncoded(), other.getEncoded());
    }
}
