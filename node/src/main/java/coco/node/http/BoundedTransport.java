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
import org.jspecify.annotations.Nullable;

/**
 * Sockets as usual, but one that would pass the limit of open connections is closed as soon as it is accepted, before a byte of
 * TLS: clients that never finish a handshake are counted too.
 */
final class BoundedTransport implements io.vertx.core.transport.Transport, Transport {
    private final Transport sockets = io.vertx.core.transport.Transport.NIO.implementation();
    private final Connections connections;

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
        return () -> new Acceptor(connections);
    }

    private static final class Acceptor extends NioServerSocketChannel {
        private final Connections connections;

        Acceptor(Connections connections) {
            this.connections = connections;
        }

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            var count = super.doReadMessages(accepted);
            if (count <= 0 || !(accepted.getLast() instanceof NioSocketChannel socket)) return count;
            var address = socket.remoteAddress();
            var key = address == null ? "" : address.getAddress().getHostAddress();
            if (connections.open(key)) {
                socket.closeFuture().addListener(_ -> connections.closed(key));
            } else {
                accepted.removeLast();
                socket.unsafe().closeForcibly();
            }
            return count;
        }
    }
}
