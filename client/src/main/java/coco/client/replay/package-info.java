/**
 * {@code coco replay}: {@link coco.client.replay.ReplayCommand} is the way in. {@link coco.client.replay.ReplayFiles} opens the blocks,
 * {@link coco.client.replay.RpcTarget} drives each through a network by JSON-RPC, {@link coco.client.replay.Figures} counts.
 * Without a network to be had, {@link coco.client.replay.OwnNetwork} starts one.
 */
@NullMarked
package coco.client.replay;

import org.jspecify.annotations.NullMarked;
