package coco.ledger;

import coco.crypto.MalformedException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a ledger file: {@code ledger_<first>-<last>.committed} once closed and committed, {@code ledger_<first>} or
 * {@code ledger_<first>-<last>} before.
 *
 * @param last absent while the file is open
 */
public record ChunkName(Seqno first, Optional<Seqno> last, boolean committed) implements Comparable<ChunkName> {
    private static final Pattern FORM =
            Pattern.compile("ledger_([1-9][0-9]{0,17})(?:-([1-9][0-9]{0,17}))?(\\.committed)?");

    public ChunkName {
        if (last.isPresent() && last.get().compareTo(first) < 0)
            throw new IllegalArgumentException("a ledger file ends after it begins");
        if (committed && last.isEmpty()) throw new IllegalArgumentException("a committed ledger file has an end");
    }

    public static ChunkName open(Seqno first) {
        return new ChunkName(first, Optional.empty(), false);
    }

    public static ChunkName committed(Seqno first, Seqno last) {
        return new ChunkName(first, Optional.of(last), true);
    }

    /** @throws MalformedException for any other name, such as {@code .recovery} and {@code .ignored} files */
    public static ChunkName parse(String name) throws MalformedException {
        var match = FORM.matcher(name);
        if (!match.matches()) throw new MalformedException("not the name of a ledger file: " + name);
        var first = new Seqno(Long.parseLong(match.group(1)));
        var last = Optional.ofNullable(match.group(2)).map(digits -> new Seqno(Long.parseLong(digits)));
        try {
            return new ChunkName(first, last, match.group(3) != null);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not the name of a ledger file: " + name, e);
        }
    }

    /** By the first seqno; committed files before others. */
    @Override
    public int compareTo(ChunkName other) {
        var byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : Boolean.compare(other.committed, committed);
    }

    @Override
    public String toString() {
        return "ledger_" + first + last.map(seqno -> "-" + seqno).orElse("") + (committed ? ".committed" : "");
    }
}
