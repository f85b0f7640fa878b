package coco.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection that is kept: one request at a time, its answer goes to whoever asked. Owner: the loop. */
public final class Connection {
    private final Endpoint endpoint;
    private final Selector selector;
    private final AnswerReader reader = new AnswerReader();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable ByteBuffer left;
    private @Nullable Asker asker;

    /** Whoever asked. */
    @FunctionalInterface
    public interface Asker {
        /** @param nanos when the answer's last byte was read, in {@link System#nanoTime} */
        void answered(Answer answer, long nanos);
    }

    Connection(Endpoint endpoint, Selector selector) {
        this.endpoint = endpoint;
        this.selector = selector;
    }

    public boolean isFree() {
        return asker == null;
    }

    /** Sends bytes that {@link Endpoint} made; only where nothing is under way. Opens the connection again where it has broken. */
    public void ask(byte[] request, Asker who) {
        if (asker != null) throw new IllegalStateException("a request is under way");
        asker = who;
        left = ByteBuffer.wrap(request);
        try {
            if (channel == null) open();
            write();
        } catch (IOException e) {
            broken(e);
        }
    }

    /** Blocking: connections are opened before anything is measured. */
    void open() throws IOException {
        var opened = SocketChannel.open(new InetSocketAddress(endpoint.host(), endpoint.port()));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        channel = opened;
        key = opened.register(selector, SelectionKey.OP_READ, this);
    }

    void ready(ByteBuffer buffer) {
        var mine = key;
        if (mine == null || !mine.isValid()) return;
        try {
            if (mine.isWritable()) write();
            if (mine.isReadable()) read(buffer);
        } catch (IOException e) {
            broken(e);
        }
    }

    private void write() throws IOException {
        var out = left;
        var to = channel;
        var mine = key;
        if (out == null || to == null || mine == null) return;
        to.write(out);
        var done = !out.hasRemaining();
        if (done) left = null;
        var wanted = done ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (mine.interestOps() != wanted) mine.interestOps(wanted);
    }

    private void read(ByteBuffer buffer) throws IOException {
        var from = channel;
        while (from != null) {
            buffer.clear();
            var count = from.read(buffer);
            if (count < 0) throw new IOException("the server has closed the connection");
            if (count == 0) return;
            if (asker == null) throw new IOException("an answer that nobody asked for");
            var reply = reader.take(buffer.flip());
            if (reply != null) {
                tell(reply);
                return;
            }
        }
    }

    private void tell(Answer answer) {
        var who = asker;
        asker = null;
        left = null;
        if (who != null) who.answered(answer, System.nanoTime());
    }

    private void broken(IOException e) {
        close();
        tell(new Answer.Broken(endpoint + ": " + e.getMessage()));
    }

    void close() {
        var closing = channel;
        channel = null;
        key = null;
        reader.clear();
        if (closing == null) return;
        try {
            closing.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
