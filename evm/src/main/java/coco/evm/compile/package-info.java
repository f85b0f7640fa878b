/**
 * Tier 1: codes that are hot become classes of the Java virtual machine. The interpreter stays the oracle: compiled code gives
 * the same outcome, reason of a halt included, the same gas, logs and state, and either may run a frame where the other left it.
 *
 * <p>{@link coco.evm.compile.TraceMaker} makes the instructions of a tree of basic blocks that is entered at its root. Along a path
 * the stack is symbolic ({@link coco.evm.compile.SymbolicStack}): words are constants, limbs in locals, truth values, or still
 * in the frame's array; PUSH, DUP, SWAP and POP make no code. At the end of a path the words are brought back into the array.
 * {@link coco.evm.compile.ClassMaker} packs traces into methods that HotSpot compiles, and links them.
 *
 * <p><b>Why gas may be charged for several opcodes at once.</b> Opcodes are charged in groups, a group's static prices at its
 * first opcode. Only the last opcode of a group can halt for another reason than gas: the stack's height was checked at the root
 * of the trace (if it does not suffice for every path, the interpreter takes the frame there), and a group ends behind each opcode
 * that can halt otherwise, which are SSTORE, TSTORE, LOG, CREATE, CALL (static frames), RETURNDATACOPY (bounds), SELFDESTRUCT
 * and jumps; an undefined opcode is in none. Such an opcode pays its static price before it can halt, so if there is too little gas
 * for a group, or for a price within it that depends on operands while the rest of the group is already paid, the interpreter would
 * run out of gas somewhere in the group. It would have executed more of the group before; but all that survives a halt is that the
 * gas is gone. Reads of the world view are never more than the interpreter's. Since Amsterdam what was looked at survives a halt too
 * (EIP-7928): there a group also ends behind each opcode that looks at an account or a slot, so that neither is reached without its gas.
 *
 * <p><b>Where gas is seen it is exact.</b> GAS adds what its group has been charged beyond it. SSTORE (its stipend rule), CALL and
 * CREATE (which hand on all but a 64th) are last in their groups. A frame that ends or is left is at the end of a group.
 */
@org.jspecify.annotations.NullMarked
package coco.evm.compile;
