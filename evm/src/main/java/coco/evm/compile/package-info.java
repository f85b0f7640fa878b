/** Compiles hot contracts. */
@org.jspecify.annotations.NullMarked
package coco.evm.compile;
