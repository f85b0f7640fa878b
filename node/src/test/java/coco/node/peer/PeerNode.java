package coco.node.peer;

import coco.attestation.Evidence;
import coco.attestation.Policy;
import coco.attestation.SoftwareTee;
import coco.attestation.Tee;
import coco.attestation.Verdict;
import coco.crypto.Bytes;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import coco.ledger.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A peer network on a free port of this machine; it takes whoever runs the code {@link #CODE}, and answers every question. */
final class PeerNode implements PeerConnection.Self, AutoCloseable {
    static final Digest CODE = Digest.ZERO;
    static final PeerMessage.Refused HEARD = new PeerMessage.Refused("heard");

    private final SigningKey key = SigningKey.generate(Curve.P256);
    final NodeId id = new NodeId(key.verifyingKey().id());
    final X509Certificate certificate;
    final LeaseTable leases;
    final PeerNetwork network;
    private final Tee tee;

    /** Whose key the evidence is made for; a node that is honest takes its own. */
    private volatile Bytes claimed = key.verifyingKey().spki();

    PeerNode(Path folder, long leaseMillis, AtomicLong clock) throws IOException, GeneralSecurityException {
        this(folder, CODE, leaseMillis, clock, Duration.ofSeconds(30));
    }

    PeerNode(Path folder, Digest code, Duration handshakeLimit) throws IOException, GeneralSecurityException {
        this(folder, code, 600_000, new AtomicLong(), handshakeLimit);
    }

    private PeerNode(Path folder, Digest code, long leaseMillis, AtomicLong clock, Duration handshakeLimit)
            throws IOException, GeneralSecurityException {
        tee = SoftwareTee.open(folder, code);
        leases = new LeaseTable(leaseMillis, clock::get);
        certificate = certificate(key);
        network = new PeerNetwork(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                privateKey(key),
                certificate,
                this,
                (_, _) -> HEARD,
                leases,
                handshakeLimit);
    }

    static X509Certificate certificate(SigningKey key) throws GeneralSecurityException {
        var end = Instant.ofEpochSecond(4_000_000_000L);
        var spec = new CertificateSpec("CN=node", List.of(), Instant.EPOCH, end, false, Optional.empty());
        var der = spec.selfSigned(key).der().toArray();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    static PrivateKey privateKey(SigningKey key) throws GeneralSecurityException {
        try (var pkcs8 = key.toPkcs8()) {
            var encoded = pkcs8.reveal(byte[]::clone);
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        }
    }

    PeerConnection connect(PeerNode to) throws IOException {
        return network.connect("127.0.0.1", to.network.port());
    }

    /** From now on it says that it is another. */
    void claim(PeerNode other) {
        claimed = other.key.verifyingKey().spki();
    }

    @Override
    public Tee tee() {
        return tee;
    }

    @Override
    public PeerMessage.Hello hello() {
        var none = Bytes.of(new byte[32]);
        return new PeerMessage.Hello(
                PeerMessage.VERSION, Digest.ZERO, Digest.ZERO, Bytes.EMPTY, none, "a:1", "a:2", "a:3");
    }

    @Override
    public Verdict judge(NodeId peer, PeerMessage.Hello hello, Evidence evidence, Bytes reportData) {
        return new Policy(Set.of(SoftwareTee.KIND), Set.of(CODE)).judge(evidence, reportData);
    }

    @Override
    public Bytes spki() {
        return claimed;
    }

    @Override
    public void close() {
        network.close();
        key.close();
    }
}
