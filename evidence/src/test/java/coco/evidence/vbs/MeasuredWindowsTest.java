package coco.evidence.vbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Claims;
import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.MadeKeys;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Refusal;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.tpm.EventType;
import coco.evidence.tpm.MadeLog;
import coco.evidence.tpm.RealLogs;
import coco.evidence.tpm.SipaTag;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/**
 * The way from PCRs to the key of the secure kernel. No public log names such a key, so these are made; the entry of the
 * signature database in them is a real one.
 */
class MeasuredWindowsTest {
    private static final String GLOBAL = "61dfe48bca93d211aa0d00e098032b8c";
    private static final Octets ON = Octets.ofHex("01");
    private static final Octets OFF = Octets.ofHex("00");
    private static final Octets LAUNCHED = MadeLog.u64(1);

    private final Examination examination = new Examination(Instant.EPOCH);

    @Test
    void theKeyThatTheBootLogNamesSignsReports() throws Exception {
        var report = VbsReport.parse(MadeReport.genuine().signedBy(MadeReport.KEY));
        var boot = examine(log(genuine(), RealLogs.windowsAuthority())).orElseThrow();
        VbsVerification.examineSignature(report, boot, examination);
        assertEquals(List.of(), refusals());
        var claims = VbsVerification.claims(report, Optional.of(boot), Optional.empty());
        assertEquals(TeeKind.VBS, claims.tee());
        assertFalse(claims.debug());
        assertEquals(boot.registers().get("pcr12"), claims.registers().get("pcr12"));
        assertEquals("1", claims.facts().get("windows.vsm-launch-type"));
        assertEquals("on", claims.facts().get("secure-boot"));
        assertTrue(claims.features().contains("secure-boot"));
    }

    @Test
    void aReportOfAnotherBootIsRefused() throws Exception {
        var other = MadeKeys.rsa(2_048);
        var report = VbsReport.parse(MadeReport.genuine().signedBy(other));
        VbsVerification.examineSignature(
                report, examine(log(genuine(), RealLogs.windowsAuthority())).orElseThrow(), examination);
        assertEquals(List.of(Reason.SIGNATURE), refusals());
    }

    @Test
    void aBootThatNamesNoKeyOrTwoIsRefused() throws Exception {
        var report = VbsReport.parse(MadeReport.genuine().signedBy(MadeReport.KEY));
        var none = genuine();
        none.remove(SipaTag.VSM_IDKS_INFO);
        VbsVerification.examineSignature(
                report, examine(log(none, RealLogs.windowsAuthority())).orElseThrow(), examination);
        assertEquals(List.of(Reason.KEY_BINDING), refusals());

        var two = new Examination(Instant.EPOCH);
        var log = begin(RealLogs.windowsAuthority())
                .event(12, EventType.EV_EVENT_TAG, statements(genuine()))
                .event(
                        12,
                        EventType.EV_EVENT_TAG,
                        statement(SipaTag.VSM_IDKS_INFO, MadeReport.identityKey(MadeKeys.rsa(2_048))));
        var closed = close(log);
        VbsVerification.examineSignature(
                report, MeasuredWindows.examine(registers(closed), closed, two).orElseThrow(), two);
        assertEquals(List.of(Reason.KEY_BINDING), refusals(two));
    }

    @Test
    void whatWindowsSaysAfterItsSeparatorCountsForNothing() throws Exception {
        var forged = MadeKeys.rsa(2_048);
        var none = genuine();
        none.remove(SipaTag.VSM_IDKS_INFO);
        var log = close(begin(RealLogs.windowsAuthority()).event(12, EventType.EV_EVENT_TAG, statements(none)));
        var later = log.concat(new MadeLog()
                .event(12, EventType.EV_EVENT_TAG, statement(SipaTag.VSM_IDKS_INFO, MadeReport.identityKey(forged)))
                .bytes()
                .slice(65, 65 + eventSize(forged)));
        var report = VbsReport.parse(MadeReport.genuine().signedBy(forged));
        VbsVerification.examineSignature(report, examine(later).orElseThrow(), examination);
        assertEquals(List.of(Reason.KEY_BINDING), refusals());
    }

    @Test
    void eachStateOfTheBootIsDemanded() throws Exception {
        assertState(SipaTag.CODE_INTEGRITY, OFF);
        assertState(SipaTag.TEST_SIGNING, ON);
        assertState(SipaTag.HYPERVISOR_LAUNCH_TYPE, MadeLog.u64(0));
        assertState(SipaTag.VSM_LAUNCH_TYPE, MadeLog.u64(0));
        for (var tag : List.of(
                SipaTag.CODE_INTEGRITY,
                SipaTag.TEST_SIGNING,
                SipaTag.VSM_LAUNCH_TYPE,
                SipaTag.HYPERVISOR_LAUNCH_TYPE)) {
            var without = genuine();
            without.remove(tag);
            assertBootState(log(without, RealLogs.windowsAuthority()));
        }
    }

    @Test
    void secureBootIsDemanded() throws Exception {
        var log = new MadeLog()
                .event(7, EventType.EV_EFI_VARIABLE_DRIVER_CONFIG, MadeLog.variable(GLOBAL, "SecureBoot", OFF))
                .event(7, EventType.EV_SEPARATOR, MadeLog.SEPARATOR)
                .event(7, EventType.EV_EFI_VARIABLE_AUTHORITY, RealLogs.windowsAuthority())
                .event(12, EventType.EV_EVENT_TAG, statements(genuine()));
        assertBootState(close(log));
    }

    @Test
    void anotherAuthorityThanThatOfWindowsIsRefused() throws Exception {
        var authority = RealLogs.windowsAuthority().toArray();
        authority[authority.length - 1] ^= 1;
        assertBootState(log(genuine(), Octets.of(authority)));
        assertBootState(log(genuine(), MadeLog.ascii("no variable")));
        var shim = begin(RealLogs.windowsAuthority())
                .event(7, EventType.EV_ACTION, MadeLog.ascii("hidden"))
                .event(12, EventType.EV_EVENT_TAG, statements(genuine()));
        assertBootState(close(shim));
        var hidden = begin(RealLogs.windowsAuthority())
                .event(7, EventType.EV_EFI_VARIABLE_AUTHORITY, Octets.ofHex("11"), RealLogs.windowsAuthority())
                .event(12, EventType.EV_EVENT_TAG, statements(genuine()));
        assertBootState(close(hidden));
        var nothing = new MadeLog()
                .event(7, EventType.EV_EFI_VARIABLE_DRIVER_CONFIG, MadeLog.variable(GLOBAL, "SecureBoot", ON))
                .event(7, EventType.EV_SEPARATOR, MadeLog.SEPARATOR)
                .event(12, EventType.EV_EVENT_TAG, statements(genuine()));
        assertBootState(close(nothing));
    }

    @Test
    void aBootWithADebuggerIsNotedAsSuch() throws Exception {
        for (var tag : List.of(SipaTag.BOOT_DEBUGGING, SipaTag.OS_KERNEL_DEBUG, SipaTag.HYPERVISOR_DEBUG)) {
            var states = genuine();
            states.put(tag, ON);
            var boot = examine(log(states, RealLogs.windowsAuthority())).orElseThrow();
            var report = VbsReport.parse(MadeReport.genuine().signedBy(MadeReport.KEY));
            assertTrue(
                    VbsVerification.claims(report, Optional.of(boot), Optional.empty())
                            .debug(),
                    tag.name());
        }
        assertEquals(List.of(), refusals());
    }

    @Test
    void theRegistersHaveToBeThoseOfTheLog() throws Exception {
        var log = log(genuine(), RealLogs.windowsAuthority());
        for (var name : List.of("pcr7", "pcr12")) {
            var without = registers(log);
            without.remove(name);
            assertRefused(Reason.REGISTERS, without, log);
            var changed = registers(log);
            changed.put(name, Octets.ofHex("11".repeat(32)));
            assertRefused(Reason.EVENT_LOG, changed, log);
        }
        var sha1 = new LinkedHashMap<String, Octets>();
        for (var name : registers(log).keySet()) sha1.put(name, Octets.of(new byte[20]));
        assertRefused(Reason.UNSUPPORTED, sha1, log);
        assertRefused(Reason.MALFORMED, registers(log), log.slice(0, log.size() - 1));
    }

    @Test
    void registersThatAreExtendedAfterTheBootDoNotMatter() throws Exception {
        var log = log(genuine(), RealLogs.windowsAuthority());
        var registers = registers(log);
        registers.put("pcr16", Octets.ofHex("11".repeat(32)));
        registers.put("pcr23", Octets.ofHex("11".repeat(32)));
        var boot = MeasuredWindows.examine(registers, log, examination).orElseThrow();
        assertEquals(List.of(), refusals());
        assertFalse(boot.registers().containsKey("pcr16"));
    }

    private void assertState(SipaTag tag, Octets value) throws Exception {
        var states = genuine();
        states.put(tag, value);
        assertBootState(log(states, RealLogs.windowsAuthority()));
    }

    private static void assertBootState(Octets log) throws Exception {
        assertRefused(Reason.BOOT_STATE, registers(log), log);
    }

    private static void assertRefused(Reason reason, SequencedMap<String, Octets> registers, Octets log) {
        var mine = new Examination(Instant.EPOCH);
        MeasuredWindows.examine(registers, log, mine);
        assertEquals(List.of(reason), refusals(mine));
    }

    private Optional<MeasuredWindows> examine(Octets log) throws Exception {
        return MeasuredWindows.examine(registers(log), log, examination);
    }

    private static SequencedMap<String, Octets> registers(Octets log) throws Exception {
        return MadeLog.registers(log, Hash.SHA_256, 0, 4, 7, 11, 12, 13);
    }

    private static Map<SipaTag, Octets> genuine() {
        var states = new EnumMap<SipaTag, Octets>(SipaTag.class);
        states.put(SipaTag.BOOT_DEBUGGING, OFF);
        states.put(SipaTag.OS_KERNEL_DEBUG, OFF);
        states.put(SipaTag.TEST_SIGNING, OFF);
        states.put(SipaTag.CODE_INTEGRITY, ON);
        states.put(SipaTag.HYPERVISOR_LAUNCH_TYPE, LAUNCHED);
        states.put(SipaTag.VSM_LAUNCH_TYPE, LAUNCHED);
        states.put(SipaTag.VSM_IDKS_INFO, MadeReport.identityKey(MadeReport.KEY));
        return states;
    }

    private static Octets log(Map<SipaTag, Octets> states, Octets authority) {
        return close(begin(authority).event(12, EventType.EV_EVENT_TAG, statements(states)));
    }

    private static MadeLog begin(Octets authority) {
        return new MadeLog()
                .event(7, EventType.EV_EFI_VARIABLE_DRIVER_CONFIG, MadeLog.variable(GLOBAL, "SecureBoot", ON))
                .event(7, EventType.EV_SEPARATOR, MadeLog.SEPARATOR)
                .event(7, EventType.EV_EFI_VARIABLE_AUTHORITY, authority);
    }

    private static Octets close(MadeLog log) {
        return log.event(12, EventType.EV_SEPARATOR, MadeLog.WINDOWS_SEPARATOR).bytes();
    }

    private static Octets statements(Map<SipaTag, Octets> states) {
        var all = new ArrayList<Octets>();
        states.forEach((tag, value) -> all.add(MadeLog.sipa(tag, value)));
        return MadeLog.sipa(SipaTag.TRUST_BOUNDARY, all.stream().reduce(Octets.EMPTY, Octets::concat));
    }

    private static Octets statement(SipaTag tag, Octets value) {
        return MadeLog.sipa(SipaTag.TRUST_BOUNDARY, MadeLog.sipa(tag, value));
    }

    /** Bytes of an event with one statement that names {@code key}. */
    private static int eventSize(KeyPair key) {
        return 4
                + 4
                + 4
                + 2
                + 32
                + 4
                + statement(SipaTag.VSM_IDKS_INFO, MadeReport.identityKey(key)).size();
    }

    private List<Reason> refusals() {
        return refusals(examination);
    }

    private static List<Reason> refusals(Examination examination) {
        var claims = Claims.of(TeeKind.VBS, new LinkedHashMap<>(), Octets.EMPTY);
        return examination.findings(claims, Tcb.UNKNOWN).refusals().stream()
                .map(Refusal::reason)
                .toList();
    }
}
