package coco.evm.compile;

import org.jspecify.annotations.Nullable;

/**
 * A word of the stack while code is made. Its value never changes, but where it can be found does: in the frame's array
 * at its home, as four limbs, or as a truth value in an int local; in each of them at once.
 */
final class Word {
    static final int NOWHERE = Integer.MIN_VALUE;
    private static final int NONE = -1;

    /** The position of the stack whose place in the array holds the word, relative to where the trace began. */
    int home = NOWHERE;

    /** The least significant first. */
    Limb @Nullable [] limbs;

    /** An int local that is 0 or 1, and whether the word is the other of the two. */
    int truth = NONE;

    boolean negated;

    private Word() {}

    static Word at(int home) {
        var word = new Word();
        word.home = home;
        return word;
    }

    static Word of(Limb... limbs) {
        var word = new Word();
        word.limbs = limbs;
        return word;
    }

    static Word of(long value) {
        return of(Limb.of(value), Limb.Known.ZERO, Limb.Known.ZERO, Limb.Known.ZERO);
    }

    static Word narrow(Limb limb) {
        return of(limb, Limb.Known.ZERO, Limb.Known.ZERO, Limb.Known.ZERO);
    }

    static Word truth(int local, boolean negated) {
        var word = new Word();
        word.truth = local;
        word.negated = negated;
        return word;
    }

    boolean isTruth() {
        return truth != NONE;
    }

    /** Whether the word can only be read from its home. */
    boolean isOnlyAtHome() {
        return limbs == null && truth == NONE;
    }

    boolean isKnown() {
        if (limbs == null) return false;
        for (var limb : limbs) if (!(limb instanceof Limb.Known)) return false;
        return true;
    }

    boolean isKnown(long value) {
        return isKnown() && isNarrow() && limbs != null && limbs[0].is(value);
    }

    /** Whether the word is surely below 2^64. */
    boolean isNarrow() {
        return truth != NONE || limbs != null && limbs[1].is(0) && limbs[2].is(0) && limbs[3].is(0);
    }

    /** The limbs of a known word. */
    long[] known() {
        var found = limbs;
        if (found == null) throw new IllegalStateException("not a known word");
        var values = new long[found.length];
        for (var i = 0; i < values.length; i++)
            values[i] = found[i] instanceof Limb.Known(var value) ? value : unknown();
        return values;
    }

    private static long unknown() {
        throw new IllegalStateException("not a known word");
    }

    Word copy() {
        var copy = new Word();
        copy.home = home;
        copy.limbs = limbs;
        copy.truth = truth;
        copy.negated = negated;
        return copy;
    }
}
