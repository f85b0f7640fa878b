package coco.evm.compile;

import coco.evm.Fork;
import coco.evm.machine.Instructions;
import coco.evm.state.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the class file of a code: its traces, found from the first opcode on, packed into methods. */
public final class CodeCompiler {
    /** Bytes of a method beyond which HotSpot leaves it to its interpreter. */
    public static final int METHOD_SIZE_MAX = 8000;

    /**
     * Bytes of traces in one method, far below what HotSpot allows: its compiler's time grows faster than a method, and in a long one it
     * stops to inline.
     */
    private static final int TRACES_SIZE_MAX = 3000;

    /** Bytes of all traces of a code. */
    private static final int CODE_SIZE_MAX = 1 << 20;

    /** Opcodes that all traces of a code may have for each of its bytes, and beside that: the work must not grow by the square. */
    private static final int OPCODES_PER_BYTE = 64;

    private static final int OPCODES_MIN = 100_000;

    private static final int SWITCH_ENTRY = 4;

    /**
     * A code's class.
     *
     * @param bytes of the class file
     * @param entries see {@link coco.evm.machine.CompiledCode#define}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to the definition of the class, never compared
    public record Compilation(byte[] bytes, int[] entries) {
        /** Bytes, the class' own representation in the machine aside. */
        public int size() {
            return bytes.length + Integer.BYTES * entries.length;
        }
    }

    private final long[] table;
    private final boolean accessesSeen;

    private CodeCompiler(long[] table, boolean accessesSeen) {
        this.table = table;
        this.accessesSeen = accessesSeen;
    }

    public static CodeCompiler of(Fork fork) {
        return new CodeCompiler(Instructions.table(fork), fork.isAtLeast(Fork.AMSTERDAM));
    }

    /** The class, or null where the code is too large for one. */
    public @Nullable Compilation compile(Code code) {
        var blocks = new BasicBlocks(code, table);
        var traces = traces(code, blocks, blocks.computedTargets());
        // Without them: what jumps to a computed target is left to the interpreter there.
        if (traces == null) traces = traces(code, blocks, List.of());
        return traces == null ? null : new ClassMaker(code, pack(traces)).make();
    }

    /** All that are reached from the first opcode; null where that is too much. */
    private @Nullable Collection<Trace> traces(Code code, BasicBlocks blocks, List<Integer> computed) {
        var traces = new TreeMap<Integer, Trace>();
        var open = new TreeSet<Integer>();
        open.add(0);
        var size = 0;
        var opcodes = 0L;
        var leaps = false;
        while (!open.isEmpty()) {
            var trace = new TraceMaker(code, blocks, open.removeFirst(), accessesSeen).trace();
            traces.put(trace.head(), trace);
            size += trace.size();
            opcodes += trace.opcodes();
            if (size > CODE_SIZE_MAX || opcodes > OPCODES_MIN + (long) OPCODES_PER_BYTE * code.length()) return null;
            demand(trace.demanded(), traces, open);
            if (trace.leaps() && !leaps) demand(computed, traces, open);
            leaps |= trace.leaps();
        }
        return traces.values();
    }

    private static void demand(Collection<Integer> heads, Map<Integer, Trace> traces, Set<Integer> open) {
        for (var head : heads) if (!traces.containsKey(head)) open.add(head);
    }

    /** Neighbours share a method, as far as it holds them. */
    private static List<List<Trace>> pack(Collection<Trace> traces) {
        var methods = new ArrayList<List<Trace>>();
        var method = new ArrayList<Trace>();
        var size = 0;
        for (var trace : traces) {
            var needs = trace.size() + SWITCH_ENTRY;
            if (size + needs > TRACES_SIZE_MAX && !method.isEmpty()) {
                methods.add(method);
                method = new ArrayList<>();
                size = 0;
            }
            method.add(trace);
            size += needs;
        }
        methods.add(method);
        return methods;
    }
}
