/**
 * The ordered log on Apache Ratis: {@link coco.raft.RatisLog} is {@link coco.spi.OrderedLog}, and nothing outside this
 * package names Ratis.
 *
 * <p>Start with {@code RatisLog}: it turns the port's calls into requests to the Ratis server in the same process.
 * {@code Mailbox} is what Ratis takes for a state machine; it runs nothing and only turns call-backs into events, put
 * into one FIFO by {@code Outlet}. {@code AppendGuard} keeps batches of the wrong term or place out of the log,
 * {@code Quorum} confirms leadership before a read.
 *
 * <p>Traffic between nodes is mutual TLS 1.3 with the node keys ({@code PeerTls}). Who may speak is decided by {@link
 * coco.raft.Leases}, again for every call and every message ({@code PeerGate}): Ratis itself binds neither the
 * claimed sender nor the addressee of a message to a certificate.
 */
@org.jspecify.annotations.NullMarked
package coco.raft;
