/**
 * Evidence in X.509 certificates, which ties the key of a TLS connection to a TEE. {@link coco.evidence.ratls.RaTls} takes a
 * certificate apart, whoever made it, and makes the extension for certificates of our own. It proves whose key it is; that
 * the TEE is there now is proven by an exchange over the connection.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.ratls;
