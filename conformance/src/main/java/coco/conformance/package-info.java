/**
 * Suites that others made, run against what is built here: {@code ./coco conformance}. What all of them share: files found by content
 * ({@link coco.conformance.Fixtures}), a list of what is left out and why ({@link coco.conformance.Skips}), and the count
 * ({@link coco.conformance.Score}).
 */
@org.jspecify.annotations.NullMarked
package coco.conformance;
