/** The Ethereum virtual machine. */
@org.jspecify.annotations.NullMarked
package coco.evm;
