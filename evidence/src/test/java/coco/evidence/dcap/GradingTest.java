package coco.evidence.dcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Reason;
import coco.evidence.Tcb.Status;
import coco.evidence.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the grades of the parts make of the whole. */
class GradingTest {
    @Test
    void theFirstLevelThatAllComponentsReach() {
        assertGrade(Status.OUT_OF_DATE, Set.of("INTEL-SA-1"), made -> made.components[15] = 4, true);
        assertGrade(Status.OUT_OF_DATE, Set.of("INTEL-SA-1"), made -> made.components[0] = 4, true);
        assertGrade(Status.OUT_OF_DATE, Set.of("INTEL-SA-1"), made -> made.pceSvn = 9, true);
        assertGrade(Status.UP_TO_DATE, Set.of(), made -> made.components[0] = 255, true);
        for (var change : List.<Consumer<MadeUp>>of(made -> made.components[7] = 2, made -> made.pceSvn = 4)) {
            assertUnsupported(change, true);
            assertUnsupported(change, false);
        }
    }

    @Test
    void trustDomainsHaveComponentsOfTheirOwn() {
        assertGrade(Status.OUT_OF_DATE, Set.of("INTEL-SA-1"), made -> made.report[2] = 4, false);
        assertGrade(Status.OUT_OF_DATE, Set.of("INTEL-SA-1"), made -> made.report[15] = 4, false);
        assertUnsupported(made -> made.report[15] = 2, false);
        // The first two bytes are the module's version, which levels of the module grade; without a major version they
        // count.
        assertGrade(Status.UP_TO_DATE, Set.of(), made -> made.levels.set(0, moduleIn(9)), false);
        assertGrade(
                Status.OUT_OF_DATE,
                Set.of("INTEL-SA-1"),
                made -> {
                    made.report[1] = 0;
                    made.levels.set(0, moduleIn(9));
                    made.levels.set(1, MadeUp.level(3, 5, 0, "OutOfDate", "INTEL-SA-1"));
                },
                false);
    }

    @Test
    void theGradeOfThePlatformIsConvergedWithThatOfTheQuotingEnclave() {
        for (var enclave : new boolean[] {true, false}) {
            Consumer<MadeUp> old = made -> made.qeReport[258] = 3;
            var advisories = Set.of("INTEL-SA-2");
            assertGrade(Status.OUT_OF_DATE, advisories, old.andThen(graded("UpToDate")), enclave);
            assertGrade(Status.OUT_OF_DATE, advisories, old.andThen(graded("SWHardeningNeeded")), enclave);
            assertGrade(
                    Status.OUT_OF_DATE_CONFIGURATION_NEEDED,
                    advisories,
                    old.andThen(graded("ConfigurationNeeded")),
                    enclave);
            assertGrade(
                    Status.OUT_OF_DATE_CONFIGURATION_NEEDED,
                    advisories,
                    old.andThen(graded("ConfigurationAndSWHardeningNeeded")),
                    enclave);
            assertGrade(
                    Status.OUT_OF_DATE_CONFIGURATION_NEEDED,
                    advisories,
                    old.andThen(graded("OutOfDateConfigurationNeeded")),
                    enclave);
            assertGrade(Status.REVOKED, advisories, old.andThen(graded("Revoked")), enclave);
            assertGrade(Status.REVOKED, Set.of(), made -> made.qeReport[258] = 2, enclave);
            assertUnsupported(made -> made.qeReport[258] = 1, enclave);
        }
    }

    @Test
    void theGradeOfThePlatformIsConvergedWithThatOfTheModule() {
        Consumer<MadeUp> old = made -> {
            made.report = Arrays.copyOf(made.report, 584);
            made.report[0] = 3;
        };
        var advisories = Set.of("INTEL-SA-01036");
        assertGrade(Status.OUT_OF_DATE, advisories, old.andThen(graded("UpToDate")), false);
        assertGrade(
                Status.OUT_OF_DATE_CONFIGURATION_NEEDED, advisories, old.andThen(graded("ConfigurationNeeded")), false);
        assertGrade(Status.REVOKED, Set.of(), made -> made.report[0] = 2, false);
        assertUnsupported(made -> made.report[0] = 1, false);
    }

    @Test
    void aPlatformThatIsRevokedWithoutTdxIsRevokedWithIt() {
        assertGrade(
                Status.REVOKED,
                Set.of("INTEL-SA-1"),
                made -> made.levels.set(0, MadeUp.level(5, 10, 9, "Revoked", "")),
                false);
    }

    @Test
    void launchingAgainIsAdvisedWhereTheModuleHasBeenUpdatedSince() {
        Consumer<MadeUp> launchedByOldModule = made -> made.report[0] = 3;
        var advisories = Set.of("INTEL-SA-01036");
        assertGrade(Status.TD_RELAUNCH_ADVISED, advisories, launchedByOldModule, false);
        assertGrade(
                Status.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED,
                advisories,
                launchedByOldModule.andThen(graded("ConfigurationNeeded")),
                false);
        // The microcode, or the module that runs now, is old as well.
        for (var change : List.<Consumer<MadeUp>>of(made -> made.report[586] = 4, made -> made.report[584] = 4)) {
            assertGrade(Status.OUT_OF_DATE, advisories, launchedByOldModule.andThen(change), false);
        }
        // Something else is out of date, which launching again does not mend.
        assertGrade(
                Status.OUT_OF_DATE,
                Set.of("INTEL-SA-01036", "INTEL-SA-2"),
                launchedByOldModule.andThen(made -> made.qeReport[258] = 3),
                false);
        assertGrade(
                Status.OUT_OF_DATE,
                Set.of("INTEL-SA-01036", "INTEL-SA-1"),
                launchedByOldModule.andThen(made -> made.components[0] = 4),
                false);
        // The platform alone would be fine, and the level with TDX is an older one.
        assertGrade(
                Status.TD_RELAUNCH_ADVISED,
                Set.of("INTEL-SA-01036", "INTEL-SA-1"),
                launchedByOldModule.andThen(made -> made.report[2] = 4),
                false);
        // The module that runs now has no major version.
        assertGrade(
                Status.TD_RELAUNCH_ADVISED,
                advisories,
                launchedByOldModule.andThen(made -> made.report[585] = 0),
                false);
        assertGrade(
                Status.OUT_OF_DATE,
                advisories,
                launchedByOldModule.andThen(made -> {
                    made.report[585] = 0;
                    made.report[584] = 4;
                }),
                false);
    }

    @Test
    void aModuleThatRunsNowAndIsNotKnownIsRefused() {
        var made = MadeUp.trustDomain();
        made.report[0] = 3;
        made.report[585] = 7;
        assertTrue(reasons(made).contains(Reason.MODULE_IDENTITY));
    }

    @Test
    void oldStatementsAboutEnclavesAreReadAsWell() {
        var made = MadeUp.enclave();
        made.info = made.info.replace("\"id\":\"SGX\",\"version\":3", "\"version\":2");
        made.levels = new ArrayList<>();
        for (var svn : new int[] {6, 5}) {
            var components = new StringBuilder();
            for (var i = 1; i <= 16; i++) components.append("\"sgxtcbcomp%02dsvn\":%d,".formatted(i, svn));
            made.levels.add("{\"tcb\":{%s\"pcesvn\":10},\"tcbDate\":\"2026-01-01T00:00:00Z\",\"tcbStatus\":\"%s\"}"
                    .formatted(components, svn == 6 ? "UpToDate" : "SWHardeningNeeded"));
        }
        assertEquals(Status.SW_HARDENING_NEEDED, made.verify().tcb().status());
        made.info = made.info.replace("\"version\":2", "\"version\":1");
        made.levels.replaceAll(level -> level.replace("tcbStatus", "status").replace("SWHardeningNeeded", "UpToDate"));
        assertEquals(List.of(Reason.UNSUPPORTED), reasons(made));
    }

    private static Consumer<MadeUp> graded(String status) {
        return made -> made.levels.set(0, MadeUp.level(5, 10, 5, status, ""));
    }

    /** The newest level, with {@code svn} for the first component of TDX. */
    private static String moduleIn(int svn) {
        return MadeUp.level(5, 10, 0, "UpToDate", "")
                .replace("\"tdxtcbcomponents\":[{\"svn\":0}", "\"tdxtcbcomponents\":[{\"svn\":" + svn + "}");
    }

    private static void assertGrade(Status status, Set<String> advisories, Consumer<MadeUp> change, boolean enclave) {
        var made = enclave ? MadeUp.enclave() : MadeUp.trustDomain();
        change.accept(made);
        var tcb = made.verify().tcb();
        assertEquals(status, tcb.status());
        assertEquals(advisories, tcb.advisories());
    }

    private static void assertUnsupported(Consumer<MadeUp> change, boolean enclave) {
        var made = enclave ? MadeUp.enclave() : MadeUp.trustDomain();
        change.accept(made);
        assertEquals(List.of(Reason.TCB_UNSUPPORTED), reasons(made));
    }

    private static List<Reason> reasons(MadeUp made) {
        return switch (made.verify()) {
            case Verdict.Accepted _ -> List.of();
            case Verdict.Refused refused ->
                refused.refusals().stream().map(refusal -> refusal.reason()).toList();
        };
    }
}
