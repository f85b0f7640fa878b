package coco.evidence.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Claims;
import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Refusal;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class EventLogReplayTest {
    private static final Octets GLOBAL = Octets.ofHex("61dfe48bca93d211aa0d00e098032b8c");

    private final Examination examination = new Examination(Instant.parse("2026-11-26T00:00:00Z"));

    @Test
    void aTrustDomainsLogReplaysToItsQuote() {
        var events = check(RealLogs.rtmrs(), RealLogs.trustDomain()).orElseThrow();
        assertTrue(examination.isClean());
        assertEquals(Hash.SHA_384, events.algorithm());
        assertEquals(43, events.events().size());
    }

    @Test
    void eachRegisterThatDoesNotFitIsNamed() {
        for (var name : RealLogs.rtmrs().keySet()) {
            var registers = RealLogs.rtmrs();
            registers.put(name, Octets.ofHex("11".repeat(48)));
            var mine = new Examination(examination.at());
            assertTrue(EventLogReplay.check(registers, RealLogs.trustDomain(), mine)
                    .isEmpty());
            var refusals = refusals(mine);
            assertEquals(1, refusals.size());
            assertEquals(Reason.EVENT_LOG, refusals.getFirst().reason());
            assertTrue(
                    refusals.getFirst().detail().startsWith(name + " is "),
                    refusals.getFirst().detail());
        }
    }

    /** Types, data and the order between registers are measured by nobody; indices, digests and their order are. */
    @Test
    void aChangedByteDoesNotChangeWhatWasMeasured() throws Exception {
        var log = RealLogs.trustDomain().slice(0, 18_101);
        var measured = measurements(EventLog.parse(log));
        var accepted = 0;
        for (var i = 0; i < log.size(); i += 7) {
            var bytes = log.toArray();
            bytes[i] ^= 1;
            var mine = new Examination(examination.at());
            var changed = Octets.of(bytes);
            if (EventLogReplay.check(RealLogs.rtmrs(), changed, mine).isEmpty()) {
                assertTrue(!mine.isClean());
                continue;
            }
            accepted++;
            assertEquals(measured, measurements(EventLog.parse(changed)), "byte " + i);
        }
        assertTrue(accepted > 0);
    }

    private static List<String> measurements(EventLog log) {
        return log.events().stream()
                .filter(Event::isExtending)
                .map(event -> event.index() + " " + event.digests())
                .toList();
    }

    @Test
    void windowsReplaysToAllOfItsPcrs() {
        var events = check(RealLogs.windowsPcrs(), RealLogs.windows()).orElseThrow();
        assertTrue(examination.isClean());
        assertEquals(Hash.SHA_1, events.algorithm());
    }

    @Test
    void onlyTheComparedRegistersVouchForEvents() throws Exception {
        var registers = MadeLog.registers(RealLogs.linux(), Hash.SHA_256, 7);
        var events = check(registers, RealLogs.linux()).orElseThrow();
        assertTrue(events.events().stream().allMatch(event -> event.index() == 7));
        assertEquals(Optional.of(false), BootReading.of(events).secureBoot());
        assertEquals(List.of(), BootReading.of(events).images());
        assertEquals(List.of(), BootReading.of(events).commandLines());
    }

    @Test
    void whatNoLogCanGiveIsRefused() throws Exception {
        var log = RealLogs.linux();
        assertRefused(new LinkedHashMap<>(), log);
        assertRefused(named("mrtd", 48), log);
        assertRefused(named("pcr24", 32), log);
        assertRefused(named("rtmr4", 48), log);
        assertRefused(named("pcr01", 32), log);
        assertRefused(named("pcr1", 31), log);
        assertRefused(named("pcr1", 64), log);
        var mixed = MadeLog.registers(log, Hash.SHA_256, 7);
        mixed.put("rtmr3", Octets.of(new byte[32]));
        assertRefused(mixed, log);
        var twoSizes = MadeLog.registers(log, Hash.SHA_256, 7);
        twoSizes.put("pcr16", Octets.of(new byte[48]));
        assertRefused(twoSizes, log);
    }

    @Test
    void aLogThatCannotBeReadIsRefusedByItsReason() {
        assertTrue(check(RealLogs.rtmrs(), Octets.ofHex("00")).isEmpty());
        assertEquals(Reason.MALFORMED, refusals(examination).getFirst().reason());
    }

    @Test
    void readsHowATrustDomainWasBooted() {
        var boot =
                BootReading.of(check(RealLogs.rtmrs(), RealLogs.trustDomain()).orElseThrow());
        assertEquals(Optional.of(false), boot.secureBoot());
        assertEquals(2, boot.images().size());
        assertEquals("\\EFI\\BOOT\\grub-lakitu.efi", boot.images().getLast().path());
        assertEquals(1, boot.commandLines().size());
        assertTrue(boot.commandLines().getFirst().startsWith("/syslinux/vmlinuz.A init=/usr/lib/systemd/systemd "));
        assertEquals(
                List.of("SbatLevel", "MokListTrusted"),
                boot.authorities().stream().map(EfiVariable::name).toList());
        assertEquals("off", boot.facts().get("secure-boot"));
        assertTrue(boot.facts().containsKey("command-line.1"));
        assertEquals(0, boot.features().size());
    }

    @Test
    void readsHowLinuxWasBooted() throws Exception {
        var registers = MadeLog.registers(RealLogs.linux(), Hash.SHA_384, 0, 4, 7, 8);
        var boot = BootReading.of(check(registers, RealLogs.linux()).orElseThrow());
        assertEquals("\\EFI\\ubuntu\\grubx64.efi", boot.images().getLast().path());
        assertTrue(boot.commandLines().getFirst().startsWith("/vmlinuz-6.8.0-1010-gcp root=PARTUUID="));
    }

    @Test
    void theFilesOfADevicePathAreJoined() {
        var nodes = Octets.EMPTY;
        for (var file : List.of("\\EFI\\BOOT", "a.efi")) {
            var text = MadeLog.utf16(file + "\0");
            nodes = nodes.concat(Octets.of((byte) 4, (byte) 4, (byte) (4 + text.size()), (byte) 0))
                    .concat(text);
        }
        var end = Octets.ofHex("7fff0400");
        var event = Octets.of(new byte[24])
                .concat(MadeLog.u64(nodes.size() + 4))
                .concat(nodes)
                .concat(end);
        assertEquals("\\EFI\\BOOT\\a.efi", BootImage.of(Octets.EMPTY, event).path());
        assertEquals("", BootImage.of(Octets.EMPTY, event.slice(0, 40)).path());
    }

    @Test
    void aCommandLineThatWasNotMeasuredIsNotRead() throws Exception {
        var log = new MadeLog()
                .event(
                        8,
                        EventType.EV_IPL,
                        MadeLog.ascii("linux quiet"),
                        MadeLog.ascii("kernel_cmdline: linux debug\0"))
                .bytes();
        assertEquals(List.of(), boot(log).commandLines());
        var honest = new MadeLog()
                .event(
                        8,
                        EventType.EV_IPL,
                        MadeLog.ascii("linux quiet"),
                        MadeLog.ascii("kernel_cmdline: linux quiet\0"))
                .bytes();
        assertEquals(List.of("linux quiet"), boot(honest).commandLines());
    }

    @Test
    void secureBootIsReadFromMeasuredDataBeforeTheSeparator() throws Exception {
        var on = MadeLog.variable(GLOBAL.toHex(), "SecureBoot", Octets.ofHex("01"));
        var off = MadeLog.variable(GLOBAL.toHex(), "SecureBoot", Octets.ofHex("00"));
        var config = EventType.EV_EFI_VARIABLE_DRIVER_CONFIG;
        var separator = EventType.EV_SEPARATOR;
        assertEquals(
                Optional.of(true),
                secureBoot(new MadeLog().event(7, config, on).event(7, separator, MadeLog.SEPARATOR)));
        assertEquals(
                Optional.of(false),
                secureBoot(new MadeLog().event(7, config, off).event(7, separator, MadeLog.SEPARATOR)));
        assertEquals(
                Optional.empty(),
                secureBoot(new MadeLog().event(7, config, off, on).event(7, separator, MadeLog.SEPARATOR)));
        assertEquals(
                Optional.empty(),
                secureBoot(new MadeLog().event(7, separator, MadeLog.SEPARATOR).event(7, config, on)));
        assertEquals(Optional.empty(), secureBoot(new MadeLog().event(7, config, on)));
        assertEquals(
                Optional.empty(),
                secureBoot(new MadeLog()
                        .event(7, config, on)
                        .event(7, config, off)
                        .event(7, separator, MadeLog.SEPARATOR)));
        assertEquals(
                Optional.empty(),
                secureBoot(new MadeLog()
                        .event(7, EventType.EV_IPL, MadeLog.SEPARATOR, on)
                        .event(7, config, on)
                        .event(7, separator, MadeLog.SEPARATOR)),
                "a separator stays one under another type and with other data");
        assertEquals(
                Optional.of(true),
                secureBoot(new MadeLog()
                        .event(7, separator, off)
                        .event(7, config, on)
                        .event(7, separator, MadeLog.SEPARATOR)),
                "what was measured as something else is no separator");
    }

    private Optional<Boolean> secureBoot(MadeLog log) throws Exception {
        return boot(log.bytes()).secureBoot();
    }

    private BootReading boot(Octets log) throws Exception {
        return BootReading.of(
                check(MadeLog.registers(log, Hash.SHA_256, 7, 8), log).orElseThrow());
    }

    private Optional<MeasuredEvents> check(SequencedMap<String, Octets> registers, Octets log) {
        return EventLogReplay.check(registers, log, examination);
    }

    private static void assertRefused(SequencedMap<String, Octets> registers, Octets log) {
        var mine = new Examination(Instant.EPOCH);
        assertTrue(EventLogReplay.check(registers, log, mine).isEmpty());
        assertTrue(refusals(mine).stream().allMatch(refusal -> refusal.reason() == Reason.EVENT_LOG));
        assertTrue(!mine.isClean());
    }

    private static SequencedMap<String, Octets> named(String name, int size) {
        var registers = new LinkedHashMap<String, Octets>();
        registers.put(name, Octets.of(new byte[size]));
        return registers;
    }

    private static List<Refusal> refusals(Examination examination) {
        var claims = Claims.of(TeeKind.TPM, new LinkedHashMap<>(), Octets.EMPTY);
        return examination.findings(claims, Tcb.UNKNOWN).refusals();
    }
}
