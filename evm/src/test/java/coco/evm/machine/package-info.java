/** Tests of the interpreter. */
@org.jspecify.annotations.NullMarked
package coco.evm.machine;
