package coco.evidence.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WindowsBootTest {
    private static final EventType TAG = EventType.EV_EVENT_TAG;
    private static final Octets ON = Octets.ofHex("01");
    private static final Octets OFF = Octets.ofHex("00");

    @Test
    void readsARealBootWithoutASecureKernel() throws Exception {
        var events = EventLogReplay.check(RealLogs.windowsPcrs(), RealLogs.windows(), new Examination(Instant.EPOCH))
                .orElseThrow();
        var boot = WindowsBoot.of(events);
        assertTrue(boot.isAlways(SipaTag.CODE_INTEGRITY, true));
        assertTrue(boot.isAlways(SipaTag.TEST_SIGNING, false));
        assertTrue(boot.isAlways(SipaTag.BOOT_DEBUGGING, false));
        assertFalse(boot.isDebuggable());
        assertEquals(OptionalLong.of(0), boot.number(SipaTag.HYPERVISOR_LAUNCH_TYPE));
        assertEquals(OptionalLong.of(0), boot.number(SipaTag.VSM_LAUNCH_TYPE));
        assertEquals(OptionalLong.of(4), boot.number(SipaTag.BOOT_COUNTER));
        assertEquals(OptionalLong.empty(), boot.number(SipaTag.VBS_HVCI_POLICY));
        assertEquals(Optional.empty(), boot.identitySigningKey());
        assertEquals("off", boot.facts().get("windows.boot-debugging"));
        assertEquals("0", boot.facts().get("windows.vsm-launch-type"));
        assertTrue(boot.events().stream()
                .anyMatch(event -> event.value().equals(new SipaEvent.Value.Text("\\Windows\\system32\\winload.efi"))));
        assertEquals(Optional.of(true), BootReading.of(events).secureBoot());
    }

    @Test
    void nothingIsReadBehindTheSeparator() throws Exception {
        var closed = new MadeLog()
                .event(12, TAG, statement(SipaTag.TEST_SIGNING, OFF))
                .event(12, EventType.EV_SEPARATOR, MadeLog.WINDOWS_SEPARATOR)
                .event(12, TAG, statement(SipaTag.TEST_SIGNING, ON))
                .event(12, TAG, Octets.ofHex("01"));
        assertTrue(read(closed).isAlways(SipaTag.TEST_SIGNING, false));
        var open = new MadeLog().event(12, TAG, statement(SipaTag.TEST_SIGNING, OFF));
        assertEquals(List.of(), read(open).events());
    }

    @Test
    void anEventThatCouldHideAStatementIsRefused() {
        var said = statement(SipaTag.BOOT_DEBUGGING, ON);
        var other = statement(SipaTag.BOOT_DEBUGGING, OFF);
        assertRefused(new MadeLog().event(12, EventType.EV_IPL, said));
        assertRefused(new MadeLog().event(12, TAG, said, other));
        assertRefused(new MadeLog().event(12, TAG, said.slice(0, said.size() - 1)));
        assertRefused(new MadeLog().event(12, TAG, statement(SipaTag.BOOT_DEBUGGING, Octets.ofHex("000000"))));
        assertRefused(new MadeLog().event(12, TAG, statement(SipaTag.BOOT_DEBUGGING, Octets.EMPTY)));
    }

    @Test
    void statementsThatDisagreeCountForTheWorse() throws Exception {
        var twice = MadeLog.sipa(SipaTag.CODE_INTEGRITY, ON).concat(MadeLog.sipa(SipaTag.CODE_INTEGRITY, OFF));
        var boot = read(new MadeLog()
                .event(12, TAG, MadeLog.sipa(SipaTag.TRUST_BOUNDARY, twice))
                .event(12, EventType.EV_SEPARATOR, MadeLog.WINDOWS_SEPARATOR));
        assertFalse(boot.isAlways(SipaTag.CODE_INTEGRITY, true));
        assertFalse(boot.isAlways(SipaTag.CODE_INTEGRITY, false));
        assertTrue(boot.isEver(SipaTag.CODE_INTEGRITY));
        assertEquals("contradictory", boot.facts().get("windows.code-integrity"));
    }

    @Test
    void aBootCanBeDebuggedUnlessItSaysOtherwise() throws Exception {
        assertTrue(read(one(SipaTag.TEST_SIGNING, OFF)).isDebuggable());
        assertFalse(read(one(SipaTag.BOOT_DEBUGGING, OFF)).isDebuggable());
        assertTrue(read(one(SipaTag.BOOT_DEBUGGING, ON)).isDebuggable());
        for (var tag : List.of(SipaTag.OS_KERNEL_DEBUG, SipaTag.HYPERVISOR_DEBUG)) {
            var both = MadeLog.sipa(SipaTag.BOOT_DEBUGGING, OFF).concat(MadeLog.sipa(tag, ON));
            var log = new MadeLog().event(12, TAG, both).event(12, EventType.EV_SEPARATOR, MadeLog.WINDOWS_SEPARATOR);
            assertTrue(read(log).isDebuggable(), tag.name());
        }
    }

    @Test
    void containersInContainersEnd() {
        var deep = MadeLog.sipa(SipaTag.TEST_SIGNING, OFF);
        for (var i = 0; i < 6; i++) deep = MadeLog.sipa(SipaTag.TRUST_BOUNDARY, deep);
        var nested = deep;
        assertThrows(MalformedException.class, () -> SipaEvent.parse(nested));
    }

    @Test
    void anIdentityKeyOfUnlikelySizesIsRefused() throws Exception {
        assertEquals(1, SipaEvent.parse(key(1, 2_048, 3, 256)).size());
        for (var odd : List.of(
                key(2, 2_048, 3, 256),
                key(1, 2_047, 3, 256),
                key(1, 1_024, 3, 128),
                key(1, 2_048, 0, 256),
                key(1, 2_048, 9, 256),
                key(1, 2_048, 3, 257),
                key(1, 16_384, 3, 2_048))) {
            assertThrows(MalformedException.class, () -> SipaEvent.parse(odd));
        }
    }

    private static Octets key(int algorithm, int bits, int exponentSize, int modulusSize) {
        var numbers = Octets.ofHex("01".repeat(exponentSize)).concat(Octets.ofHex("ff".repeat(modulusSize)));
        return MadeLog.sipa(
                SipaTag.VSM_IDKS_INFO,
                MadeLog.u32(algorithm)
                        .concat(MadeLog.u32(bits))
                        .concat(MadeLog.u32(exponentSize))
                        .concat(MadeLog.u32(modulusSize))
                        .concat(numbers));
    }

    private static MadeLog one(SipaTag tag, Octets data) {
        return new MadeLog()
                .event(12, TAG, statement(tag, data))
                .event(12, EventType.EV_SEPARATOR, MadeLog.WINDOWS_SEPARATOR);
    }

    private static Octets statement(SipaTag tag, Octets data) {
        return MadeLog.sipa(SipaTag.TRUST_BOUNDARY, MadeLog.sipa(tag, data));
    }

    private static void assertRefused(MadeLog open) {
        var log = open.event(12, EventType.EV_SEPARATOR, MadeLog.WINDOWS_SEPARATOR);
        assertThrows(MalformedException.class, () -> read(log));
    }

    private static WindowsBoot read(MadeLog log) throws Exception {
        var bytes = log.bytes();
        var registers = MadeLog.registers(bytes, Hash.SHA_256, 7, 12, 13);
        return WindowsBoot.of(EventLogReplay.check(registers, bytes, new Examination(Instant.EPOCH))
                .orElseThrow());
    }
}
