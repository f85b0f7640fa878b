package coco.evidence.dcap;

import coco.evidence.Examination;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Tcb;
import coco.evidence.Tcb.Status;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Grades a platform by what Intel says of it (Intel QVL, 4.1.2.4.17). A part that is out of date puts the whole out of date,
 * and one that is revoked, wherever it is, revokes it. Owner: the call that made it.
 */
final class Grading {
    private final TcbInfo info;
    private final EnclaveIdentity identity;
    private final PckExtension platform;
    private final Examination examination;
    private final TreeSet<String> advisories = new TreeSet<>();

    Grading(TcbInfo info, EnclaveIdentity identity, PckExtension platform, Examination examination) {
        this.info = info;
        this.identity = identity;
        this.platform = platform;
        this.examination = examination;
    }

    /** The grade of a platform with an enclave; {@link Tcb#UNKNOWN} where Intel gives none, which is noted. */
    Tcb ofEnclave(EnclaveReport qeReport) {
        var level = info.levels().stream()
                .filter(some -> some.isReachedBy(platform))
                .findFirst();
        var quotingEnclave = quotingEnclave(qeReport);
        if (level.isEmpty()) return unsupported("the platform");
        advisories.addAll(level.get().advisories());
        return quotingEnclave
                .map(part -> graded(converge(level.get().status(), part)))
                .orElse(Tcb.UNKNOWN);
    }

    /** As {@link #ofEnclave} with a trust domain. */
    Tcb ofTrustDomain(TdReport report, EnclaveReport qeReport) {
        var reached = info.levels().stream()
                .filter(some -> some.isReachedBy(platform))
                .toList();
        var level = reached.stream()
                .filter(some -> some.isReachedBy(report.teeTcbSvn()))
                .findFirst();
        var quotingEnclave = quotingEnclave(qeReport);
        var module = module(report.teeTcbSvn());
        if (level.isEmpty()) return unsupported("the platform");
        if (quotingEnclave.isEmpty() || module.isEmpty()) return Tcb.UNKNOWN;
        advisories.addAll(level.get().advisories());

        var withoutTdx = reached.getFirst().status();
        var status = converge(level.get().status(), module.get());
        var isOfOldModule = module.get() == Status.OUT_OF_DATE && isOutOfDate(status) && isCurrent(withoutTdx);
        if (isOfOldModule && quotingEnclave.get() == Status.UP_TO_DATE && runsNewestNow(report)) {
            status = needsConfiguration(withoutTdx) || needsConfiguration(status)
                    ? Status.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED
                    : Status.TD_RELAUNCH_ADVISED;
        }
        if (withoutTdx == Status.REVOKED) status = Status.REVOKED;
        return graded(converge(status, quotingEnclave.get()));
    }

    private Tcb graded(Status status) {
        return Tcb.graded(status, advisories, Math.min(info.evaluation(), identity.evaluation()));
    }

    private Optional<Status> quotingEnclave(EnclaveReport qeReport) {
        var level = SvnLevel.reached(identity.levels(), qeReport.svn());
        level.ifPresentOrElse(found -> advisories.addAll(found.advisories()), () -> unsupported("the quoting enclave"));
        return level.map(SvnLevel::status);
    }

    /** A module without a major version is graded with the platform. That another one is not known is noted elsewhere. */
    private Optional<Status> module(Octets teeTcbSvn) {
        if (teeTcbSvn.at(1) == 0) return Optional.of(Status.UP_TO_DATE);
        var module = info.module(teeTcbSvn.at(1));
        if (module.isEmpty()) return Optional.empty();
        var level = SvnLevel.reached(module.get().levels(), teeTcbSvn.at(0));
        level.ifPresentOrElse(found -> advisories.addAll(found.advisories()), () -> unsupported("the TDX module"));
        return level.map(SvnLevel::status);
    }

    /** Whether the platform has been updated under the trust domain, so that launching it again would be enough. */
    private boolean runsNewestNow(TdReport report) {
        if (report.later().isEmpty()) return false;
        var svn = report.later().get().teeTcbSvn2();
        var newest = info.levels().getFirst().tdxComponents();
        if (svn.at(2) < newest.get(2)) return false;
        if (svn.at(1) == 0) return svn.at(0) >= newest.get(0);
        var module = info.module(svn.at(1));
        if (module.isEmpty()) {
            examination.refuse(Reason.MODULE_IDENTITY, "the module that runs now, of version " + svn.at(1));
            return false;
        }
        return svn.at(0) >= module.get().levels().getFirst().svn();
    }

    private Tcb unsupported(String what) {
        examination.refuse(Reason.TCB_UNSUPPORTED, what + " is below every level");
        return Tcb.UNKNOWN;
    }

    private static boolean isOutOfDate(Status status) {
        return status == Status.OUT_OF_DATE || status == Status.OUT_OF_DATE_CONFIGURATION_NEEDED;
    }

    private static boolean isCurrent(Status status) {
        return status == Status.UP_TO_DATE
                || status == Status.SW_HARDENING_NEEDED
                || status == Status.CONFIGURATION_NEEDED
                || status == Status.CONFIGURATION_AND_SW_HARDENING_NEEDED;
    }

    private static boolean needsConfiguration(Status status) {
        return status == Status.CONFIGURATION_NEEDED
                || status == Status.CONFIGURATION_AND_SW_HARDENING_NEEDED
                || status == Status.OUT_OF_DATE_CONFIGURATION_NEEDED;
    }

    /** The grade of a whole with a part that is up to date, out of date or revoked. */
    private static Status converge(Status whole, Status part) {
        if (whole == Status.REVOKED || part == Status.REVOKED) return Status.REVOKED;
        if (part != Status.OUT_OF_DATE) return whole;
        return switch (whole) {
            case UP_TO_DATE, SW_HARDENING_NEEDED -> Status.OUT_OF_DATE;
            case CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED -> Status.OUT_OF_DATE_CONFIGURATION_NEEDED;
            default -> whole;
        };
    }
}
