package coco.raft;

/** Why a peer was turned away. */
public enum Refusal {
    /** In the handshake: no certificate, or one whose lease does not hold. */
    HANDSHAKE,
    /** A call to anything but Raft between servers: Ratis's services for clients and administrators share the port. */
    SERVICE,
    /** A call or message of a connection whose lease does not hold any more. */
    NO_LEASE,
    /** A message that claims to come from another node than the certificate's. */
    OTHER_SENDER,
    /** A message meant for another node: whoever answers it would be counted twice. */
    OTHER_TARGET,
    /** A message of a kind that Raft between servers does not have. */
    UNKNOWN_MESSAGE,
    /** An open call that was closed because the lease ended. */
    REVOKED
}
