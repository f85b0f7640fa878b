package coco.evm.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Fork;
import coco.evm.machine.CompiledCode;
import coco.evm.state.Code;
import coco.evm.state.CodeCache;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BackgroundCompilerTest {
    private static final int HOT = 1000;
    private static final int CODES_MAX = 8;
    private static final long WAIT_NANOS = 1_000_000;

    /** A code that no other number gives. */
    private static Code code(int number) {
        return Code.of(new byte[] {0x61, (byte) (number >> 8), (byte) number, 0x60, 0, 0x52, 0x00});
    }

    private static BackgroundCompiler compiler(int codes, long bytes) {
        return new BackgroundCompiler(
                CodeCompiler.of(Fork.OSAKA), new BackgroundCompiler.Limits(HOT, codes, bytes, 16));
    }

    /** Heats the code and waits until it is compiled. */
    private static CompiledCode compiled(BackgroundCompiler compiler, Code code) {
        compiler.interpreted(code, HOT);
        CompiledCode found;
        while ((found = compiler.find(code)) == null) LockSupport.parkNanos(WAIT_NANOS);
        return found;
    }

    @Test
    void compilesWhatIsHotAndNothingElse() {
        var compiler = compiler(CODES_MAX, 1 << 20);
        var hot = code(1);
        var cold = code(2);
        compiler.interpreted(cold, HOT - 1);
        assertNotNull(compiled(compiler, hot));
        assertNull(compiler.find(cold));
        assertEquals(1, compiler.status().compiled());
    }

    @Test
    void codesWithTheSameBytesShareAClass() {
        var compiler = compiler(CODES_MAX, 1 << 20);
        assertEquals(compiled(compiler, code(1)), compiled(compiler, code(1)));
        assertEquals(1, compiler.status().compiled());
    }

    @Test
    void whatACacheHasDroppedSinceIsCompiledStill() {
        var compiler = compiler(CODES_MAX, 1 << 20);
        var hot = code(1);
        var hash = hot.hash();
        var made = compiled(compiler, new CodeCache().get(hash, _ -> hot.toArray()));
        assertEquals(made, compiler.find(new CodeCache().get(hash, _ -> hot.toArray())));
        assertNull(compiler.find(code(1)), "of init code and the like no hash is made");
    }

    @Test
    void dropsWhatWasNotUsedLongestAndItsClassGoes() {
        var compiler = compiler(CODES_MAX, 1 << 20);
        var used = code(0);
        compiled(compiler, used);
        var classes = new ArrayList<WeakReference<Class<?>>>();
        for (var i = 1; i < 6 * CODES_MAX; i++) {
            classes.add(new WeakReference<>(compiled(compiler, code(i)).getClass()));
            assertNotNull(compiler.find(used), "what is used stays");
        }
        var status = compiler.status();
        assertEquals(CODES_MAX, status.held());
        assertEquals(6 * CODES_MAX, status.compiled());
        assertEquals(5 * CODES_MAX, status.evicted());
        while (classes.stream().filter(held -> held.get() != null).count() > CODES_MAX) {
            System.gc();
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }

    @Test
    void dropsWhatIsTooMuchTogether() {
        var compiler = compiler(1000, 10_000);
        for (var i = 0; i < 20; i++) compiled(compiler, code(i));
        var status = compiler.status();
        assertTrue(status.heldBytes() <= 10_000, status::toString);
        assertTrue(status.held() > 1 && status.held() < 20, status::toString);
    }

    @Test
    void whatWasDroppedMayBecomeHotAgain() {
        var compiler = compiler(1, 1 << 20);
        var first = code(1);
        compiled(compiler, first);
        compiled(compiler, code(2));
        assertNull(compiler.find(first));
        assertNotNull(compiled(compiler, first));
        assertEquals(2, compiler.status().evicted());
    }

    @Test
    void leavesWhatIsTooLarge() {
        var compiler = compiler(CODES_MAX, 1 << 20);
        // Each of these opcodes begins a trace of its own.
        var calls = new byte[60_000];
        java.util.Arrays.fill(calls, (byte) 0xf1);
        var code = Code.of(calls);
        compiler.interpreted(code, HOT);
        while (compiler.status().failed() == 0) LockSupport.parkNanos(WAIT_NANOS);
        assertNull(compiler.find(code));
        assertEquals(0, compiler.status().held());
    }
}
