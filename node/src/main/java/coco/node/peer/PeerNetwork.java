package coco.node.peer;

import coco.crypto.Bytes;
import coco.ledger.NodeId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All peer connections of a node: takes them in, and dials the nodes it is told of until they answer. Thread-safe. */
public final class PeerNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerNetwork.class);
    private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);
    private static final int HANDSHAKES_MAX = 32;
    private static final int HANDSHAKES_PER_ADDRESS_MAX = 8;
    /** Nodes of a network that share an address dial each other about once in a second. */
    private static final int HANDSHAKES_PER_ADDRESS_AND_MINUTE = 600;

    private static final int CONNECT_MILLIS = 3_000;

    private final SSLContext tls;
    private final PeerConnection.Self self;
    private final PeerConnection.Handler handler;
    private final LeaseTable leases;
    private final SSLServerSocket listener;
    /** For questions to each node. */
    private final Map<NodeId, PeerConnection> connections = new ConcurrentHashMap<>();

    /** These, and those that others dialled beside them: what has to end with a node's lease. */
    private final Set<PeerConnection> kept = ConcurrentHashMap.newKeySet();

    private final Handshakes handshakes;
    private final AtomicBoolean closed = new AtomicBoolean();

    public PeerNetwork(
            InetSocketAddress listen,
            PrivateKey key,
            X509Certificate certificate,
            PeerConnection.Self self,
            PeerConnection.Handler handler,
            LeaseTable leases)
            throws IOException {
        this(listen, key, certificate, self, handler, leases, HANDSHAKE_MAX);
    }

    PeerNetwork(
            InetSocketAddress listen,
            PrivateKey key,
            X509Certificate certificate,
            PeerConnection.Self self,
            PeerConnection.Handler handler,
            LeaseTable leases,
            Duration handshakeLimit)
            throws IOException {
        this.handshakes = new Handshakes(
                HANDSHAKES_MAX,
                HANDSHAKES_PER_ADDRESS_MAX,
                HANDSHAKES_PER_ADDRESS_AND_MINUTE,
                handshakeLimit,
                System::nanoTime);
        try {
            this.tls = PeerTls.context(key, certificate);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS for peers", e);
        }
        this.self = self;
        this.handler = handler;
        this.leases = leases;
        this.listener = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
        listener.setReuseAddress(true);
        listener.bind(listen);
        listener.setNeedClientAuth(true);
        leases.onRevoked(this::cut);
        Thread.ofVirtual().name("peer-listener").start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!closed.get()) {
            try {
                var socket = (SSLSocket) listener.accept();
                if (handshakes.begin(socket.getInetAddress()))
                    Thread.ofVirtual().start(() -> takeIn(socket));
                else turnAway(socket);
            } catch (IOException e) {
                if (!closed.get()) LOG.warn("peer listener: {}", e.getMessage());
            }
        }
    }

    private void takeIn(SSLSocket socket) {
        var address = socket.getInetAddress();
        try {
            PeerTls.configure(socket);
            keep(open(socket, false), false);
        } catch (IOException e) {
            LOG.warn("a peer at {} is refused: {}", socket.getRemoteSocketAddress(), e.getMessage());
            closeQuietly(socket);
        } finally {
            handshakes.end(address);
        }
    }

    private void turnAway(SSLSocket socket) {
        LOG.warn("a peer at {} is turned away: too many shake hands, or it too often", socket.getRemoteSocketAddress());
        closeQuietly(socket);
    }

    private PeerConnection open(SSLSocket socket, boolean dialled) throws IOException {
        return handshakes.within(socket, () -> PeerConnection.open(socket, dialled, self, handler, HANDSHAKE_MAX));
    }

    /** Opens a connection; the caller closes it unless it is to be kept. */
    public PeerConnection dial(String host, int port) throws IOException {
        var socket = (SSLSocket) tls.getSocketFactory().createSocket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            PeerTls.configure(socket);
            return open(socket, true);
        } catch (IOException e) {
            closeQuietly(socket);
            throw e;
        }
    }

    /** Dials and keeps the connection for questions to that node. */
    public PeerConnection connect(String host, int port) throws IOException {
        var connection = dial(host, port);
        keep(connection, true);
        return connection;
    }

    /** Has fresh evidence shown by both sides, on a connection for that alone. */
    public void renew(String host, int port) throws IOException {
        try (var connection = dial(host, port)) {
            leases.grant(connection.peer(), connection.evidence());
        }
    }

    private void keep(PeerConnection connection, boolean preferred) {
        kept.removeIf(other -> !other.isOpen());
        kept.add(connection);
        leases.grant(connection.peer(), connection.evidence());
        var before = connections.get(connection.peer());
        if (preferred || before == null || !before.isOpen()) connections.put(connection.peer(), connection);
        LOG.info("peer {} is attested", connection.peer().brief());
    }

    public Optional<PeerConnection> to(NodeId node) {
        return Optional.ofNullable(connections.get(node)).filter(PeerConnection::isOpen);
    }

    /** The HPKE key that an attested peer has shown. */
    public Optional<Bytes> encryptionKeyOf(NodeId node) {
        return to(node).map(connection -> connection.hello().encryptionKey());
    }

    private void cut(NodeId node) {
        connections.remove(node);
        for (var connection : kept) {
            if (!connection.peer().equals(node)) continue;
            LOG.warn("peer {} is no longer trusted: its connection is cut", node.brief());
            connection.close();
        }
    }

    private static void closeQuietly(SSLSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a socket", e);
        }
    }

    @Override
    public void close() {
        closed.set(true);
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("closing the peer listener", e);
        }
        kept.forEach(PeerConnection::close);
    }
}
