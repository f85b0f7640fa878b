/** The public state tests as a unit test. */
@org.jspecify.annotations.NullMarked
package coco.evm.conformance;
