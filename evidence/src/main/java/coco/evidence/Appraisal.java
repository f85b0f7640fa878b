package coco.evidence;

import coco.evidence.Policy.Code;
import coco.evidence.Policy.CodeIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Holds findings against a policy. Every rule is looked at, so that an operator sees all that has to change. */
final class Appraisal {
    private final Findings findings;
    private final Policy policy;
    private final Instant at;
    private final List<Refusal> refusals;

    private Appraisal(Findings findings, Policy policy, Instant at) {
        this.findings = findings;
        this.policy = policy;
        this.at = at;
        this.refusals = new ArrayList<>(findings.refusals());
    }

    static Verdict judge(Findings findings, Policy policy, Instant at) {
        return new Appraisal(findings, policy, at).verdict();
    }

    private Verdict verdict() {
        var claims = findings.claims();
        require(
                policy.platform().tees().contains(claims.tee()),
                Reason.TEE_NOT_ALLOWED,
                claims.tee().word());
        require(policy.guest().debugAllowed() || !claims.debug(), Reason.DEBUG, "somebody outside can look into it");
        judgeCode(claims);
        judgeHost(claims);
        judgeTcb(findings.tcb());
        judgeReportData(claims);
        var validUntil = judgeAge(claims);
        if (!refusals.isEmpty()) return new Verdict.Refused(refusals, claims, findings.tcb());
        return new Verdict.Accepted(claims, findings.tcb(), validUntil);
    }

    private void judgeCode(Claims claims) {
        if (!(policy.guest().code() instanceof Code.OneOf(var identities))) return;
        if (identities.stream().anyMatch(identity -> isOf(claims, identity, true))) return;
        if (identities.stream().anyMatch(identity -> isOf(claims, identity, false))) {
            refuse(Reason.CODE_VERSION, "the signer's code is too old: " + claims.signers());
        } else {
            refuse(Reason.CODE, "not in the code manifest: " + claims.registers() + " " + claims.signers());
        }
    }

    private static boolean isOf(Claims claims, CodeIdentity identity, boolean newEnough) {
        if (identity.tee() != claims.tee()) return false;
        return switch (identity) {
            case CodeIdentity.Measured(var tee, var registers) ->
                claims.registers().entrySet().containsAll(registers.entrySet());
            case CodeIdentity.Signed(var tee, var id, var product, var minimum) ->
                claims.signers().stream()
                        .anyMatch(signer -> signer.id().equals(id)
                                && signer.product().equals(product)
                                && (!newEnough || signer.version() >= minimum));
        };
    }

    private void judgeHost(Claims claims) {
        policy.guest()
                .hostData()
                .ifPresent(allowed -> require(
                        allowed.contains(claims.hostData()), Reason.HOST_DATA, "launched with " + claims.hostData()));
        policy.platform()
                .machines()
                .ifPresent(known -> require(
                        claims.machines().stream().anyMatch(known::contains),
                        Reason.MACHINE,
                        claims.machines().isEmpty()
                                ? "the machine cannot be told"
                                : "nobody vouches for " + claims.machines()));
        for (var feature : policy.platform().features()) {
            require(claims.features().contains(feature), Reason.FEATURE, feature + " is demanded");
        }
    }

    private void judgeTcb(Tcb tcb) {
        if (tcb.status() == Tcb.Status.UNKNOWN) {
            if (findings.refusals().isEmpty())
                throw new IllegalStateException("a platform without grade and without reason");
            return;
        }
        if (tcb.status() != Tcb.Status.NOT_GRADED) judgeGrade(tcb);
        tcb.product().ifPresent(product -> judgeComponents(product, tcb.components()));
    }

    private void judgeGrade(Tcb tcb) {
        require(
                policy.level().grades().contains(tcb.status()),
                Reason.TCB_STATUS,
                tcb.status().word() + " " + tcb.advisories());
        if (tcb.status() != Tcb.Status.UP_TO_DATE) {
            for (var advisory : tcb.advisories()) {
                require(policy.level().toleratedAdvisories().contains(advisory), Reason.ADVISORY, advisory);
            }
        }
        tcb.evaluation()
                .ifPresent(number -> require(
                        number >= policy.level().minimumEvaluation(),
                        Reason.COLLATERAL_ROLLED_BACK,
                        "evaluation " + number + ", " + policy.level().minimumEvaluation() + " was seen before"));
    }

    /** A component that is not there is below every version. */
    private void judgeComponents(Product product, Map<String, Integer> components) {
        policy.level().minimumComponents().getOrDefault(product, Map.of()).forEach((name, minimum) -> {
            var found = components.getOrDefault(name, -1);
            require(
                    found >= minimum,
                    Reason.TCB_FLOOR,
                    name + " is " + found + ", at least " + minimum + " is demanded");
        });
    }

    private void judgeReportData(Claims claims) {
        policy.binding().reportData().ifPresent(expected -> {
            var missing = claims.reportData().size() - expected.size();
            var padded =
                    missing > 0 ? Octets.of(Arrays.copyOf(expected.toArray(), expected.size() + missing)) : expected;
            require(
                    padded.equals(claims.reportData()),
                    Reason.REPORT_DATA,
                    "bound to " + claims.reportData() + ", not to " + expected);
        });
    }

    /** Gives the instant until which the verdict holds. */
    private Instant judgeAge(Claims claims) {
        var maximum = policy.binding().maximumAge();
        var issuedAt = claims.issuedAt();
        if (maximum.isEmpty() || issuedAt.isEmpty()) return findings.validUntil();
        var end = issuedAt.get().plus(maximum.get());
        require(!at.isBefore(issuedAt.get()), Reason.AGE, "made in the future, at " + issuedAt.get());
        require(!at.isAfter(end), Reason.AGE, "made at " + issuedAt.get() + ", older than " + maximum.get());
        return end.isBefore(findings.validUntil()) ? end : findings.validUntil();
    }

    private void require(boolean holds, Reason reason, String detail) {
        if (!holds) refuse(reason, detail);
    }

    private void refuse(Reason reason, String detail) {
        refusals.add(new Refusal(reason, detail));
    }
}
