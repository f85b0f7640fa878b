/**
 * Runs blocks of another chain, such as the main network's, on a network for tests: {@link coco.ethereum.replay.ReplayReader} reads
 * blocks with the state that they start from, {@link coco.ethereum.replay.Replay} drives them through a
 * {@link coco.ethereum.replay.Replay.Target} and compares what comes out with the block's header.
 */
@NullMarked
package coco.ethereum.replay;

import org.jspecify.annotations.NullMarked;
