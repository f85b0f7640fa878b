package coco.evm.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Fork;
import coco.evm.state.Code;
import coco.evm.vectors.Archive;
import coco.testdata.SharedData;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.XZInputStream;
import tools.jackson.databind.json.JsonMapper;

/** HotSpot compiles no method beyond 8000 bytes, so that none may be. */
class MethodSizeTest {
    private static final CodeCompiler COMPILER = CodeCompiler.of(Fork.OSAKA);
    private static final int CODES = 1913;

    private static int largestMethod(Code code) {
        var made = COMPILER.compile(code);
        assertNotNull(made, () -> "too large: a code of " + code.length() + " bytes");
        return ClassFile.of().parse(made.bytes()).methods().stream()
                .mapToInt(method -> ((CodeAttribute) method.code().orElseThrow()).codeLength())
                .max()
                .orElseThrow();
    }

    private static void check(byte[] code) {
        var size = largestMethod(Code.of(code));
        assertTrue(size < CodeCompiler.METHOD_SIZE_MAX, () -> size + " bytes, of a code of " + code.length);
    }

    @Test
    void holdsForOneLongBlockOfEachOpcode() {
        for (var op = 0; op < 256; op++) {
            var code = new byte[2000];
            // Operands that are not known, so that nothing folds.
            for (var i = 0; i < code.length; i++) code[i] = (byte) (i % 8 < 6 ? 0x36 : i % 8 == 6 ? 0x52 : op);
            check(code);
            Arrays.fill(code, (byte) op);
            check(code);
        }
    }

    @Test
    void holdsForRandomBytes() {
        var random = new SplittableRandom(8000);
        for (var i = 0; i < 100; i++) {
            var code = new byte[random.nextInt(1, 6000)];
            random.nextBytes(code);
            // Mostly opcodes that compute, and wide words, which take the most room.
            for (var at = 0; at < code.length; at++)
                if (random.nextInt(4) != 0)
                    code[at] = (byte) new int[] {0x01, 0x51, 0x81, 0x92, 0x35, 0x54, 0x52, 0x09}[random.nextInt(8)];
            check(code);
        }
    }

    /** Each target could be the head of a trace through all that follow: the work grows with the square where nothing bounds it. */
    @Test
    void holdsWhereAnyByteIsAJumpTarget() {
        var code = new byte[24_576];
        Arrays.fill(code, (byte) 0x5b);
        // CALLDATASIZE JUMP
        code[0] = 0x36;
        code[1] = 0x56;
        check(code);
        // CALLDATASIZE JUMPI, where the stack is never empty: JUMPDEST DUP1 DUP1 JUMPI
        for (var i = 0; i < code.length; i++) code[i] = (byte) new int[] {0x5b, 0x80, 0x80, 0x57}[i % 4];
        code[0] = 0x36;
        check(code);
    }

    @Test
    @Tag("conformance")
    void holdsForContractsOfTheMainNetwork() throws IOException {
        var file = SharedData.folder("ethereum/mainnet-blocks").resolve("codes.json.xz");
        var count = 0;
        try (var in = new XZInputStream(Files.newInputStream(file))) {
            for (var code : JsonMapper.shared().readTree(in.readAllBytes()).values()) {
                var bytes = Archive.hex(code.asString());
                if (bytes.length == 0) continue;
                check(bytes);
                count++;
            }
        }
        assertEquals(CODES, count);
    }
}
