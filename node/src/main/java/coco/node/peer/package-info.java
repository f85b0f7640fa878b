/**
 * The channel between nodes: TLS 1.3 with the node keys, evidence both ways bound to the connection, then requests and answers.
 *
 * <p>{@link coco.node.peer.PeerConnection} is one connection, {@link coco.node.peer.PeerNetwork} takes them in and
 * dials the others. Each greeting that the ledger's manifests approve gives the peer a lease in {@link
 * coco.node.peer.LeaseTable}, which consensus traffic is
 * checked against, too.
 */
@org.jspecify.annotations.NullMarked
package coco.node.peer;
