package coco.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.attestation.SoftwareTee;
import coco.crypto.Bytes;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.SigningKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Evidence serves on one connection, once, in one direction, beside one greeting (SPEC N2). */
@Timeout(120)
class PeerBindingTest {
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final Bytes ENCRYPTION_KEY = Bytes.of(new byte[32]);
    private static final PeerMessage.Hello GREETING = greeting(Digest.ZERO, Digest.ZERO, ENCRYPTION_KEY, "a:1");

    @TempDir
    private Path folder = Path.of("");

    private static PeerMessage.Hello greeting(Digest network, Digest constitution, Bytes key, String address) {
        return new PeerMessage.Hello(
                PeerMessage.VERSION, network, constitution, Bytes.EMPTY, key, address, "a:2", "a:3");
    }

    /** A peer of which each word can be another's: its key, its connection, what it says and what its evidence is bound to. */
    private final class Stranger implements AutoCloseable {
        private final SigningKey key = SigningKey.generate(Curve.P256);
        private final SSLSocket socket;
        private final DataInputStream in;
        private final DataOutputStream out;
        final Binding binding;

        Stranger(PeerNode node) throws IOException, GeneralSecurityException {
            var context = PeerTls.context(PeerNode.privateKey(key), PeerNode.certificate(key));
            socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", node.network.port());
            socket.setSoTimeout((int) PATIENT.toMillis());
            PeerTls.configure(socket);
            socket.startHandshake();
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
            var session = (ExtendedSSLSession) socket.getSession();
            var exporter = session.exportKeyingMaterialData(Binding.EXPORTER_LABEL, new byte[0], Binding.EXPORTER_SIZE);
            var listener = Binding.key((X509Certificate) session.getPeerCertificates()[0]);
            binding = new Binding(Digest.sha256(key.verifyingKey().spki()), listener, Bytes.of(exporter), true);
        }

        /** Says {@code said} with evidence for {@code bound}, then asks; gives the answer. */
        PeerMessage greets(PeerMessage.Hello said, Binding to, PeerMessage.Hello bound) throws IOException {
            var evidence =
                    SoftwareTee.open(folder.resolve("stranger"), PeerNode.CODE).evidence(to.reportData(bound));
            return greets(said.with(evidence.encode()).encode());
        }

        PeerMessage greets(byte[] greeting) throws IOException {
            send(0, greeting);
            read();
            send(1, new PeerMessage.Join().encode());
            try {
                return PeerMessage.decode(read());
            } catch (MalformedException e) {
                throw new IOException(e);
            }
        }

        private void send(long id, byte[] message) throws IOException {
            out.writeInt(8 + message.length);
            out.writeLong(id);
            out.write(message);
            out.flush();
        }

        byte[] read() throws IOException {
            var bytes = new byte[in.readInt() - 8];
            in.readLong();
            in.readFully(bytes);
            return bytes;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            key.close();
        }
    }

    private PeerNode node() throws IOException, GeneralSecurityException {
        return new PeerNode(folder.resolve("node"), PeerNode.CODE, PATIENT);
    }

    private void assertRefused(PeerNode node, UnaryOperator<Binding> other)
            throws IOException, GeneralSecurityException {
        try (var stranger = new Stranger(node)) {
            var bound = other.apply(stranger.binding);
            assertThrows(IOException.class, () -> stranger.greets(GREETING, bound, GREETING), bound::toString);
        }
    }

    @Test
    void whoSaysWhatIsSoIsTakenIn() throws IOException, GeneralSecurityException {
        try (var node = node();
                var stranger = new Stranger(node)) {
            assertEquals(PeerNode.HEARD, stranger.greets(GREETING, stranger.binding, GREETING));
        }
    }

    @Test
    void replayedEvidenceOfAnotherConnectionIsRefused() throws IOException, GeneralSecurityException {
        try (var node = node();
                var earlier = new Stranger(node)) {
            assertRefused(node, now -> new Binding(now.speaker(), now.listener(), earlier.binding.exporter(), true));
        }
    }

    @Test
    void evidenceDivertedFromAnotherListenerIsRefused() throws IOException, GeneralSecurityException {
        try (var node = node();
                var other = new PeerNode(folder.resolve("other"), PeerNode.CODE, PATIENT)) {
            var listener = Binding.key(other.certificate);
            assertRefused(node, now -> new Binding(now.speaker(), listener, now.exporter(), true));
        }
    }

    @Test
    void evidenceForAnothersKeyIsRefused() throws IOException, GeneralSecurityException {
        try (var node = node()) {
            assertRefused(node, now -> new Binding(now.listener(), now.listener(), now.exporter(), true));
        }
    }

    @Test
    void evidenceOfTheListeningSideIsRefusedFromTheOther() throws IOException, GeneralSecurityException {
        try (var node = node()) {
            assertRefused(node, now -> new Binding(now.speaker(), now.listener(), now.exporter(), false));
        }
    }

    @Test
    void aReflectedGreetingIsRefused() throws IOException, GeneralSecurityException {
        try (var node = node();
                var stranger = new Stranger(node)) {
            var itsOwn = stranger.read();
            assertThrows(IOException.class, () -> stranger.greets(itsOwn));
        }
    }

    @Test
    void aGreetingThatTheEvidenceDoesNotCoverIsRefused() throws IOException, GeneralSecurityException {
        var other = Digest.sha256(new byte[] {1});
        try (var node = node()) {
            for (var said : List.of(
                    greeting(other, Digest.ZERO, ENCRYPTION_KEY, "a:1"),
                    greeting(Digest.ZERO, other, ENCRYPTION_KEY, "a:1"),
                    greeting(Digest.ZERO, Digest.ZERO, Bytes.of(new byte[31]), "a:1"),
                    greeting(Digest.ZERO, Digest.ZERO, ENCRYPTION_KEY, "b:1"))) {
                try (var stranger = new Stranger(node)) {
                    assertThrows(
                            IOException.class, () -> stranger.greets(said, stranger.binding, GREETING), said::toString);
                }
            }
        }
    }
}
