/** Tests of the fuzzer, and of the machine by cases on which other implementations agreed. */
@org.jspecify.annotations.NullMarked
package coco.conformance.fuzz;
