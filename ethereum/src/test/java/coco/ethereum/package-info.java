/** Tests of the Ethereum ledger, on an in-memory stand-in for the network. */
@org.jspecify.annotations.NullMarked
package coco.ethereum;
