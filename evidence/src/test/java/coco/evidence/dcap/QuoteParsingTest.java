package coco.evidence.dcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Samples;
import coco.evidence.dcap.QuoteHeader.Tee;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class QuoteParsingTest {
    private static final List<String> NAMES = List.of(
            "sgx/phala/quote.bin",
            "sgx/fortanix/quote_pck_cert_chain.bin",
            "sgx/intel_qvl_synthetic/quote.dat",
            "tdx/phala/quote.bin",
            "tdx/google_v4/quote.bin",
            "tdx/google_v5/quote.bin",
            "tdx/google_cos113/cos-113-tdx-quote.bin",
            "tdx/trustee/tdx_quote_4.bin",
            "tdx/trustee/tdx_quote_5.bin",
            "tdx/oe/tdx_quote.bin",
            "tdx/intel_qvl_synthetic/quote.dat");

    @Test
    void fieldsOfAnEnclave() {
        var quote = assertInstanceOf(SgxQuote.class, Real.quote("sgx/fortanix/quote_pck_cert_chain.bin"));
        assertEquals(3, quote.header().version());
        assertEquals(Tee.SGX, quote.header().tee());
        assertEquals(432, quote.signed().size());
        assertEquals(Octets.ofHex("0700000000000000"), quote.report().attributes());
        assertEquals(Octets.ofHex("1f00000000000000"), quote.report().xfrm());
        assertTrue(quote.report().isDebug());
        assertEquals(2, quote.signature().qeReport().svn());
        assertEquals(32, quote.signature().qeAuthenticationData().size());
        assertEquals(5, quote.signature().certification().type());
    }

    @Test
    void fieldsOfTrustDomains() {
        var four = assertInstanceOf(TdxQuote.class, Real.quote("tdx/trustee/tdx_quote_4.bin"));
        assertEquals(632, four.signed().size());
        assertEquals(
                Octets.ofHex("03000500000000000000000000000000"), four.report().teeTcbSvn());
        assertTrue(four.report().isDebug());
        assertTrue(four.report().later().isEmpty());
        var five = assertInstanceOf(TdxQuote.class, Real.quote("tdx/google_v5/quote.bin"));
        assertEquals(702, five.signed().size());
        assertEquals(
                Octets.ofHex("0d010400000000000000000000000000"),
                five.report().later().orElseThrow().teeTcbSvn2());
    }

    @Test
    void aQuoteOfTheOtherKindIsRefused() throws MalformedException {
        var enclave = Samples.read("sgx/phala/quote.bin");
        var domain = Samples.read("tdx/phala/quote.bin");
        assertEquals(Tee.SGX, SgxQuote.parse(enclave).header().tee());
        assertEquals(Tee.TDX, TdxQuote.parse(domain).header().tee());
        assertThrows(MalformedException.class, () -> TdxQuote.parse(enclave));
        assertThrows(MalformedException.class, () -> SgxQuote.parse(domain));
    }

    @Test
    void whatStandsBehindTheQuoteIsNotLookedAt() {
        for (var name : NAMES) {
            var bytes = Samples.read(name);
            assertEquals(Real.quote(bytes), Real.quote(bytes.concat(Octets.of(new byte[3_000]))));
        }
    }

    @Test
    void everyCutIsMalformed() throws MalformedException {
        for (var name : NAMES) {
            var bytes = Samples.read(name);
            var reader = new QuoteReader(bytes);
            reader.read();
            for (var size = 0; size < reader.position(); size++) {
                var cut = bytes.slice(0, size);
                assertEquals(Reason.MALFORMED, reason(cut), name + " cut to " + size);
            }
        }
    }

    @Test
    void lengthsThatLieAreMalformed() {
        for (var version : new int[] {3, 4, 5}) {
            var made = version == 3 ? MadeUp.enclave() : MadeUp.trustDomain();
            made.version = version;
            if (version == 4) made.report = Arrays.copyOf(made.report, 584);
            var body = (version == 5 ? 54 : 48) + made.report.length;
            var inner = body + 4 + 128 + (version == 3 ? 0 : 6);
            var lengths = new ArrayList<>(List.of(body, inner + 448, inner + 452 + 32));
            if (version > 3) lengths.add(body + 4 + 130);
            if (version == 5) lengths.add(50);
            for (var at : lengths) {
                for (var lie : List.<Consumer<byte[]>>of(
                        quote -> quote[at]++,
                        quote -> quote[at]--,
                        quote -> quote[at + 1] ^= (byte) 0x80,
                        quote -> quote[at + 1] = (byte) 0xff)) {
                    var quote = made.quote();
                    lie.accept(quote);
                    assertEquals(Reason.MALFORMED, reason(Octets.of(quote)), "version " + version + ", byte " + at);
                }
                if (at == inner + 448) continue; // 2 bytes
                var quote = made.quote();
                quote[at + 3] = (byte) 0xff;
                assertEquals(Reason.MALFORMED, reason(Octets.of(quote)), "version " + version + ", byte " + at);
            }
        }
    }

    @Test
    void whatIsNotKnownIsNamed() {
        for (var version : new int[] {0, 1, 2, 6, 0x103}) {
            assertEquals(Reason.UNKNOWN_VERSION, changed(0, version & 0xff, 1, version >> 8));
        }
        assertEquals(Reason.UNSUPPORTED, changed(2, 3)); // P-384
        assertEquals(Reason.UNSUPPORTED, changed(2, 0)); // EPID
        assertEquals(Reason.UNSUPPORTED, changed(4, 0x82));
        assertEquals(Reason.UNSUPPORTED, changed(7, 1));
        assertEquals(Reason.UNSUPPORTED, changed(12, 0)); // the vendor of the quoting enclave
        assertEquals(Reason.UNKNOWN_VERSION, changed(48, 4));
        assertEquals(Reason.MALFORMED, changed(48, 1)); // an enclave's body in a trust domain's quote
        assertEquals(Reason.MALFORMED, changed(48, 1, 50, 128, 51, 1)); // and of its size
        assertEquals(Reason.MALFORMED, changed(4, 0)); // and the other way round
        assertEquals(Reason.MALFORMED, changed(50, 0x48)); // the size of a body of TDX 1.0
        assertEquals(Reason.UNSUPPORTED, changed(54 + 648 + 4 + 128, 5)); // outer certification data
        for (var type : new int[] {0, 6, 7}) {
            assertEquals(Reason.UNSUPPORTED, changed(54 + 648 + 4 + 128 + 6 + 448 + 2 + 32, type));
        }
        var three = MadeUp.enclave().quote();
        three[4] = (byte) 0x81;
        assertEquals(Reason.UNSUPPORTED, reason(Octets.of(three)));
    }

    @Test
    void nothingLongerIsRead() {
        assertEquals(Reason.MALFORMED, reason(Octets.of(new byte[Evidence.SIZE_MAX + 1])));
    }

    @Test
    void headersOfOpenEnclave() throws MalformedException {
        var quote = Octets.of(MadeUp.enclave().quote());
        var header = Octets.ofHex("0100000002000000").concat(u64(quote.size()));
        var read = OpenEnclave.parse(header.concat(quote).concat(Octets.ofHex("aabb")));
        assertEquals(Real.quote(quote), read.quote());
        assertEquals(Octets.ofHex("aabb"), read.claims());
        for (var wrong : List.of(
                header.slice(0, 15),
                header,
                Octets.ofHex("0100000001000000").concat(u64(quote.size())).concat(quote),
                Octets.ofHex("0100000002000000").concat(u64(-1)).concat(quote),
                Octets.ofHex("0100000002000000").concat(u64(quote.size() + 1)).concat(quote),
                Octets.EMPTY)) {
            assertThrows(MalformedException.class, () -> OpenEnclave.parse(wrong));
        }
    }

    /** Why a version 5 quote is refused of which bytes were set. */
    private static Reason changed(int... positionsAndValues) {
        var quote = MadeUp.trustDomain().quote();
        for (var i = 0; i < positionsAndValues.length; i += 2) {
            quote[positionsAndValues[i]] = (byte) positionsAndValues[i + 1];
        }
        return reason(Octets.of(quote));
    }

    private static Reason reason(Octets bytes) {
        return assertThrows(MalformedException.class, () -> Quote.parse(bytes)).reason();
    }

    private static Octets u64(long value) {
        return Octets.of(
                ByteBuffer.allocate(8).putLong(Long.reverseBytes(value)).array());
    }
}
