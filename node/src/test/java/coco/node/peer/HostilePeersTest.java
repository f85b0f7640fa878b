package coco.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches the peer port and is no peer: each is put out for a reason, and real peers come in as before. */
@Timeout(120)
class HostilePeersTest {
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final int PER_ADDRESS = 8;

    @TempDir
    private Path folder = Path.of("");

    private int nodes;

    private PeerNode node(Digest code, Duration handshakeLimit) throws IOException, GeneralSecurityException {
        return new PeerNode(folder.resolve("node" + nodes++), code, handshakeLimit);
    }

    @Test
    void otherCodeIsRefused() throws IOException, GeneralSecurityException, InterruptedException {
        try (var node = node(PeerNode.CODE, PATIENT);
                var other = node(Digest.sha256(new byte[] {1}), PATIENT)) {
            // The other one takes this one, and learns that it was not taken when it asks something.
            var connection = other.connect(node);
            assertThrows(IOException.class, () -> connection.ask(new PeerMessage.Join(), PATIENT));
            assertTrue(node.network.to(other.id).isEmpty());
            assertTrue(node.leases.isRenewalDue(other.id), "it has no lease");
            var refused = assertThrows(IOException.class, () -> node.connect(other));
            assertTrue(String.valueOf(refused.getMessage()).contains("measurement"), refused.toString());
            assertAnswers(node);
        }
    }

    /** Whoever waits for the answer may say that nothing was done. */
    @Test
    void aQuestionThatCannotBeSentWasNotSent() throws IOException, GeneralSecurityException {
        try (var node = node(PeerNode.CODE, PATIENT);
                var other = node(PeerNode.CODE, PATIENT)) {
            var connection = other.connect(node);
            connection.close();
            assertThrows(NotSentException.class, () -> connection.send(new PeerMessage.Join(), PATIENT));
        }
    }

    @Test
    void evidenceForAnothersKeyIsRefused() throws IOException, GeneralSecurityException, InterruptedException {
        try (var node = node(PeerNode.CODE, PATIENT);
                var honest = node(PeerNode.CODE, PATIENT);
                var liar = node(PeerNode.CODE, PATIENT)) {
            liar.claim(honest);
            assertThrows(IOException.class, () -> liar.connect(node).ask(new PeerMessage.Join(), PATIENT));
            assertTrue(node.network.to(liar.id).isEmpty()
                    && node.network.to(honest.id).isEmpty());
            assertTrue(node.leases.isRenewalDue(liar.id) && node.leases.isRenewalDue(honest.id));
            assertAnswers(node);
        }
    }

    @Test
    void anothersCertificateWithoutItsKeyShakesNoHands()
            throws IOException, GeneralSecurityException, InterruptedException {
        try (var node = node(PeerNode.CODE, PATIENT);
                var honest = node(PeerNode.CODE, PATIENT);
                var stolen = SigningKey.generate(Curve.P256)) {
            var context = PeerTls.context(PeerNode.privateKey(stolen), honest.certificate);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", node.network.port())) {
                socket.setSoTimeout((int) PATIENT.toMillis());
                PeerTls.configure(socket);
                assertThrows(IOException.class, () -> {
                    socket.startHandshake();
                    if (socket.getInputStream().read() < 0) throw new IOException("closed");
                });
            }
            assertTrue(node.network.to(honest.id).isEmpty());
            assertAnswers(node);
        }
    }

    @Test
    void whoeverSendsSlowlyIsCut() throws IOException, GeneralSecurityException, InterruptedException {
        try (var node = node(PeerNode.CODE, SHORT);
                var socket = new Socket(InetAddress.getLoopbackAddress(), node.network.port())) {
            // A TLS record of 16 kB that never ends: each byte would put off a limit on silence.
            socket.getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 0xfc});
            assertTrue(cutWhileDripping(socket), "it goes on for as long as it likes");
            assertAnswers(node);
        }
    }

    private static boolean cutWhileDripping(Socket socket) throws IOException {
        for (var end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) {
            try {
                socket.getOutputStream().write(0);
            } catch (IOException _) {
                // Cut, as it should be.
                return true;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return false;
    }

    @Test
    void oneAddressCannotTakeAllHandshakes() throws IOException, GeneralSecurityException, InterruptedException {
        var silent = new ArrayList<Socket>();
        try (var node = node(PeerNode.CODE, PATIENT)) {
            for (var i = 0; i < PER_ADDRESS; i++) silent.add(from("127.0.0.2", node));
            try (var more = from("127.0.0.2", node)) {
                assertEquals(-1, more.getInputStream().read(), "one too many is closed");
            }
            assertAnswers(node);
        } finally {
            for (var socket : silent) socket.close();
        }
    }

    private static Socket from(String address, PeerNode node) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.network.port()));
        socket.setSoTimeout((int) PATIENT.toMillis());
        return socket;
    }

    @Test
    void randomGreetingsAreRefused() throws IOException, GeneralSecurityException, InterruptedException {
        var random = new Random(20_260_101);
        try (var node = node(PeerNode.CODE, PATIENT);
                var key = SigningKey.generate(Curve.P256)) {
            var context = PeerTls.context(PeerNode.privateKey(key), PeerNode.certificate(key));
            for (var i = 0; i < 60; i++) {
                try (var socket =
                        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", node.network.port())) {
                    socket.setSoTimeout((int) PATIENT.toMillis());
                    PeerTls.configure(socket);
                    socket.startHandshake();
                    socket.getOutputStream().write(greeting(random, i));
                    assertTrue(isClosed(socket), "greeting " + i + " is answered");
                }
            }
            assertAnswers(node);
        }
    }

    /** Frames of the right length and of wrong ones, of the right kind and of others. */
    private static byte[] greeting(Random random, int i) {
        var content = new byte[random.nextInt(300)];
        random.nextBytes(content);
        if (content.length > 5 && i % 2 == 0) {
            content[0] = (byte) (1 + random.nextInt(11));
            ByteBuffer.wrap(content).putInt(1, PeerMessage.VERSION);
        }
        var size = i % 3 == 0 ? random.nextInt() | 0x4000_0000 : 8 + content.length;
        return ByteBuffer.allocate(12 + content.length + 300)
                .putInt(size)
                .putLong(random.nextLong())
                .put(content)
                .array();
    }

    /** Reads past the node's own greeting. */
    private static boolean isClosed(SSLSocket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException _) {
            // Reset, since the node has not read to the end.
            return true;
        }
    }

    /** A peer that proves itself is taken in. */
    private void assertAnswers(PeerNode node) throws IOException, GeneralSecurityException, InterruptedException {
        try (var peer = node(PeerNode.CODE, PATIENT)) {
            var connection = peer.connect(node);
            for (var asked : List.of(new PeerMessage.Join(), new PeerMessage.WantEntries(1, 2)))
                assertEquals(PeerNode.HEARD, connection.ask(asked, PATIENT));
        }
    }
}
