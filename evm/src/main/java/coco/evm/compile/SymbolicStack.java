package coco.evm.compile;

import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known at one point of a trace: the words of the stack above and below where the trace began, how much memory
 * there surely is, and which jump targets were passed. Owned by the trace; copied where it branches.
 */
final class SymbolicStack {
    /** The index of the position at which the trace began. */
    private static final int ORIGIN = 1024 + 32;

    private final @Nullable Word[] words;

    /** Targets that this path has passed. */
    final Set<Integer> passed;

    /** Bytes that the memory has at the least. */
    long memory;

    /** The lowest position used; at most zero. */
    private int low;

    /** One above the highest word. */
    private int top;

    SymbolicStack() {
        words = new @Nullable Word[2 * ORIGIN + 32];
        passed = new HashSet<>();
    }

    private SymbolicStack(SymbolicStack from) {
        words = new @Nullable Word[from.words.length];
        passed = new HashSet<>(from.passed);
        memory = from.memory;
        low = from.low;
        top = from.top;
        var copies = new IdentityHashMap<Word, Word>();
        for (var at = low; at < top; at++) words[ORIGIN + at] = copies.computeIfAbsent(from.get(at), Word::copy);
    }

    SymbolicStack copy() {
        return new SymbolicStack(this);
    }

    int top() {
        return top;
    }

    int low() {
        return low;
    }

    Word get(int at) {
        reach(at);
        var word = words[ORIGIN + at];
        if (word == null) throw new IllegalStateException("no word at " + at);
        return word;
    }

    private void reach(int at) {
        while (low > at) {
            low--;
            words[ORIGIN + low] = Word.at(low);
        }
    }

    void push(Word word) {
        words[ORIGIN + top++] = word;
    }

    Word pop() {
        var word = get(--top);
        if (top < low) throw new IllegalStateException("below the lowest");
        return word;
    }

    /** Copies the word {@code depth} below the top, 1 for the top itself. */
    void duplicate(int depth) {
        push(get(top - depth));
    }

    /** Exchanges the top with the word {@code depth} below it. */
    void swap(int depth) {
        exchange(0, depth);
    }

    /** Exchanges two words that are so far below the top. */
    void exchange(int upper, int lower) {
        var other = get(top - 1 - lower);
        words[ORIGIN + top - 1 - lower] = get(top - 1 - upper);
        words[ORIGIN + top - 1 - upper] = other;
    }

    /** Words that are not where the array should have them. */
    int misplaced() {
        var count = 0;
        for (var at = low; at < top; at++) if (get(at).home != at) count++;
        return count;
    }

    /** Marks the locals that words are in. */
    void markLocals(BitSet used) {
        for (var at = low; at < top; at++) markLocals(get(at), used);
    }

    static void markLocals(Word word, BitSet used) {
        if (word.isTruth()) used.set(word.truth);
        var limbs = word.limbs;
        if (limbs == null) return;
        for (var limb : limbs) if (limb instanceof Limb.Local local) used.set(local.slot());
    }
}
