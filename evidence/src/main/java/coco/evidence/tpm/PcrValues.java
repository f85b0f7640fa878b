package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Values of registers that came beside a quote. None is believed unless the quote selects it and signed its digest.
 *
 * @param banks values by index, 0 to 31, of each bank; each has the size of the bank's hash function
 */
public record PcrValues(Map<Hash, Map<Integer, Octets>> banks) {
    /** One more than the highest index. */
    public static final int COUNT_MAX = 32;

    public PcrValues {
        var copies = new EnumMap<Hash, Map<Integer, Octets>>(Hash.class);
        banks.forEach((bank, values) -> copies.put(bank, Collections.unmodifiableMap(new TreeMap<>(values))));
        banks = Collections.unmodifiableMap(copies);
    }

    /** @throws MalformedException for an index out of range, or a value of another size */
    public static PcrValues of(Hash bank, Map<Integer, Octets> values) throws MalformedException {
        for (var value : values.entrySet()) {
            if (value.getKey() < 0 || value.getKey() >= COUNT_MAX) {
                throw new MalformedException("there is no register " + value.getKey());
            }
            if (value.getValue().size() != bank.size()) {
                throw new MalformedException("a register of " + value.getValue().size() + " bytes, not " + bank.size());
            }
        }
        return new PcrValues(Map.of(bank, values));
    }

    /** The values of registers 0 and on. */
    public static PcrValues of(Hash bank, List<Octets> values) throws MalformedException {
        var numbered = new TreeMap<Integer, Octets>();
        for (var value : values) numbered.put(numbered.size(), value);
        return of(bank, numbered);
    }

    /** These and those, which are of other banks. */
    public PcrValues with(PcrValues more) {
        var all = new EnumMap<Hash, Map<Integer, Octets>>(Hash.class);
        all.putAll(banks);
        all.putAll(more.banks);
        return new PcrValues(all);
    }

    Optional<Octets> value(Hash bank, int index) {
        return Optional.ofNullable(banks.getOrDefault(bank, Map.of()).get(index));
    }
}
