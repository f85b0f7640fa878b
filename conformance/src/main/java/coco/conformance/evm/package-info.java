/**
 * Runs the public state and block tests of Ethereum (execution-spec-tests and the older ethereum/tests, same format)
 * against this machine, from JSON files or archives of them. Needs Jackson, and for archives Commons Compress and XZ, which are
 * optional dependencies of the module: nothing else in it touches this package.
 */
@org.jspecify.annotations.NullMarked
package coco.evm.conformance;
