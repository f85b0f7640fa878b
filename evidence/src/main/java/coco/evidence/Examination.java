package coco.evidence;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The notebook of one verification: what was found wrong, and until when the rest holds. Owner: the call that made it;
 * used by one thread.
 */
public final class Examination {
    private final Instant at;
    private final List<Refusal> refusals = new ArrayList<>();
    private Instant validUntil = Instant.MAX;

    /** @param at the instant at which everything has to be valid */
    public Examination(Instant at) {
        this.at = at;
    }

    public Instant at() {
        return at;
    }

    public void refuse(Reason reason, String detail) {
        refusals.add(new Refusal(reason, detail));
    }

    public void refuse(MalformedException malformed) {
        refusals.add(malformed.refusal());
    }

    /** Notes {@code reason} unless {@code holds}; gives {@code holds}. */
    public boolean require(boolean holds, Reason reason, String detail) {
        if (!holds) refuse(reason, detail);
        return holds;
    }

    /** Notes {@code reason} unless the instant lies in {@code from} to {@code until}, both included. */
    public void within(Instant from, Instant until, Reason reason, String what) {
        if (at.isBefore(from)) refuse(reason, what + " is not valid before " + from);
        if (at.isAfter(until)) refuse(reason, what + " is not valid after " + until);
        if (until.isBefore(validUntil)) validUntil = until;
    }

    /** Notes {@link Reason#CERTIFICATE_DATES} unless the certificate is valid at the instant; as {@link #within} of two instants. */
    public void within(X509Certificate certificate, String what) {
        var from = certificate.getNotBefore().toInstant();
        within(from, certificate.getNotAfter().toInstant(), Reason.CERTIFICATE_DATES, what);
    }

    /** Whether nothing was found wrong so far. */
    public boolean isClean() {
        return refusals.isEmpty();
    }

    /** All that was noted so far. */
    public List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    public Findings findings(Claims claims, Tcb tcb) {
        return new Findings(claims, tcb, refusals, validUntil);
    }
}
