package coco.evm.compile;

import static coco.evm.compile.Assembler.GAS;
import static coco.evm.compile.Assembler.SP;
import static coco.evm.compile.Assembler.STACK;
import static coco.evm.compile.Word.NOWHERE;
import static coco.evm.machine.CompiledCode.SCRATCH;

import coco.evm.machine.Instructions;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.util.BitSet;

/**
 * Moves words between the frame's array, locals and the operand stack of the Java virtual machine. Owned by one trace.
 *
 * <p>A local is free where no word of the symbolic stack is in it; within one opcode none becomes free.
 */
final class Values {
    private static final int LIMBS = Instructions.LIMBS;

    final Assembler to;
    SymbolicStack stack = new SymbolicStack();
    private final BitSet used = new BitSet();

    Values(Assembler to) {
        this.to = to;
    }

    /** To be called before the code of an opcode is made. */
    void begin() {
        used.clear();
        stack.markLocals(used);
    }

    Word pop() {
        return stack.pop();
    }

    void push(Word word) {
        stack.push(word);
    }

    private int free() {
        var slot = Assembler.FIRST;
        while (used.get(slot)) slot += 2;
        used.set(slot);
        return slot;
    }

    /** Stores the long on the operand stack. */
    Limb store(int bits) {
        var slot = free();
        to.lstore(slot);
        return new Limb.Local(slot, bits);
    }

    /** Stores the int on the operand stack, 0 or 1, as a word. */
    Word storeTruth() {
        var slot = free();
        to.istore(slot);
        return Word.truth(slot, false);
    }

    void load(Limb limb) {
        switch (limb) {
            case Limb.Known(var value) -> to.constant(value);
            case Limb.Local local -> to.lload(local.slot());
        }
    }

    /** Loads the four limbs, the most significant first. */
    void loadAll(Word word) {
        var limbs = limbs(word);
        for (var i = LIMBS - 1; i >= 0; i--) load(limbs[i]);
    }

    /** The word's limbs, brought into locals if they are not. */
    Limb[] limbs(Word word) {
        var limbs = word.limbs;
        if (limbs != null) return limbs;
        if (word.isTruth()) {
            loadTruth(word);
            to.one(CodeBuilder::i2l);
            limbs = new Limb[] {store(1), Limb.Known.ZERO, Limb.Known.ZERO, Limb.Known.ZERO};
        } else {
            limbs = new Limb[LIMBS];
            for (var i = 0; i < LIMBS; i++) limbs[i] = limbAt(word.home, i);
        }
        word.limbs = limbs;
        return limbs;
    }

    private Limb limbAt(int position, int limb) {
        to.aload(STACK);
        index(position, limb);
        to.one(CodeBuilder::laload);
        return store(Long.SIZE);
    }

    /** Loads the array index of a limb of a position. */
    private void index(int position, int limb) {
        to.iload(SP);
        if (LIMBS * position + limb == 0) return;
        to.constant(LIMBS * position + limb);
        to.one(CodeBuilder::iadd);
    }

    /** Loads 0 or 1. */
    void loadTruth(Word word) {
        to.iload(word.truth);
        if (!word.negated) return;
        to.constant(1);
        to.one(CodeBuilder::ixor);
    }

    /** Makes an array and an index of a home the next two operands. */
    void loadHome(Word word) {
        to.aload(STACK);
        index(word.home, 0);
    }

    /** Loads the word as {@code Words.saturated} does; the limb if there is no need to. */
    Limb saturated(Word word) {
        if (word.isOnlyAtHome()) {
            loadHome(word);
            to.call(Types.WORDS, "saturated", "(AI)J");
        } else if (word.isKnown()) {
            var known = word.known();
            return Limb.of((known[1] | known[2] | known[3]) == 0 && known[0] >= 0 ? known[0] : Long.MAX_VALUE);
        } else if (word.isNarrow() && limbs(word)[0].bits() < Long.SIZE) {
            return limbs(word)[0];
        } else {
            loadAll(word);
            to.call("saturated", "(JJJJ)J");
        }
        return store(Long.SIZE - 1);
    }

    // The scratch words

    /** Puts the operands where calls expect them, the first popped on top. */
    void scratch(Word... operands) {
        for (var i = 0; i < operands.length; i++) {
            var at = SCRATCH + LIMBS * (operands.length - 1 - i);
            if (operands[i].isOnlyAtHome()) {
                loadHome(operands[i]);
                to.constant(at);
                to.call("copy", "(AII)V");
            } else {
                loadForPut(operands[i]);
                to.aload(STACK);
                to.constant(at);
                put(operands[i]);
            }
        }
    }

    private void loadForPut(Word word) {
        if (word.isNarrow()) load(limbs(word)[0]);
        else loadAll(word);
    }

    private void put(Word word) {
        to.call("put", word.isNarrow() ? "(JAI)V" : "(JJJJAI)V");
    }

    /** The result of a call, of which only the lowest {@code limbs} can be set. */
    Word scratchResult(int limbs) {
        var result = new Limb[] {Limb.Known.ZERO, Limb.Known.ZERO, Limb.Known.ZERO, Limb.Known.ZERO};
        for (var i = 0; i < limbs; i++) {
            to.aload(STACK);
            to.constant(SCRATCH + i);
            to.one(CodeBuilder::laload);
            result[i] = store(Long.SIZE);
        }
        return Word.of(result);
    }

    /** Stores the gas left; halts for the reason that a negative one stands for. */
    void storeGas() {
        to.one(CodeBuilder::dup2);
        to.lstore(GAS);
        to.constant(0L);
        to.one(CodeBuilder::lcmp);
        to.branch(Opcode.IFLT, Assembler.End.HALTED);
    }

    // The end of a trace

    /** Brings every word to its place in the array. */
    void flush() {
        begin();
        for (var at = stack.low(); at < stack.top(); at++) {
            var word = stack.get(at);
            if (word.home != at && word.isOnlyAtHome() && isOverwritten(word.home)) limbs(word);
        }
        for (var at = stack.low(); at < stack.top(); at++) {
            var word = stack.get(at);
            if (word.home != at) bring(word, at);
        }
    }

    private boolean isOverwritten(int home) {
        return home >= stack.low() && home < stack.top() && stack.get(home).home != home;
    }

    private void bring(Word word, int at) {
        if (word.isOnlyAtHome()) {
            loadHome(word);
            index(at, 0);
            to.call("copy", "(AII)V");
            return;
        }
        loadForPut(word);
        to.aload(STACK);
        index(at, 0);
        put(word);
    }

    /** An upper bound for the bytes that {@link #flush} adds. */
    int flushSize() {
        var size = 0;
        for (var at = stack.low(); at < stack.top(); at++) {
            var word = stack.get(at);
            if (word.home != at && word.home != NOWHERE) size += 75;
            else if (word.home != at) size += word.isNarrow() ? 22 : 32;
        }
        return size;
    }

    /** Makes the stack as high as the symbolic one; nothing may follow that uses positions. */
    void moveTop() {
        if (stack.top() == 0) return;
        to.iload(SP);
        to.constant(LIMBS * stack.top());
        to.one(CodeBuilder::iadd);
        to.istore(SP);
    }

    /** Loads the array index behind the top. */
    void loadTop() {
        index(stack.top(), 0);
    }
}
