package coco.evidence.tpm;

import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Holds a log against registers whose values were signed. */
public final class EventLogReplay {
    private EventLogReplay() {}

    /**
     * Replays {@code log} and compares. Whatever does not fit is noted: what cannot be read by its own reason, and each
     * register that the log does not give by {@link Reason#EVENT_LOG}.
     *
     * @param registers signed values by name, all {@code pcr0} to {@code pcr23} or all {@code rtmr0} to {@code rtmr3}, and all
     *     of one hash function, which is told by their size. Software that runs later extends some registers without this
     *     log, such as PCR 10 (Linux) and RTMR 3: who expects that leaves those out. SHA-1 is compared like any other; whether
     *     it is good enough is up to the caller
     * @return what the registers vouch for; none unless all of them fit
     */
    public static Optional<MeasuredEvents> check(
            SequencedMap<String, Octets> registers, Octets log, Examination examination) {
        try {
            return check(registers, EventLog.parse(log), examination);
        } catch (MalformedException e) {
            examination.refuse(e);
            return Optional.empty();
        }
    }

    private static Optional<MeasuredEvents> check(
            SequencedMap<String, Octets> registers, EventLog log, Examination examination) {
        var set = setOf(registers);
        var algorithm = algorithmOf(registers);
        if (set.isEmpty() || algorithm.isEmpty()) {
            examination.refuse(Reason.EVENT_LOG, "a log gives no such registers: " + sizes(registers));
            return Optional.empty();
        }
        var replayed = log.replay(algorithm.get());
        var fits = true;
        for (var register : registers.entrySet()) {
            var index = set.get().indexOf(register.getKey()).orElseThrow();
            fits &= compare(register, valueOf(index, replayed, log, algorithm.get()), examination);
        }
        if (!fits) return Optional.empty();
        return Optional.of(MeasuredEvents.of(log, set.get(), algorithm.get(), registers.keySet()));
    }

    private static Optional<Octets> valueOf(int index, Map<Integer, Octets> replayed, EventLog log, Hash algorithm) {
        if (replayed.containsKey(index)) return Optional.of(replayed.get(index));
        return log.extended().contains(index) ? Optional.empty() : Optional.of(log.initial(index, algorithm));
    }

    private static boolean compare(
            Map.Entry<String, Octets> register, Optional<Octets> replayed, Examination examination) {
        var name = register.getKey();
        return examination.require(
                replayed.isPresent() && replayed.get().equals(register.getValue()),
                Reason.EVENT_LOG,
                replayed.map(value -> name + " is " + register.getValue() + ", the log gives " + value)
                        .orElse("the log lacks digests for " + name));
    }

    private static Optional<RegisterSet> setOf(SequencedMap<String, Octets> registers) {
        for (var set : RegisterSet.values()) {
            var all = registers.keySet().stream()
                    .allMatch(name -> set.indexOf(name).isPresent());
            if (all && !registers.isEmpty()) return Optional.of(set);
        }
        return Optional.empty();
    }

    private static Optional<Hash> algorithmOf(SequencedMap<String, Octets> registers) {
        for (var hash : Hash.values()) {
            if (registers.values().stream().allMatch(value -> value.size() == hash.size())) return Optional.of(hash);
        }
        return Optional.empty();
    }

    private static Map<String, Integer> sizes(SequencedMap<String, Octets> registers) {
        var sizes = new TreeMap<String, Integer>();
        registers.forEach((name, value) -> sizes.put(name, value.size()));
        return sizes;
    }
}
