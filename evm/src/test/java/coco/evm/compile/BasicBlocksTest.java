package coco.evm.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Fork;
import coco.evm.Op;
import coco.evm.compile.BasicBlocks.Block;
import coco.evm.machine.Instructions;
import coco.evm.state.Code;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BasicBlocksTest {
    private static BasicBlocks blocks(String hex) {
        return new BasicBlocks(Code.of(HexFormat.of().parseHex(hex)), Instructions.table(Fork.OSAKA));
    }

    @Test
    void sumsPricesAndFindsTheHeights() {
        // ADD MUL PUSH1 7 DUP3 MSTORE STOP: takes three words, is one lower after MUL's second, and never higher than
        // it began.
        var block = blocks("0102600782520000").at(0);
        assertEquals(new Block(0, 7, 6, 3 + 5 + 3 + 3 + 3, 4, 0, -2, false), block);
    }

    @Test
    void growsWithPushesAndCopies() {
        // PUSH0 DUP1 DUP1 POP STOP
        assertEquals(
                new Block(0, 5, 5, 2 + 3 + 3 + 2, 0, 3, 2, false),
                blocks("5f80805000").at(0));
    }

    @Test
    void needsWhatSwapReaches() {
        // SWAP2 STOP
        assertEquals(new Block(0, 2, 2, 3, 3, 0, 0, false), blocks("9100").at(0));
    }

    @Test
    void endsBeforeATargetAndBehindJumps() {
        // PUSH1 4 JUMPI STOP JUMPDEST PUSH1 4 JUMP
        var blocks = blocks("600457005b600456");
        assertEquals(new Block(0, 3, 2, 13, 1, 1, -1, true), blocks.at(0));
        assertEquals(new Block(3, 4, 1, 0, 0, 0, 0, false), blocks.at(3));
        assertEquals(new Block(4, 8, 3, 12, 0, 1, 0, false), blocks.at(4));
        // POP JUMPDEST STOP
        assertEquals(new Block(0, 1, 1, 2, 1, 0, -1, true), blocks("505b00").at(0));
    }

    @Test
    void endsBehindCallsAndAtUndefinedOpcodes() {
        assertEquals(new Block(0, 1, 1, 100, 7, 0, -6, true), blocks("f100").at(0));
        assertEquals(new Block(0, 1, 1, 32_000, 3, 0, -2, true), blocks("f000").at(0));
        assertEquals(new Block(0, 2, 2, 2, 1, 0, -1, false), blocks("500c").at(0));
    }

    @Test
    void readsStopBehindTheEndEvenInsideAnImmediate() {
        var blocks = blocks("5f62aa");
        assertEquals(new Block(0, 6, 3, 5, 0, 2, 2, false), blocks.at(0));
        assertEquals(Op.STOP, blocks.opcode(3));
        assertEquals(Op.STOP, blocks.opcode(1000));
    }

    @Test
    void tellsLoopsFromCallsBack() {
        // JUMPDEST(0) ... PUSH1 0 JUMPI: a loop.
        assertTrue(blocks("5b346000570000").isLoopHead(0));
        // JUMPDEST(0) JUMP; at 2: PUSH1 8 (to return to) PUSH1 0 JUMP, and at 7 JUMPDEST: a call of 0.
        var call = blocks("5b56" + "6007" + "600056" + "5b00");
        assertEquals(Op.JUMPDEST, call.opcode(7));
        assertFalse(call.isLoopHead(0));
        // Nor is the place where a loop that jumps out ahead goes on one to return to: JUMPDEST CALLVALUE PUSH1 8 JUMPI
        // PUSH1 0 JUMP.
        assertTrue(blocks("5b34600857" + "600056" + "5b00").isLoopHead(0));
        // The same without a place to return to is a loop.
        assertTrue(blocks("5b56" + "6003" + "600056" + "5b00").isLoopHead(0));
    }

    @Test
    void countsWhoNamesATarget() {
        var blocks = blocks("5b600060005660006000");
        assertEquals(4, blocks.mentions(0));
    }
}
