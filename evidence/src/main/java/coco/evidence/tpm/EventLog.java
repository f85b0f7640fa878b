package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A log of measured events (TCG PC Client Platform Firmware Profile, section 10): of a TPM, of Windows (WBCL), or of a trust
 * domain (CCEL). A log is a list of claims; it means something only where it {@linkplain EventLogReplay replays} to registers
 * that were signed.
 *
 * @param algorithms the hash functions of its digests, those that are known here
 * @param startupLocality the last byte with which PCR 0 began: 0, 3 or 4 (section 10.4.5.3)
 * @param events in the order of the log, without a header of several hash functions
 */
public record EventLog(Set<Hash> algorithms, int startupLocality, List<Event> events) {
    /** Bytes of the longest log that is read. */
    public static final int SIZE_MAX = 1 << 20;

    /** The highest PCR. */
    static final int INDEX_MAX = 23;

    private static final int FIRST_DYNAMIC = 17;
    private static final int LAST_DYNAMIC = 22;

    public EventLog {
        var sorted = new TreeSet<>(algorithms);
        algorithms = Collections.unmodifiableSortedSet(sorted);
        events = List.copyOf(events);
    }

    /**
     * Reads a log in either form: with SHA-1 digests alone (TCG_PCR_EVENT) or with those of several hash functions
     * (TCG_PCR_EVENT2, after a header "Spec ID Event03"). What follows the last event may be zeros, or ones, alone.
     */
    public static EventLog parse(Octets bytes) throws MalformedException {
        return EventLogReader.read(bytes);
    }

    /**
     * The registers that the log extends, as they are after its last event, by index. A register with an event that has no
     * digest of {@code algorithm} has no such value and is left out.
     */
    public SortedMap<Integer, Octets> replay(Hash algorithm) {
        var registers = new TreeMap<Integer, Octets>();
        var unknown = new TreeSet<Integer>();
        if (startupLocality != 0) registers.put(0, initial(0, algorithm));
        for (var event : events) {
            if (!event.isExtending()) continue;
            var digest = event.digests().get(algorithm);
            if (digest == null) {
                unknown.add(event.index());
            } else {
                var before = registers.getOrDefault(event.index(), initial(event.index(), algorithm));
                registers.put(event.index(), before.concat(digest).hash(algorithm));
            }
        }
        registers.keySet().removeAll(unknown);
        return Collections.unmodifiableSortedMap(registers);
    }

    /** What a register holds before its first event: zeros; ones in those of a dynamic launch that has not taken place. */
    Octets initial(int index, Hash algorithm) {
        var bytes = new byte[algorithm.size()];
        if (index >= FIRST_DYNAMIC && index <= LAST_DYNAMIC) Arrays.fill(bytes, (byte) 0xff);
        if (index == 0) bytes[bytes.length - 1] = (byte) startupLocality;
        return Octets.of(bytes);
    }

    /** The indices of the registers that it extends. */
    SortedSet<Integer> extended() {
        var indices = new TreeSet<Integer>();
        for (var event : events) if (event.isExtending()) indices.add(event.index());
        return indices;
    }
}
