package coco.conformance.fuzz;

import coco.evm.Op;
import coco.evm.U256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Code under construction: opcodes, constants, labels, and data behind the code. One owner. */
final class CodeWriter {
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final Map<Integer, Integer> places = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Data> data = new ArrayList<>();
    private int labels;

    /** Where two bytes wait for a label's place. */
    private record Use(int at, int label) {}

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Data(int label, byte[] bytes) {}

    CodeWriter op(int opcode) {
        code.write(opcode);
        return this;
    }

    CodeWriter push(long value) {
        return push(U256.of(value));
    }

    /** In as few bytes as hold it. */
    CodeWriter push(U256 value) {
        var bytes = value.toBytes();
        var first = 0;
        while (first < bytes.length - 1 && bytes[first] == 0) first++;
        op(Op.PUSH1 + bytes.length - 1 - first);
        code.write(bytes, first, bytes.length - first);
        return this;
    }

    int label() {
        return labels++;
    }

    /** Pushes where the label stands, or nowhere if it is never placed. */
    CodeWriter pushLabel(int label) {
        op(Op.PUSH1 + 1);
        uses.add(new Use(code.size(), label));
        return op(0).op(0);
    }

    /** The label is a jump target here. */
    CodeWriter place(int label) {
        places.put(label, code.size());
        return op(Op.JUMPDEST);
    }

    /** Bytes behind the code; the label is where they begin. */
    int data(byte[] bytes) {
        var label = label();
        data.add(new Data(label, bytes));
        return label;
    }

    int size() {
        return code.size();
    }

    byte[] bytes() {
        for (var piece : data) {
            places.put(piece.label, code.size());
            code.writeBytes(piece.bytes);
        }
        data.clear();
        var bytes = code.toByteArray();
        for (var use : uses) {
            var place = places.getOrDefault(use.label, bytes.length);
            bytes[use.at] = (byte) (place >> 8);
            bytes[use.at + 1] = (byte) (int) place;
        }
        return bytes;
    }
}
