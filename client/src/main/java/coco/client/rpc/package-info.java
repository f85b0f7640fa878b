/**
 * Talking to networks: {@link coco.client.rpc.JsonRpc} calls an Ethereum endpoint, ours or another client's, and
 * {@link coco.client.rpc.CommitFollower} tells when each node of ours has committed what.
 */
@NullMarked
package coco.client.rpc;

import org.jspecify.annotations.NullMarked;
