/**
 * JSON-RPC: {@link coco.ethereum.rpc.Gateway} is what stands behind the route.
 */
@NullMarked
package coco.ethereum.rpc;

import org.jspecify.annotations.NullMarked;
