package coco.e2e;

import coco.crypto.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A long way between two nodes: stands at the port that a node publishes, and hands on to the port where it listens, each byte as
 * much later as it is told, in both directions. It slows nothing else: what follows is not held up by what went before. Owner:
 * the cluster. A delay in the kernel would need a queueing discipline that not every kernel has.
 */
final class DelayRelay implements AutoCloseable {
    private static final int PIECE = 64 << 10;

    /** So many pieces under way hold up the sender, as a full window does. */
    private static final int PIECES_MAX = 256;

    private record Piece(Bytes bytes, long due) {}

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final long delayNanos;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    DelayRelay(String host, int port, int target, Duration delay) throws IOException {
        this.listener = new ServerSocket(port, 100, InetAddress.getByName(host));
        this.target = new InetSocketAddress(host, target);
        this.delayNanos = delay.toNanos();
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var from = listener.accept();
                open.add(from);
                Thread.ofVirtual().start(() -> connect(from));
            } catch (IOException _) {
                // Closed, or a connection that was gone before it was there.
                LockSupport.parkNanos(delayNanos);
            }
        }
    }

    private void connect(Socket from) {
        var to = new Socket();
        open.add(to);
        try {
            to.connect(target);
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            var back = Thread.ofVirtual().start(() -> carry(to, from));
            carry(from, to);
            back.join();
        } catch (IOException _) {
            // The node does not run: whoever dials it sees that.
            end(from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from);
            end(to);
        }
    }

    private void carry(Socket from, Socket to) {
        var way = new LinkedBlockingQueue<Piece>(PIECES_MAX);
        var writer = Thread.ofVirtual().start(() -> deliver(way, to));
        try {
            var buffer = new byte[PIECE];
            for (int read; (read = from.getInputStream().read(buffer)) >= 0; )
                way.put(new Piece(Bytes.of(buffer, 0, read), System.nanoTime() + delayNanos));
            way.put(new Piece(Bytes.EMPTY, System.nanoTime() + delayNanos));
            writer.join();
        } catch (IOException _) {
            // One side is gone, so the other one goes too.
            end(to);
            writer.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An empty piece is the end. */
    private void deliver(LinkedBlockingQueue<Piece> way, Socket to) {
        try {
            for (var piece = way.take(); !piece.bytes.isEmpty(); piece = way.take()) {
                for (long left; (left = piece.due - System.nanoTime()) > 0; ) LockSupport.parkNanos(left);
                to.getOutputStream().write(piece.bytes.unsafeArray());
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // The receiver is gone; the reader of the other direction sees it too.
            end(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a socket does not close", e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new AssertionError("a listener does not close", e);
        }
        open.forEach(this::end);
    }
}
