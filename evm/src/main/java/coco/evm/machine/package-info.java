/**
 * The interpreter. A {@link coco.evm.machine.Machine} runs one message at a time on explicit frames, so that code that
 * calls itself 1024 deep needs no Java stack; {@link coco.evm.machine.Interpreter} is the loop over the opcodes of one
 * frame; what an opcode costs and how it moves the stack is a table ({@link coco.evm.machine.Instructions}).
 *
 * <p>Numbers of 256 bits are four limbs in a flat array, the least significant first; nothing is allocated per opcode.
 */
@org.jspecify.annotations.NullMarked
package coco.evm.machine;
