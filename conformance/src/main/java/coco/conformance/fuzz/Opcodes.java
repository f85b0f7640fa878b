package coco.conformance.fuzz;

import coco.evm.Fork;
import coco.evm.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * Which opcodes of some shapes a fork has (Yellow Paper appendix H, and the EIPs that added to it); those named twice come up twice as
 * often.
 */
record Opcodes(
        List<Integer> sources, List<Integer> unary, List<Integer> binary, List<Integer> ternary, List<Integer> calls) {
    private record Since(Fork fork, List<Integer> opcodes) {}

    private static final List<Since> SOURCES = List.of(
            new Since(
                    Fork.FRONTIER,
                    List.of(
                            Op.ADDRESS,
                            Op.ORIGIN,
                            Op.CALLER,
                            Op.CALLVALUE,
                            Op.CALLDATASIZE,
                            Op.CODESIZE,
                            Op.GASPRICE,
                            Op.COINBASE,
                            Op.TIMESTAMP,
                            Op.NUMBER,
                            Op.PREVRANDAO,
                            Op.GASLIMIT,
                            Op.PC,
                            Op.MSIZE,
                            Op.GAS,
                            Op.MSIZE,
                            Op.GAS)),
            new Since(Fork.BYZANTIUM, List.of(Op.RETURNDATASIZE, Op.RETURNDATASIZE)),
            new Since(Fork.ISTANBUL, List.of(Op.CHAINID, Op.SELFBALANCE, Op.SELFBALANCE)),
            new Since(Fork.LONDON, List.of(Op.BASEFEE)),
            new Since(Fork.SHANGHAI, List.of(Op.PUSH0)),
            new Since(Fork.CANCUN, List.of(Op.BLOBBASEFEE)));

    private static final List<Since> UNARY = List.of(
            new Since(Fork.FRONTIER, List.of(Op.ISZERO, Op.NOT, Op.CALLDATALOAD, Op.BLOCKHASH)),
            new Since(Fork.CANCUN, List.of(Op.BLOBHASH)),
            new Since(Fork.OSAKA, List.of(Op.CLZ, Op.CLZ)));

    private static final List<Since> BINARY = List.of(
            new Since(
                    Fork.FRONTIER,
                    List.of(
                            Op.ADD,
                            Op.MUL,
                            Op.SUB,
                            Op.DIV,
                            Op.SDIV,
                            Op.MOD,
                            Op.SMOD,
                            Op.EXP,
                            Op.SIGNEXTEND,
                            Op.LT,
                            Op.GT,
                            Op.SLT,
                            Op.SGT,
                            Op.EQ,
                            Op.AND,
                            Op.OR,
                            Op.XOR,
                            Op.BYTE)),
            new Since(Fork.CONSTANTINOPLE, List.of(Op.SHL, Op.SHR, Op.SAR)));

    private static final List<Since> CALLS = List.of(
            new Since(Fork.FRONTIER, List.of(Op.CALL, Op.CALL, Op.CALLCODE)),
            new Since(Fork.HOMESTEAD, List.of(Op.DELEGATECALL, Op.DELEGATECALL)),
            new Since(Fork.BYZANTIUM, List.of(Op.STATICCALL, Op.STATICCALL)));

    Opcodes {
        sources = List.copyOf(sources);
        unary = List.copyOf(unary);
        binary = List.copyOf(binary);
        ternary = List.copyOf(ternary);
        calls = List.copyOf(calls);
    }

    static Opcodes of(Fork fork) {
        return new Opcodes(
                since(SOURCES, fork),
                since(UNARY, fork),
                since(BINARY, fork),
                List.of(Op.ADDMOD, Op.MULMOD),
                since(CALLS, fork));
    }

    private static List<Integer> since(List<Since> all, Fork fork) {
        var opcodes = new ArrayList<Integer>();
        for (var one : all) if (fork.isAtLeast(one.fork)) opcodes.addAll(one.opcodes);
        return opcodes;
    }
}
