/**
 * A validating node as a process: it puts the rooms together.
 *
 * <p>{@link coco.node.NodeProcess} starts and stops everything. {@link coco.node.ReplicaLoop} owns the replica: one
 * thread feeds it events and carries its
 * effects out. {@link coco.node.NodeLedger} is what protocols and the gateway see of it. {@code peer} is the channel
 * between nodes, {@code http} the way
 * in for clients, {@code config} the configuration file.
 */
@org.jspecify.annotations.NullMarked
package coco.node;
