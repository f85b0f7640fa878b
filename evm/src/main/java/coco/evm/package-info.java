/**
 * The Ethereum virtual machine: the values it computes with and the rules of each fork. It knows a view of state that
 * its host hands in, and nothing of Coco, so that anyone can embed it.
 */
@org.jspecify.annotations.NullMarked
package coco.evm;
