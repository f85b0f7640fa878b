package coco.evm.compile;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Names of what compiled code refers to. */
final class Types {
    static final String MACHINE_PACKAGE = "coco.evm.machine";
    static final ClassDesc COMPILED = machine("CompiledCode");
    static final ClassDesc FRAME = machine("Frame");
    static final ClassDesc MACHINE = machine("Machine");
    static final ClassDesc WORDS = machine("Words");
    static final ClassDesc DIVISION = machine("Division");
    static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
    static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();

    private Types() {}

    static ClassDesc machine(String name) {
        return ClassDesc.of(MACHINE_PACKAGE, name);
    }

    /** A method's type from its descriptor, in which C, F, M, A and Y stand for compiled code, frame, machine, longs, bytes. */
    static MethodTypeDesc type(String shorthand) {
        var descriptor = new StringBuilder();
        for (var i = 0; i < shorthand.length(); i++) {
            switch (shorthand.charAt(i)) {
                case 'C' -> descriptor.append(COMPILED.descriptorString());
                case 'F' -> descriptor.append(FRAME.descriptorString());
                case 'M' -> descriptor.append(MACHINE.descriptorString());
                case 'A' -> descriptor.append("[J");
                case 'Y' -> descriptor.append("[B");
                default -> descriptor.append(shorthand.charAt(i));
            }
        }
        return MethodTypeDesc.ofDescriptor(descriptor.toString());
    }
}
