package coco.node.peer;

import coco.attestation.Evidence;
import coco.attestation.Tee;
import coco.attestation.Verdict;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attested connection to another node. Both sides may ask; each question is answered on a virtual thread of its
 * own, but for submissions, which are handed over in the order in which they were sent. One virtual thread reads; writers take turns.
 */
public final class PeerConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);
    /** Bytes of the largest frame. */
    static final int FRAME_MAX = 8 << 20;

    private static final int HELLO_MAX = 256 << 10;
    /** Questions that a peer may have open here; whoever has more is cut off. */
    private static final int QUESTIONS_MAX = 4_096;
    /** Questions that this side has open: fewer, since the peer may still be at work on some that are over here. */
    private static final int ASKED_MAX = QUESTIONS_MAX / 2;

    private static final long ANSWER = 1L << 63;

    /** Answers what a peer asks. */
    @FunctionalInterface
    public interface Handler {
        PeerMessage answer(PeerConnection from, PeerMessage question) throws InterruptedException;

        /** Takes a submission. Called on the thread that reads the connection, in the order of sending; must not wait. */
        default CompletableFuture<PeerMessage> submit(PeerConnection from, PeerMessage.Forward forward) {
            return CompletableFuture.completedFuture(new PeerMessage.Refused("this node takes no submissions"));
        }
    }

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private final ConcurrentHashMap<Long, CompletableFuture<PeerMessage>> asked = new ConcurrentHashMap<>();
    private final AtomicLong correlation = new AtomicLong();
    private final AtomicLong questions = new AtomicLong();
    private final Semaphore room = new Semaphore(ASKED_MAX);
    private final NodeId peer;
    private final X509Certificate certificate;
    private final PeerMessage.Hello hello;
    private final Evidence evidence;
    private final Handler handler;

    private PeerConnection(
            SSLSocket socket,
            DataInputStream in,
            DataOutputStream out,
            X509Certificate certificate,
            PeerMessage.Hello hello,
            Evidence evidence,
            Handler handler) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.certificate = certificate;
        this.peer = nodeOf(certificate);
        this.hello = hello;
        this.evidence = evidence;
        this.handler = handler;
    }

    /** Who this node is, and whom it takes. */
    public interface Self {
        Tee tee();

        /** What this node says of itself, but for its evidence. */
        PeerMessage.Hello hello();

        /** Judges a peer's evidence, which has to be bound to {@code reportData}, by the manifests in force. */
        Verdict judge(NodeId peer, PeerMessage.Hello hello, Evidence evidence, Bytes reportData);

        Bytes spki();
    }

    /**
     * Shakes hands on a fresh socket.
     *
     * @param dialled whether this side opened the connection
     * @throws IOException where the peer does not prove what it has to; the message says what
     */
    static PeerConnection open(SSLSocket socket, boolean dialled, Self self, Handler handler, Duration limit)
            throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
        socket.startHandshake();
        var session = (ExtendedSSLSession) socket.getSession();
        var certificate = (X509Certificate) session.getPeerCertificates()[0];
        var exporter = session.exportKeyingMaterialData(Binding.EXPORTER_LABEL, new byte[0], Binding.EXPORTER_SIZE);
        var binding = new Binding(Digest.sha256(self.spki()), Binding.key(certificate), Bytes.of(exporter), dialled);
        var in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        var own = self.hello();
        var shown = self.tee().evidence(binding.reportData(own));
        write(out, 0, own.with(shown.encode()));
        try {
            var hello = hello(in);
            if (!hello.network().equals(Digest.ZERO)
                    && !own.network().equals(Digest.ZERO)
                    && !hello.network().equals(own.network())) {
                throw new IOException("the peer is of network " + hello.network());
            }
            var evidence = Evidence.decode(hello.evidence());
            var expected = binding.reversed().reportData(hello);
            var verdict = self.judge(nodeOf(certificate), hello, evidence, expected);
            if (verdict instanceof Verdict.Refused(var reason))
                throw new IOException("the peer's evidence is refused: " + reason);
            socket.setSoTimeout(0);
            var connection = new PeerConnection(socket, in, out, certificate, hello, evidence, handler);
            Thread.ofVirtual().name("peer-" + connection.peer.brief()).start(connection::read);
            return connection;
        } catch (MalformedException e) {
            throw new IOException("the peer's greeting: " + e.getMessage(), e);
        }
    }

    static NodeId nodeOf(X509Certificate certificate) {
        return new NodeId(Binding.key(certificate));
    }

    private static PeerMessage.Hello hello(DataInputStream in) throws IOException, MalformedException {
        var size = in.readInt();
        if (size < 9 || size > HELLO_MAX) throw new MalformedException("a greeting of " + size + " bytes");
        in.readLong();
        var bytes = new byte[size - 8];
        in.readFully(bytes);
        if (PeerMessage.decode(bytes) instanceof PeerMessage.Hello hello) return hello;
        throw new MalformedException("the first message is no greeting");
    }

    public NodeId peer() {
        return peer;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public PeerMessage.Hello hello() {
        return hello;
    }

    /** What the peer has shown, found good when the connection began. */
    Evidence evidence() {
        return evidence;
    }

    public boolean isOpen() {
        return !socket.isClosed();
    }

    /** Asks and waits. @throws IOException where the connection breaks, or no answer comes in time */
    public PeerMessage ask(PeerMessage question, Duration limit) throws IOException, InterruptedException {
        try {
            return send(question, limit).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException)
                throw new IOException(peer.brief() + " did not answer in time", e);
            throw new IOException("the connection to " + peer.brief() + " broke", e);
        }
    }

    /**
     * Asks. Questions of one thread arrive in the order of its calls. Waits while too many are open. The answer fails where the
     * connection breaks, or none comes in time.
     *
     * @throws NotSentException where nothing of the question was sent
     * @throws IOException where it was perhaps not sent as a whole
     */
    public CompletableFuture<PeerMessage> send(PeerMessage question, Duration limit)
            throws IOException, InterruptedException {
        if (!room.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS))
            throw new NotSentException("too many questions to " + peer.brief() + " are open");
        var id = correlation.incrementAndGet();
        var answer = new CompletableFuture<PeerMessage>();
        asked.put(id, answer);
        var _ = answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((_, _) -> {
            asked.remove(id);
            room.release();
        });
        try {
            // Looked at after the answer can be found: either this sees that it is closed, or close() sees the answer.
            if (!isOpen()) throw new NotSentException("the connection to " + peer.brief() + " is closed");
            send(id, question);
            return answer;
        } catch (IOException e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    private void send(long id, PeerMessage message) throws IOException {
        writing.lock();
        try {
            write(out, id, message);
        } finally {
            writing.unlock();
        }
    }

    private static void write(DataOutputStream out, long id, PeerMessage message) throws IOException {
        var bytes = message.encode();
        if (bytes.length > FRAME_MAX) throw new NotSentException("a message of " + bytes.length + " bytes");
        out.writeInt(8 + bytes.length);
        out.writeLong(id);
        out.write(bytes);
        out.flush();
    }

    private void read() {
        try {
            while (true) {
                var size = in.readInt();
                if (size < 9 || size > 8 + FRAME_MAX) throw new MalformedException("a frame of " + size + " bytes");
                var id = in.readLong();
                var bytes = new byte[size - 8];
                in.readFully(bytes);
                dispatch(id, PeerMessage.decode(bytes));
            }
        } catch (IOException | MalformedException e) {
            LOG.info("connection to {} ends: {}", peer.brief(), e.getMessage());
        } finally {
            close();
        }
    }

    private void dispatch(long id, PeerMessage message) throws MalformedException {
        if ((id & ANSWER) != 0) {
            var answer = asked.remove(id & ~ANSWER);
            if (answer != null) answer.complete(message);
            return;
        }
        if (questions.incrementAndGet() > QUESTIONS_MAX) throw new MalformedException("too many questions at once");
        if (message instanceof PeerMessage.Forward forward) {
            var _ = handler.submit(this, forward)
                    .thenAccept(answer -> Thread.startVirtualThread(() -> reply(id, answer)));
        } else {
            Thread.ofVirtual().start(() -> answer(id, message));
        }
    }

    private void answer(long id, PeerMessage question) {
        PeerMessage answer;
        try {
            answer = handler.answer(this, question);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = new PeerMessage.Refused("this node stops");
        }
        reply(id, answer);
    }

    private void reply(long id, PeerMessage answer) {
        // Before the answer: whoever has it may ask the next question.
        questions.decrementAndGet();
        try {
            send(id | ANSWER, answer);
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing the connection to {}", peer.brief(), e);
        }
        var broken = new IOException("the connection is closed");
        asked.values().forEach(answer -> answer.completeExceptionally(broken));
    }
}
