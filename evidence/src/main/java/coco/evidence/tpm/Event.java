package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.Octets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One event of a log. Only its digest is measured: whether {@code data} is what was hashed differs from type to type, and
 * often it merely describes that.
 *
 * @param index the register that was extended: a PCR's number; in the log of a trust domain 1 to 4 for RTMR 0 to 3; {@link
 *     #NO_REGISTER} for an event of none
 * @param type its code, see {@link EventType}
 * @param digests what the register was extended with, by the register's hash function; those of functions that are not
 *     known here are left out
 * @param data as the log has it
 */
public record Event(int index, long type, Map<Hash, Octets> digests, Octets data) {
    /** The index of events that belong to no register, 0xffffffff in the log. */
    public static final int NO_REGISTER = -1;

    public Event {
        var copy = new EnumMap<Hash, Octets>(Hash.class);
        copy.putAll(digests);
        digests = Collections.unmodifiableMap(copy);
    }

    public boolean is(EventType kind) {
        return type == kind.code();
    }

    /** The type as the profile names it, or its code in hex digits. */
    public String typeName() {
        return EventType.of(type).map(Enum::name).orElseGet(() -> "0x" + Long.toHexString(type));
    }

    /** Whether it extended a register; the others only say something. */
    public boolean isExtending() {
        return !is(EventType.EV_NO_ACTION);
    }

    /** Whether {@code hashed} is what was measured. */
    public boolean isDigestOf(Octets hashed, Hash algorithm) {
        var digest = digests.get(algorithm);
        return digest != null && hashed.hash(algorithm).equals(digest);
    }

    /** The data, where the data is what was measured. */
    public Optional<Octets> measuredData(Hash algorithm) {
        return isDigestOf(data, algorithm) ? Optional.of(data) : Optional.empty();
    }

    boolean startsWith(byte[] text) {
        return data.startsWith(Octets.of(text));
    }
}
