package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the bytes of a log. Owner: the call that made it. */
final class EventLogReader {
    private static final byte[] SPEC_ID = ascii("Spec ID Event");
    private static final byte[] STARTUP_LOCALITY = ascii("StartupLocality\0");
    private static final int SPEC_ID_SIZE = 16;
    private static final int ALGORITHMS_MAX = 16;
    private static final int DIGEST_SIZE_MAX = 128;
    private static final Set<Integer> LOCALITIES = Set.of(0, 3, 4);

    /** TPM_ALG_ID (TCG Algorithm Registry) of the hash functions that are known here. */
    private static final Map<Integer, Hash> HASHES =
            Map.of(0x4, Hash.SHA_1, 0xb, Hash.SHA_256, 0xc, Hash.SHA_384, 0xd, Hash.SHA_512);

    private final ByteReader in;
    private final int end;
    private final Map<Integer, Integer> digestSizes = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private int startupLocality = -1;

    private EventLogReader(Octets bytes) {
        this.in = ByteReader.littleEndian(bytes);
        this.end = endOfEvents(bytes);
    }

    static EventLog read(Octets bytes) throws MalformedException {
        if (bytes.size() > EventLog.SIZE_MAX) throw new MalformedException("a log of " + bytes.size() + " bytes");
        return new EventLogReader(bytes).read();
    }

    private EventLog read() throws MalformedException {
        var first = readSha1Event();
        var manyHashes = !first.isExtending() && first.startsWith(SPEC_ID) && readHeader(first.data());
        if (!manyHashes) {
            digestSizes.put(0x4, Hash.SHA_1.size());
            add(first);
        }
        while (in.position() < end) add(manyHashes ? readEvent() : readSha1Event());
        var algorithms = EnumSet.noneOf(Hash.class);
        for (var id : digestSizes.keySet()) if (HASHES.containsKey(id)) algorithms.add(HASHES.get(id));
        return new EventLog(algorithms, Math.max(startupLocality, 0), events);
    }

    /** Where the padding begins, if there is any: no event begins after it, though the last may reach into it. */
    private static int endOfEvents(Octets bytes) {
        var end = bytes.size();
        if (end == 0) return 0;
        var last = bytes.at(end - 1);
        if (last != 0x00 && last != 0xff) return end;
        while (end > 0 && bytes.at(end - 1) == last) end--;
        return end;
    }

    /** TCG_PCR_EVENT. */
    private Event readSha1Event() throws MalformedException {
        var index = in.u32();
        var type = in.u32();
        var digest = in.take(Hash.SHA_1.size());
        return event(index, type, Map.of(Hash.SHA_1, digest), in.take(in.u32()));
    }

    /** TCG_PCR_EVENT2. */
    private Event readEvent() throws MalformedException {
        var index = in.u32();
        var type = in.u32();
        var count = in.u32();
        if (count < 1 || count > digestSizes.size()) throw new MalformedException("an event of " + count + " digests");
        var seen = new HashSet<Integer>();
        var digests = new EnumMap<Hash, Octets>(Hash.class);
        for (var i = 0; i < count; i++) {
            var id = in.u16();
            var size = digestSizes.get(id);
            if (size == null || !seen.add(id)) throw new MalformedException("a digest of algorithm " + id);
            var digest = in.take(size);
            var hash = HASHES.get(id);
            if (hash != null) digests.put(hash, digest);
        }
        return event(index, type, digests, in.take(in.u32()));
    }

    private static Event event(long index, long type, Map<Hash, Octets> digests, Octets data)
            throws MalformedException {
        var ofNone = index == 0xffff_ffffL && type == EventType.EV_NO_ACTION.code();
        if (index > EventLog.INDEX_MAX && !ofNone) throw new MalformedException("an event of register " + index);
        return new Event((int) index, type, digests, data);
    }

    /** TCG_EfiSpecIdEvent; gives whether digests of several hash functions follow. */
    private boolean readHeader(Octets data) throws MalformedException {
        var header = ByteReader.littleEndian(data);
        var id = new String(header.take(SPEC_ID_SIZE).toArray(), StandardCharsets.ISO_8859_1);
        return switch (id.substring(SPEC_ID.length)) {
            case "00\0", "02\0" -> false;
            case "03\0" -> {
                readAlgorithms(header);
                yield true;
            }
            default -> throw new MalformedException(Reason.UNKNOWN_VERSION, "a log of " + id.strip());
        };
    }

    private void readAlgorithms(ByteReader header) throws MalformedException {
        header.skip(4); // platformClass
        var minor = header.u8();
        var major = header.u8();
        if (major != 2) {
            throw new MalformedException(Reason.UNKNOWN_VERSION, "Spec ID Event03 of version " + major + "." + minor);
        }
        header.skip(2); // errata, uintnSize
        var count = header.u32();
        if (count < 1 || count > ALGORITHMS_MAX) throw new MalformedException("a log of " + count + " algorithms");
        for (var i = 0; i < count; i++) readAlgorithm(header);
        header.skip(header.u8()); // vendorInfo
        header.end("the header of the log");
    }

    private void readAlgorithm(ByteReader header) throws MalformedException {
        var id = header.u16();
        var size = header.u16();
        var hash = HASHES.get(id);
        if (size < 1 || size > DIGEST_SIZE_MAX || hash != null && size != hash.size()) {
            throw new MalformedException("digests of " + size + " bytes for algorithm " + id);
        }
        if (digestSizes.put(id, size) != null) throw new MalformedException("algorithm " + id + " twice");
    }

    private void add(Event event) throws MalformedException {
        if (!event.isExtending() && event.startsWith(STARTUP_LOCALITY)) readStartupLocality(event);
        events.add(event);
    }

    private void readStartupLocality(Event event) throws MalformedException {
        var data = event.data();
        var isWhole = event.index() == 0 && data.size() == STARTUP_LOCALITY.length + 1;
        var locality = isWhole ? data.at(STARTUP_LOCALITY.length) : -1;
        if (!LOCALITIES.contains(locality)) throw new MalformedException("a startup locality that there is not");
        var late = startupLocality >= 0
                || events.stream().anyMatch(earlier -> earlier.isExtending() && earlier.index() == 0);
        if (late) throw new MalformedException("a startup locality after PCR 0 has begun");
        startupLocality = locality;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
