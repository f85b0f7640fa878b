package coco.evidence.azure;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static coco.evidence.Verdicts.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Endorsements;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Samples;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.format.Json;
import coco.evidence.format.Json.Elements;
import coco.evidence.format.Json.Members;
import coco.evidence.format.Json.Numeral;
import coco.evidence.snp.SnpEndorsements;
import coco.evidence.tpm.PcrValues;
import coco.evidence.tpm.TpmQuote;
import coco.evidence.tpm.TpmSignature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Evidence of real machines in Azure, under AMD's roots. */
class VtpmSamplesTest {
    private static final Verifier VERIFIER = Verifier.ofVendors();
    private static final int HEADER_END = 32;
    private static final int RUNTIME_SIZES = 32 + 1184;
    private static final int RUNTIME = RUNTIME_SIZES + 20;

    /** The parts of a sample as they were sent. */
    private record Parts(Octets report, Octets message, Octets signature, List<Octets> values, Octets vcek) {
        Verdict verify(Policy policy, String day) throws MalformedException {
            var signed = new TpmSignature.Pkcs1(Hash.SHA_256, signature);
            var quote = TpmQuote.parse(message, signed, PcrValues.of(Hash.SHA_256, values));
            return VERIFIER.verify(VtpmEvidence.ofSnp(report, quote), endorsements(), policy, at(day));
        }

        private Endorsements endorsements() throws MalformedException {
            return SnpEndorsements.certificates(vcek);
        }
    }

    @Test
    void areAcceptedWhileTheCertificateIsValid() throws MalformedException {
        for (var sample : List.of(first(), second())) {
            var verdict = accepted(sample.verify(Policy.genuine(), "2026-11-26"));
            assertEquals(TeeKind.AZURE_SNP, verdict.claims().tee());
            assertEquals("2032-01-28T16:26:55Z", verdict.validUntil().toString());
            assertEquals(sample.values().get(7), verdict.claims().registers().get("pcr7"));
            assertEquals(25, verdict.claims().registers().size());
            assertEquals("true", verdict.claims().facts().get("vm-secure-boot"));
            assertTrue(verdict.claims().features().contains("secure-boot"));
            assertRefused(Reason.CERTIFICATE_DATES, sample.verify(Policy.genuine(), "2032-02-01"));
        }
    }

    @Test
    void theNonceIsWhatTheEvidenceIsBoundTo() throws MalformedException {
        var nonce = Octets.of("challenge".getBytes(StandardCharsets.US_ASCII));
        accepted(second().verify(Policy.genuine().boundTo(nonce), "2026-11-26"));
        assertRefused(
                Reason.REPORT_DATA,
                second().verify(
                                Policy.genuine().boundTo(Octets.of("another".getBytes(StandardCharsets.US_ASCII))),
                                "2026-11-26"));
    }

    @Test
    void whatOneMachineVouchesForIsOfNoUseToAnother() throws MalformedException {
        var sample = first();
        var other = Samples.read("snp/ms_tav/milan_attestation_report.bin");
        var report = sample.report().toArray();
        System.arraycopy(other.toArray(), 0, report, HEADER_END, other.size());
        var moved = new Parts(
                Octets.of(report),
                sample.message(),
                sample.signature(),
                sample.values(),
                Samples.read("snp/ms_tav/milan_vcek.pem"));
        assertRefused(Reason.KEY_BINDING, moved.verify(Policy.genuine(), "2026-11-26"));
    }

    /**
     * The envelope is not signed: nothing rests on its sizes, its status and its reserved bytes, on which of the known
     * versions it names, nor on the rest of the index behind the runtime claims. Everything else counts.
     */
    @Test
    void noEvidenceWithAnotherByteIsAccepted() throws MalformedException {
        assertNoFlipIsAccepted(second(), i -> i % 41 == 7 || i < HEADER_END || i >= RUNTIME_SIZES && i < RUNTIME);
    }

    @Test
    @Tag("whole")
    void noEvidenceWithAnyOtherByteIsAccepted() throws MalformedException {
        assertNoFlipIsAccepted(first(), _ -> true);
        assertNoFlipIsAccepted(second(), _ -> true);
    }

    private static void assertNoFlipIsAccepted(Parts sample, IntPredicate chosen) throws MalformedException {
        var end = RUNTIME + HclReport.parse(sample.report()).runtime().size();
        flip(
                sample.report(),
                i -> chosen.test(i) && !isUnsigned(i, end),
                report -> new Parts(report, sample.message(), sample.signature(), sample.values(), sample.vcek()));
        flip(
                sample.message(),
                chosen,
                message -> new Parts(sample.report(), message, sample.signature(), sample.values(), sample.vcek()));
        flip(
                sample.signature(),
                chosen,
                signature -> new Parts(sample.report(), sample.message(), signature, sample.values(), sample.vcek()));
        for (var i = 0; i < sample.values().size(); i++) {
            var index = i;
            flip(
                    sample.values().get(i),
                    at -> at == 31,
                    value -> new Parts(
                            sample.report(),
                            sample.message(),
                            sample.signature(),
                            with(sample.values(), index, value),
                            sample.vcek()));
        }
    }

    private static boolean isUnsigned(int index, int end) {
        var inHeader = index >= 8 && index < 12 || index >= 16 && index < HEADER_END;
        return inHeader || index >= RUNTIME_SIZES && index < RUNTIME_SIZES + 4 || index >= end;
    }

    private static List<Octets> with(List<Octets> values, int index, Octets value) {
        var others = new ArrayList<>(values);
        others.set(index, value);
        return others;
    }

    private interface Change {
        Parts to(Octets bytes);
    }

    private static void flip(Octets bytes, IntPredicate chosen, Change change) {
        var flipped = bytes.toArray();
        for (var i = 0; i < flipped.length; i++) {
            if (!chosen.test(i)) continue;
            flipped[i] ^= 4;
            try {
                var verdict = change.to(Octets.of(flipped)).verify(Policy.genuine(), "2026-11-26");
                assertInstanceOf(Verdict.Refused.class, verdict, "byte " + i);
            } catch (MalformedException e) {
                assertTrue(e.reason().compareTo(Reason.UNSUPPORTED) <= 0, "byte " + i + " " + e);
            }
            flipped[i] ^= 4;
        }
    }

    /** With its bytes as arrays of numbers. */
    private static Parts first() throws MalformedException {
        var sample = Json.parseObject(Samples.read("snp/az_vtpm/evidence-v0.json"));
        var quote = sample.object("quote");
        var values = new ArrayList<Octets>();
        for (var value : quote.array("pcrs")) values.add(numbers(((Elements) value).all()));
        return new Parts(
                numbers(sample.array("report")),
                numbers(quote.array("message")),
                numbers(quote.array("signature")),
                values,
                Octets.of(sample.text("vcek").getBytes(StandardCharsets.US_ASCII)));
    }

    /** With its bytes as texts. */
    private static Parts second() throws MalformedException {
        var sample = Json.parseObject(Samples.read("snp/az_vtpm/evidence-v1.json"));
        var quote = sample.object("tpm_quote");
        UnaryOperator<String> url = text -> text.replace('+', '-').replace('/', '_');
        return new Parts(
                base64Url(sample, "hcl_report", url),
                Octets.ofHex(quote.text("message")),
                Octets.ofHex(quote.text("signature")),
                quote.texts("pcrs").stream().map(Octets::ofHex).toList(),
                base64Url(sample, "vcek", url));
    }

    private static Octets base64Url(Members members, String name, UnaryOperator<String> url) throws MalformedException {
        return Octets.of(Base64.getUrlDecoder().decode(url.apply(members.text(name))));
    }

    private static Octets numbers(List<Json> elements) {
        var bytes = new byte[elements.size()];
        for (var i = 0; i < bytes.length; i++) bytes[i] = (byte) Integer.parseInt(((Numeral) elements.get(i)).digits());
        return Octets.of(bytes);
    }
}
