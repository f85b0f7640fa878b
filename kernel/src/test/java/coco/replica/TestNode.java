package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.HpkeKey;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.crypto.SigningKey;
import coco.governance.Membership;
import coco.ledger.NodeId;
import coco.spi.Caller;
import coco.spi.LogEvent;
import coco.store.Tx;
import coco.store.Version;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A replica with fixed keys, fed by hand. */
final class TestNode {
    static final Limits LIMITS = new Limits(2, 1 << 16, 1 << 15, 3, 5, 3, 4_000, 1_000_000, 1_000, 4);
    static final Caller ALICE = new Caller.Token("alice");

    private static final SigningKey SERVICE = key("service");
    private static final Certificate AUTHORITY = spec("service", true).selfSigned(SERVICE);

    final Membership.Admit admit;
    final Setup setup;
    final TestProtocol protocol = new TestProtocol();
    final Replica replica;
    private long now = 1_000_000;
    private long tickets;

    /** @param genesis the names of the nodes that it trusts at first; null for a node that does not open the ledger */
    TestNode(String name, @Nullable List<String> genesis) {
        this(name, genesis, Snapshot.NOTHING, name);
    }

    /** @param encryption whose encryption key it has: its own, but for a node that cannot open what is meant for it */
    TestNode(String name, @Nullable List<String> genesis, Snapshot from, String encryption) {
        this.admit = admit(name);
        this.setup = new Setup(
                admit.node(),
                key(name),
                certificate(name),
                encryptionKey(encryption),
                SERVICE,
                Map.of(protocol.name(), protocol, Membership.NAME, new Membership((joiner, ledger) -> null)),
                LIMITS,
                genesis == null ? null : genesis(genesis),
                null,
                new SecureRandom());
        this.replica = new Replica(setup, from);
    }

    private static Genesis genesis(List<String> trusted) {
        var tx = new Tx(Version.EMPTY, 1 << 20);
        for (var name : trusted) Membership.trust(admit(name), tx);
        return new Genesis(tx.writes(), 1);
    }

    static Membership.Admit admit(String name) {
        var id = new NodeId(key(name).verifyingKey().id());
        var pem = certificate(name).pem();
        try (var encryption = encryptionKey(name)) {
            return new Membership.Admit(id, pem, encryption.publicKey(), "peer", "log", "http", Bytes.EMPTY);
        }
    }

    private static SigningKey key(String name) {
        return SigningKey.deterministic(Curve.P256, name.getBytes(StandardCharsets.UTF_8));
    }

    private static Certificate certificate(String name) {
        return spec(name, false).issuedBy(AUTHORITY, SERVICE, key(name).verifyingKey());
    }

    private static CertificateSpec spec(String name, boolean authority) {
        var end = Instant.EPOCH.plus(Duration.ofDays(36_500));
        return new CertificateSpec("CN=" + name, List.of(), Instant.EPOCH, end, authority, Optional.empty());
    }

    private static HpkeKey encryptionKey(String name) {
        return HpkeKey.derive(SecretBytes.wrap(
                Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).toArray()));
    }

    NodeId id() {
        return admit.node();
    }

    List<Effect> on(Event event) {
        return replica.on(now++, event);
    }

    List<Effect> on(LogEvent event) {
        return on(new Event.FromLog(event));
    }

    /** Lets a client ask for a write; it is placed with the next {@link #drain}. Gives the ticket. */
    long submit(String key) {
        return submit(ALICE, key, null);
    }

    long submit(Caller caller, String key, @Nullable Bytes id) {
        on(new Event.Submitted(++tickets, caller, protocol.name(), new TestProtocol.Put(key), id));
        return tickets;
    }

    List<Effect> drain() {
        return on(new Event.Drained());
    }

    /** One write, placed at once: the batch that the log is given. */
    Batch place(String key) throws MalformedException {
        submit(key);
        return Batch.decode(TestNet.one(Effect.Append.class, drain()).proposal().bytes());
    }

    LedgerState accepted() {
        return replica.accepted();
    }
}
