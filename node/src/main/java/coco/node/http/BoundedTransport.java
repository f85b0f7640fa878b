package coco.node.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.spi.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Sockets as usual, but one that would pass the limit of open connections is closed as soon as it is accepted, before a byte of
 * TLS: clients that never finish a handshake are counted too.
 */
final class BoundedTransport implements io.vertx.core.transport.Transport, Transport {
    private final Transport sockets = io.vertx.core.transport.Transport.NIO.implementation();
    private final Connections connections;

    /** Open connections by the client's address and port. */
    private final Map<String, NioSocketChannel> open = new ConcurrentHashMap<>();

    /** The open listener; there is one, since all event loops share it. */
    private final List<Acceptor> acceptors = new CopyOnWriteArrayList<>();

    BoundedTransport(Connections connections) {
        this.connections = connections;
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return sockets.ioHandlerFactory();
    }

    @Override
    public DatagramChannel datagramChannel() {
        return sockets.datagramChannel();
    }

    // The interface still has this type in its signature, whatever Netty thinks of it.
    @SuppressWarnings("deprecation")
    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return sockets.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return sockets.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return () -> {
            var acceptor = new Acceptor();
            acceptors.add(acceptor);
            return acceptor;
        };
    }

    /** Closes the listener; connections that are open stay so. Vert.x alone would keep it until they have ended. */
    void stopAccepting() {
        for (var acceptor : acceptors)
            if (!acceptor.close().awaitUninterruptibly(Gateway.LINGER.toMillis()))
                throw new IllegalStateException("the listener does not close");
    }

    /** Closes a connection below TLS and HTTP, which would first wait for the client to read what is written. */
    void cut(io.vertx.core.net.SocketAddress remote) {
        var socket = open.get(name(remote.hostAddress(), remote.port()));
        if (socket == null) return;
        socket.eventLoop().execute(() -> socket.unsafe().close(socket.unsafe().voidPromise()));
    }

    private static String name(String address, int port) {
        return address + " " + port;
    }

    private final class Acceptor extends NioServerSocketChannel {

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            var count = super.doReadMessages(accepted);
            if (count <= 0 || !(accepted.getLast() instanceof NioSocketChannel socket)) return count;
            var address = socket.remoteAddress();
            var key = address == null ? "" : address.getAddress().getHostAddress();
            if (connections.open(key)) {
                var name = name(key, address == null ? 0 : address.getPort());
                open.put(name, socket);
                socket.closeFuture().addListener(_ -> {
                    open.remove(name);
                    connections.closed(key);
                });
            } else {
                accepted.removeLast();
                socket.unsafe().closeForcibly();
            }
            return count;
        }
    }
}
