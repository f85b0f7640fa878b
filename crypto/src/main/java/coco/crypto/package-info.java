/**
 * The cryptography that the other rooms call: immutable values in, immutable values out.
 *
 * <p>Secrets are types of their own that cannot be printed, are compared in constant time and are erased when closed.
 * Whatever comes from the host or the network is parsed strictly; a misfit is {@link coco.crypto.MalformedException}.
 */
@org.jspecify.annotations.NullMarked
package coco.crypto;
