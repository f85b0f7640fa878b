package coco.evidence.dcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Samples;
import coco.evidence.Tcb.Status;
import coco.evidence.Verdict;
import coco.evidence.Verdicts;
import coco.evidence.Verifier;
import coco.evidence.format.X509;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Real quotes and statements of which a byte was changed: none is accepted that says something else. */
class TamperedQuotesTest {
    private static final Policy POLICY = Policy.genuine()
            .grading(
                    Set.of(Status.UP_TO_DATE, Status.CONFIGURATION_AND_SW_HARDENING_NEEDED),
                    Set.of("INTEL-SA-00289", "INTEL-SA-00615"),
                    0);

    /** Every so many bytes one is changed; {@link EveryQuoteByteTest} changes all. */
    private static final int SHARD = 61;

    private final Verifier verifier = Verifier.ofVendors();

    @Test
    void aShardOfBytes() {
        for (var kind : List.of("sgx", "tdx")) flip(kind, SHARD);
    }

    /**
     * What may change without anybody noticing: what stands behind the quote; and in the certificates whatever leaves the
     * platform's own the same, since its issuer comes beside the quote as well and the root is pinned.
     */
    void flip(String kind, int step) {
        var bytes = Samples.read(kind + "/phala/quote.bin");
        var endorsements = Real.json(kind + "/phala/collateral.json");
        var claims = assertInstanceOf(Verdict.Accepted.class, verify(bytes, endorsements))
                .claims();
        var end = end(bytes);
        var certificates =
                end - Real.quote(bytes).signature().certification().data().size();
        for (var at = 0; at < bytes.size(); at += step) {
            var changed = bytes.toArray();
            changed[at] ^= (byte) (1 << at % 8);
            try {
                var quote = Quote.parse(Octets.of(changed));
                var verdict = verifier.verify((Evidence) quote, endorsements, POLICY, Real.JUNE_2025);
                if (!(verdict instanceof Verdict.Accepted)) continue;
                assertEquals(claims, verdict.claims(), "byte " + at);
                assertTrue(at >= certificates, kind + " says the same with byte " + at);
                assertEquals(leaf(Real.quote(bytes)), leaf(quote), "byte " + at);
            } catch (MalformedException e) {
                assertTrue(at < end, "byte " + at);
            }
        }
    }

    private static X509Certificate leaf(Quote quote) throws MalformedException {
        return X509.certificates(quote.signature().certification().data()).getFirst();
    }

    @Test
    void eachPartIsRefusedForItsOwnReason() {
        var bytes = Samples.read("tdx/phala/quote.bin");
        var endorsements = Real.json("tdx/phala/collateral.json");
        var signature = 48 + 584 + 4;
        var qeReport = signature + 128 + 6;
        assertEquals(Set.of(Reason.SIGNATURE), reasons(flipped(bytes, 48 + 583), endorsements)); // report data
        assertEquals(Set.of(Reason.SIGNATURE), reasons(flipped(bytes, 30), endorsements)); // header
        assertEquals(Set.of(Reason.SIGNATURE), reasons(flipped(bytes, signature + 5), endorsements));
        assertEquals(
                Set.of(Reason.SIGNATURE, Reason.KEY_BINDING), reasons(flipped(bytes, signature + 70), endorsements));
        assertEquals(Set.of(Reason.SIGNATURE), reasons(flipped(bytes, qeReport + 64), endorsements)); // MRENCLAVE
        assertEquals(Set.of(Reason.SIGNATURE), reasons(flipped(bytes, qeReport + 390), endorsements));
        assertEquals(Set.of(Reason.KEY_BINDING), reasons(flipped(bytes, qeReport + 450 + 3), endorsements));
        assertEquals(Set.of(Reason.MALFORMED), reasons(flipped(bytes, qeReport + 450 + 32 + 6 + 2), endorsements));
    }

    @Test
    void aSignatureOfZerosIsNone() {
        var bytes = Samples.read("tdx/phala/quote.bin").toArray();
        Arrays.fill(bytes, 636, 636 + 64, (byte) 0);
        assertEquals(Set.of(Reason.SIGNATURE), reasons(Octets.of(bytes), Real.json("tdx/phala/collateral.json")));
        Arrays.fill(bytes, 636, 636 + 128, (byte) 0);
        assertEquals(
                Set.of(Reason.SIGNATURE, Reason.KEY_BINDING),
                reasons(Octets.of(bytes), Real.json("tdx/phala/collateral.json")));
    }

    @Test
    void statementsAreSignedByteForByte() throws MalformedException {
        var quote = Samples.read("tdx/phala/quote.bin");
        var all = Real.json("tdx/phala/collateral.json");
        var info = all.all(Endorsement.TcbInfo.class).getFirst();
        var identity = all.all(Endorsement.QeIdentity.class).getFirst();
        var withoutInfo = Real.without(all, Endorsement.TcbInfo.class);
        var withoutIdentity = Real.without(all, Endorsement.QeIdentity.class);
        // What means the same to a reader of JSON is not the same.
        for (var change : List.of("\"version\": 3", "\"version\":3 ", "\"\\u0076ersion\":3")) {
            var body = text(info.body()).replace("\"version\":3", change);
            var changed = new Endorsement.TcbInfo(octets(body), info.signature());
            assertEquals(
                    Set.of(Reason.COLLATERAL_SIGNATURE), reasons(quote, withoutInfo.with(Endorsements.of(changed))));
        }
        var body = text(identity.body()).replace("\"isvsvn\":4", "\"isvsvn\":3");
        var changed = new Endorsement.QeIdentity(octets(body), identity.signature());
        assertEquals(
                Set.of(Reason.COLLATERAL_SIGNATURE), reasons(quote, withoutIdentity.with(Endorsements.of(changed))));
        for (var at = 0; at < 64; at += 7) {
            var other = new Endorsement.TcbInfo(info.body(), flipped(info.signature(), at));
            assertEquals(Set.of(Reason.COLLATERAL_SIGNATURE), reasons(quote, withoutInfo.with(Endorsements.of(other))));
        }
        var shorter = new Endorsement.TcbInfo(info.body(), info.signature().slice(0, 63));
        assertEquals(Set.of(Reason.COLLATERAL_SIGNATURE), reasons(quote, withoutInfo.with(Endorsements.of(shorter))));
    }

    @Test
    void revocationListsAreSignedAndDated() throws MalformedException {
        var quote = Samples.read("tdx/phala/quote.bin");
        var bundle = text(Samples.read("tdx/phala/collateral.json"));
        var start = bundle.indexOf("\"pck_crl\"");
        var end = bundle.indexOf('"', bundle.indexOf("3082", start));
        var last = bundle.charAt(end - 1);
        var forged = bundle.substring(0, end - 1) + (last == '0' ? '1' : '0') + bundle.substring(end);
        assertEquals(Set.of(Reason.CRL_SIGNATURE), reasons(quote, new Endorsements(Collateral.parse(octets(forged)))));

        var old =
                Real.only(Real.json("dcap_collateral/teepot/pck_crl_platform.json"), Endorsement.RevocationList.class);
        var late = Real.json("tdx/phala/collateral.json").with(old);
        var verdict =
                verifier.verify((Evidence) Real.quote(quote), late, POLICY, Instant.parse("2025-07-01T00:00:00Z"));
        assertEquals(Set.of(Reason.CRL_DATES), Verdicts.reasons(verdict));
    }

    private Verdict verify(Octets quote, Endorsements endorsements) {
        return verifier.verify((Evidence) Real.quote(quote), endorsements, POLICY, Real.JUNE_2025);
    }

    private Set<Reason> reasons(Octets quote, Endorsements endorsements) {
        return Verdicts.reasons(verify(quote, endorsements));
    }

    private static int end(Octets bytes) {
        var reader = new QuoteReader(bytes);
        try {
            reader.read();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
        return reader.position();
    }

    private static Octets flipped(Octets bytes, int at) {
        var flipped = bytes.toArray();
        flipped[at] ^= 1;
        return Octets.of(flipped);
    }

    private static String text(Octets bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
