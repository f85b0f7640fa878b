/** Tests of the runners: that they see what is wrong, and that public suites pass. */
@org.jspecify.annotations.NullMarked
package coco.conformance;
