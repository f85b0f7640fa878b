/**
 * Suites for the machine: state tests, blockchain tests and transaction tests of execution-spec-tests and of the older ethereum/tests,
 * and blocks of the main network, with the state before them or with its proof. Each is a {@link coco.conformance.evm.Suite};
 * {@link coco.conformance.evm.EvmFiles} tells by the content which one a test is for.
 */
@org.jspecify.annotations.NullMarked
package coco.conformance.evm;
