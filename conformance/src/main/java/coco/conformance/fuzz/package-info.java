/**
 * Differential fuzzing of the virtual machine: state tests made from seeds, whose outcome here other implementations then check.
 *
 * <p>{@link coco.conformance.fuzz.CaseMaker} makes a test in the form of the public suites, {@link coco.conformance.fuzz.Fuzzer}
 * executes it in both tiers and writes down what came out, and a {@link coco.conformance.fuzz.Peer} runs the file as it would any
 * other state test: it fails where the two differ. Start with {@link coco.conformance.fuzz.FuzzCommand}.
 */
@NullMarked
package coco.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
