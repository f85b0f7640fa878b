package coco.replica;

import coco.crypto.MalformedException;
import coco.ledger.View;

/**
 * Names an epoch: the view whose leader made its key, and the number of the epoch in that view, from 1. Two leaders never share a key.
 * Written {@code view.number}.
 */
public record EpochId(View view, long number) implements Comparable<EpochId> {
    public static final EpochId NONE = new EpochId(new View(0), 0);

    /** @throws MalformedException for anything that {@link #toString} would not write */
    public static EpochId parse(String text) throws MalformedException {
        var dot = text.indexOf('.');
        try {
            var view = Long.parseLong(text.substring(0, Math.max(dot, 0)));
            var id = new EpochId(new View(view), Long.parseLong(text.substring(dot + 1)));
            if (id.number < 0 || !id.toString().equals(text)) throw new MalformedException("not an epoch id");
            return id;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not an epoch id", e);
        }
    }

    EpochId next(View leading) {
        return leading.equals(view) ? new EpochId(view, number + 1) : new EpochId(leading, 1);
    }

    @Override
    public int compareTo(EpochId other) {
        return view.value() != other.view.value()
                ? Long.compare(view.value(), other.view.value())
                : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return view.value() + "." + number;
    }
}
