package coco.evidence.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final Octets NOTHING = Octets.EMPTY;
    private static final String TWO_HASHES = "00020002" + "02000000" + "0b002000" + "0c003000" + "00";

    @Test
    void aLogOfATrustDomainReadsAsOthersReadIt() throws Exception {
        var events = EventLog.parse(RealLogs.qemu()).events();
        var expected = Pattern.compile(
                        "\"digest_matches_event\": (\\w+),\\s+\"digests\": \\[\\s+\\{\\s+\"alg\": \"SHA-384\",\\s+"
                                + "\"digest\": \"(\\w+)\"\\s+}\\s+],\\s+\"event\": \"([^\"]*)\",\\s+\"index\": (\\d+),\\s+"
                                + "\"type_name\": \"(\\w+)\"")
                .matcher(new String(
                        Samples.read("tdx/trustee/CCEL_data_ovmf_out.json").toArray(), StandardCharsets.UTF_8));
        for (var event : events) {
            assertTrue(expected.find());
            assertEquals(
                    Boolean.parseBoolean(expected.group(1)),
                    event.measuredData(Hash.SHA_384).isPresent());
            assertEquals(Map.of(Hash.SHA_384, Octets.ofHex(expected.group(2))), event.digests());
            assertEquals(Octets.of(Base64.getDecoder().decode(expected.group(3))), event.data());
            assertEquals(Integer.parseInt(expected.group(4)), event.index());
            assertEquals(expected.group(5), event.typeName());
        }
        assertEquals(20, events.size());
        assertTrue(!expected.find());
    }

    @Test
    void aLogOfATpmHasDigestsOfSeveralHashFunctions() throws Exception {
        var log = EventLog.parse(RealLogs.linux());
        assertEquals(Set.of(Hash.SHA_1, Hash.SHA_256, Hash.SHA_384), log.algorithms());
        assertEquals(116, log.events().size());
        assertEquals(11, log.replay(Hash.SHA_256).size());
        assertTrue(log.replay(Hash.SHA_512).isEmpty());
    }

    @Test
    void theReplayOfWindowsHasTheDigestThatWasQuoted() throws Exception {
        var log = EventLog.parse(RealLogs.windows());
        assertEquals(Set.of(Hash.SHA_1), log.algorithms());
        var replayed = log.replay(Hash.SHA_1);
        var all = Octets.EMPTY;
        for (var i = 0; i <= EventLog.INDEX_MAX; i++) {
            var value = replayed.getOrDefault(i, log.initial(i, Hash.SHA_1));
            assertEquals(RealLogs.windowsPcrs().get("pcr" + i), value, "PCR " + i);
            all = all.concat(value);
        }
        var quote = RealLogs.windowsQuote();
        assertEquals(quote.slice(quote.size() - 20, quote.size()), all.hash(Hash.SHA_1));
    }

    @Test
    void pcr0BeginsWithTheLocalityOfStartup() throws Exception {
        var log = EventLog.parse(RealLogs.startupLocality());
        assertEquals(3, log.startupLocality());
        assertEquals(Map.of(0, Octets.ofHex("0".repeat(39) + "3")), log.replay(Hash.SHA_1));
    }

    @Test
    void theLocalityOfStartupChangesWhatIsReplayed() throws Exception {
        var separator = MadeLog.SEPARATOR;
        var plain = new MadeLog().event(0, EventType.EV_SEPARATOR, separator).bytes();
        var fromThree = new MadeLog()
                .event(0, EventType.EV_NO_ACTION, MadeLog.ascii("StartupLocality\0\3"))
                .event(0, EventType.EV_SEPARATOR, separator)
                .bytes();
        var start = Octets.ofHex("0".repeat(63) + "3");
        assertEquals(
                start.concat(separator.hash(Hash.SHA_256)).hash(Hash.SHA_256),
                EventLog.parse(fromThree).replay(Hash.SHA_256).get(0));
        assertEquals(
                Octets.of(new byte[32]).concat(separator.hash(Hash.SHA_256)).hash(Hash.SHA_256),
                EventLog.parse(plain).replay(Hash.SHA_256).get(0));
    }

    @Test
    void whatOnlySaysSomethingIsNotExtended() throws Exception {
        var log = new MadeLog()
                .event(7, EventType.EV_NO_ACTION, MadeLog.ascii("not measured"))
                .raw(Event.NO_REGISTER, EventType.EV_NO_ACTION.code(), Octets.of(new byte[32]), NOTHING)
                .bytes();
        assertTrue(EventLog.parse(log).replay(Hash.SHA_256).isEmpty());
        assertEquals(2, EventLog.parse(log).events().size());
    }

    @Test
    void theTailMayBePaddedWithZerosOrOnes() throws Exception {
        var log = new MadeLog()
                .event(1, EventType.EV_SEPARATOR, MadeLog.SEPARATOR)
                .bytes();
        var zeros = Octets.of(new byte[1_000]);
        var ones = Octets.ofHex("ff".repeat(1_000));
        assertEquals(EventLog.parse(log), EventLog.parse(log.concat(zeros)));
        assertEquals(EventLog.parse(log), EventLog.parse(log.concat(ones)));
        assertRefused(Reason.MALFORMED, log.concat(zeros).concat(ones));
        assertRefused(Reason.MALFORMED, log.concat(Octets.ofHex("0102")));
        assertRefused(Reason.MALFORMED, log.concat(Octets.ofHex("05".repeat(1_000))));
    }

    @Test
    void aRegisterWithoutADigestOfTheHashFunctionHasNoValue() throws Exception {
        var withSha256Alone = new MadeLog()
                .event(1, EventType.EV_SEPARATOR, MadeLog.SEPARATOR)
                .bytes();
        var events = withSha256Alone.slice(65, withSha256Alone.size());
        var log = EventLog.parse(header(TWO_HASHES).concat(events));
        assertEquals(Set.of(1), log.replay(Hash.SHA_256).keySet());
        assertTrue(log.replay(Hash.SHA_384).isEmpty());
    }

    @Test
    void whatIsNoLogIsRefusedByItsReason() {
        assertRefused(Reason.MALFORMED, Octets.EMPTY);
        assertRefused(Reason.MALFORMED, Octets.of(new byte[31]));
        assertRefused(Reason.MALFORMED, Octets.of(new byte[EventLog.SIZE_MAX + 1]));
        assertRefused(Reason.UNKNOWN_VERSION, MadeLog.header("Spec ID Event04\0", Octets.of(new byte[13])));
        assertRefused(Reason.UNKNOWN_VERSION, header("00030002" + "01000000" + "0b002000" + "00"));
        assertRefused(Reason.MALFORMED, header("00020002" + "00000000" + "00"));
        assertRefused(Reason.MALFORMED, header("00020002" + "ffffffff" + "0b002000" + "00"));
        assertRefused(Reason.MALFORMED, header("00020002" + "01000000" + "0b002100" + "00"));
        assertRefused(Reason.MALFORMED, header("00020002" + "01000000" + "99000000" + "00"));
        assertRefused(Reason.MALFORMED, header("00020002" + "01000000" + "9900ffff" + "00"));
        assertRefused(Reason.MALFORMED, header("00020002" + "02000000" + "0b002000" + "0b002000" + "00"));
        assertRefused(Reason.MALFORMED, header("00020002" + "01000000" + "0b002000" + "05"));
        assertRefused(Reason.MALFORMED, header("00020002" + "01000000" + "0b002000" + "00" + "00"));
    }

    @Test
    void anEventThatCannotBeIsRefused() {
        var digest = Octets.ofHex("11".repeat(32));
        assertRefused(
                Reason.MALFORMED, new MadeLog().raw(24, 6, digest, NOTHING).bytes());
        assertRefused(
                Reason.MALFORMED, new MadeLog().raw(-1, 6, digest, NOTHING).bytes());
        assertRefused(
                Reason.MALFORMED,
                new MadeLog()
                        .write(Octets.ofHex("01000000" + "06000000" + "00000000" + "01"))
                        .bytes());
        var one = "0b00" + digest.toHex();
        var tooMany = "01000000" + "06000000" + "02000000" + one + one + "00000000";
        assertRefused(
                Reason.MALFORMED, new MadeLog().write(Octets.ofHex(tooMany)).bytes());
        var twice = "01000000" + "06000000" + "02000000" + one + one + "01000000" + "01";
        assertRefused(Reason.MALFORMED, header(TWO_HASHES).concat(Octets.ofHex(twice)));
        var other = "01000000" + "06000000" + "01000000" + "0c00" + "22".repeat(48) + "01000000" + "01";
        assertRefused(Reason.MALFORMED, new MadeLog().write(Octets.ofHex(other)).bytes());
        var endless = "01000000" + "06000000" + "01000000" + one + "ffffffff" + "01";
        assertRefused(
                Reason.MALFORMED, new MadeLog().write(Octets.ofHex(endless)).bytes());
    }

    @Test
    void aLocalityOfStartupThatCannotBeIsRefused() {
        assertRefused(Reason.MALFORMED, locality(0, "StartupLocality\0\1"));
        assertRefused(Reason.MALFORMED, locality(0, "StartupLocality\0"));
        assertRefused(Reason.MALFORMED, locality(1, "StartupLocality\0\3"));
        var late = new MadeLog()
                .event(0, EventType.EV_SEPARATOR, MadeLog.SEPARATOR)
                .event(0, EventType.EV_NO_ACTION, MadeLog.ascii("StartupLocality\0\3"));
        assertRefused(Reason.MALFORMED, late.bytes());
        var twice = new MadeLog()
                .event(0, EventType.EV_NO_ACTION, MadeLog.ascii("StartupLocality\0\3"))
                .event(0, EventType.EV_NO_ACTION, MadeLog.ascii("StartupLocality\0\3"));
        assertRefused(Reason.MALFORMED, twice.bytes());
    }

    private static Octets locality(int index, String data) {
        return new MadeLog()
                .event(index, EventType.EV_NO_ACTION, MadeLog.ascii(data))
                .bytes();
    }

    private static Octets header(String rest) {
        return MadeLog.header("Spec ID Event03\0", Octets.ofHex("00000000" + rest));
    }

    private static void assertRefused(Reason reason, Octets log) {
        assertEquals(
                reason,
                assertThrows(MalformedException.class, () -> EventLog.parse(log))
                        .reason());
    }
}
