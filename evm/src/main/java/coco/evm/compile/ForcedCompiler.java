package coco.evm.compile;

import coco.evm.Tier1;
import coco.evm.machine.CompiledCode;
import coco.evm.state.Code;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Compiles each code when it is first asked for; what fails to compile breaks the machine. A class lives as long as its code. */
public final class ForcedCompiler extends Compiler {
    private final CodeCompiler compiler;
    private final AtomicLong compiled = new AtomicLong();
    private final AtomicLong tooLarge = new AtomicLong();

    private record Done(@Nullable CompiledCode code) implements Code.Note {}

    public ForcedCompiler(CodeCompiler compiler) {
        this.compiler = compiler;
    }

    @Override
    public @Nullable CompiledCode find(Code code) {
        if (code.note() instanceof Done done) return done.code;
        var made = compile(code);
        code.note(new Done(made));
        return made;
    }

    private @Nullable CompiledCode compile(Code code) {
        var made = compiler.compile(code);
        if (made == null) {
            tooLarge.incrementAndGet();
            return null;
        }
        compiled.incrementAndGet();
        return CompiledCode.define(made.bytes(), made.entries());
    }

    @Override
    public void interpreted(Code code, long gas) {
        // Compiled already, or too large.
    }

    @Override
    public Tier1.Status status() {
        return status(compiled.get(), tooLarge.get(), 0, 0, 0);
    }
}
