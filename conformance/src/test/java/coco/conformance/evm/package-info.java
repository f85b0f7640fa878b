/** Tests of the machine by suites that others made, and of the runner by faults that are planted in such tests. */
@org.jspecify.annotations.NullMarked
package coco.conformance.evm;
