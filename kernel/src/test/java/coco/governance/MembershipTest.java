package coco.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.HpkeKey;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.crypto.SigningKey;
import coco.ledger.Mutations;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.ledger.View;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Request;
import coco.store.Tx;
import coco.store.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who comes in and who goes: what is refused, and what stands in the tables after what is not. */
class MembershipTest {
    private static final Caller NODE = new Caller.Node(Digest.ZERO);
    private static final Membership.Admit A = admit("a");
    private static final Membership.Admit B = admit("b");

    private final Membership membership = new Membership((joiner, ledger) -> null);
    private Version store = Version.EMPTY;

    private static Membership.Admit admit(String name) {
        var seed = name.getBytes(StandardCharsets.UTF_8);
        var key = SigningKey.deterministic(Curve.P256, seed);
        var end = Instant.EPOCH.plus(Duration.ofDays(36_500));
        var spec = new CertificateSpec("CN=" + name, List.of(), Instant.EPOCH, end, false, Optional.empty());
        var material = SecretBytes.wrap(Digest.sha256(seed).toArray());
        try (var encryption = HpkeKey.derive(material)) {
            return new Membership.Admit(
                    new NodeId(key.verifyingKey().id()),
                    spec.selfSigned(key).pem(),
                    encryption.publicKey(),
                    "peer:1",
                    "log:2",
                    "http:3",
                    Bytes.ofUtf8("evidence"));
        }
    }

    private static Membership.Admit with(Membership.Admit admit, String certificate, Bytes encryptionKey) {
        return new Membership.Admit(
                admit.node(),
                certificate,
                encryptionKey,
                admit.peerAddress(),
                admit.logAddress(),
                admit.httpAddress(),
                admit.evidence());
    }

    /** What is done is in the store afterwards. */
    private Outcome ask(Membership protocol, Caller caller, Request request) {
        var tx = new Tx(store, 1 << 16);
        var place = new LedgerProtocol.Place(new View(2), new Seqno(3), 1_000);
        var outcome = protocol.begin(place).execute(caller, request, tx);
        if (outcome instanceof Outcome.Done) store = store.with(3, tx.writes());
        return outcome;
    }

    private Outcome.Done done(Request request) {
        return assertInstanceOf(Outcome.Done.class, ask(membership, NODE, request));
    }

    private void refused(String code, Request request) {
        refused(code, membership, NODE, request);
    }

    private void refused(String code, Membership protocol, Caller caller, Request request) {
        var outcome = assertInstanceOf(Outcome.Refused.class, ask(protocol, caller, request));
        assertEquals(code, outcome.rejection().code(), () -> outcome.rejection().message());
    }

    private static Bytes row(Membership.Admit node) {
        return Bytes.ofUtf8(node.node().toString());
    }

    private String value(coco.store.Table table, Bytes key) {
        var value = store.get(table, key);
        return value == null ? "" : value.bytes().toUtf8();
    }

    @Test
    void anAdmittedNodeIsTrustedFromANewEpochOn() {
        assertTrue(done(A).newEpoch());
        assertTrue(value(Membership.NODES, row(A)).contains("\"status\":\"Trusted\""));
        assertEquals(
                A.encryptionKey(),
                Optional.ofNullable(store.get(Membership.ENCRYPTION_KEYS, row(A)))
                        .orElseThrow()
                        .bytes());
        assertEquals(A.node().toString(), value(Membership.CHANGE, Membership.SINGLETON));
    }

    @Test
    void aRetiredNodeGetsNoKeyAnyMore() {
        done(A);
        done(B);
        assertTrue(done(new Membership.Retire(A.node())).newEpoch());
        assertTrue(value(Membership.NODES, row(A)).contains("\"status\":\"Retired\""));
        assertEquals(1, store.size(Membership.ENCRYPTION_KEYS));
        assertEquals(A.node().toString(), value(Membership.CHANGE, Membership.SINGLETON));
        refused("InvalidNodeState", new Membership.Retire(A.node()));
        refused("NodeAlreadyExists", A);
    }

    @Test
    void aKeyThatNothingCanBeSealedToIsRefused() {
        for (var key : List.of(
                Bytes.EMPTY,
                Bytes.of(new byte[65]),
                A.encryptionKey().slice(0, 64),
                A.encryptionKey().concat(Bytes.of((byte) 0)),
                offTheCurve(A.encryptionKey()))) refused("InvalidInput", with(A, A.certificate(), key));
        done(A);
    }

    private static Bytes offTheCurve(Bytes key) {
        var bytes = key.toArray();
        bytes[64] ^= 1;
        return Bytes.of(bytes);
    }

    @Test
    void aCertificateIsTheNodesOwn() {
        refused("InvalidInput", with(A, B.certificate(), A.encryptionKey()));
        refused("InvalidInput", with(A, "", A.encryptionKey()));
        refused("InvalidInput", with(A, "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n", Bytes.EMPTY));
    }

    @Test
    void onlyNodesAskAndTheConstitutionDecides() {
        refused("AuthorizationFailed", membership, new Caller.Anonymous(), A);
        refused("AuthorizationFailed", membership, new Caller.Member(Digest.ZERO), new Membership.Retire(A.node()));
        refused("InvalidQuote", new Membership((joiner, ledger) -> "not listed"), NODE, A);
        refused("ResourceNotFound", new Membership.Retire(B.node()));
        assertEquals(0, store.size(Membership.NODES));
    }

    @Test
    void requestsAreReadAsTheyWereWritten() throws MalformedException {
        for (var request : List.of(A, new Membership.Retire(B.node()))) {
            assertEquals(request, membership.decode(request.encode()));
            var random = new Random(5);
            for (var round = 0; round < 5_000; round++)
                rereads(Mutations.of(request.encode().toArray(), random));
        }
        for (var text : List.of("", "null", "[]", "{}", "{\"request\":\"admit\"}", "[".repeat(2_000)))
            assertThrows(MalformedException.class, () -> membership.decode(Bytes.ofUtf8(text)), text);
    }

    /** What is read has one form, whatever it was read from. */
    private void rereads(byte[] mutated) {
        try {
            var request = membership.decode(Bytes.of(mutated));
            assertEquals(request, membership.decode(request.encode()));
        } catch (MalformedException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
        }
    }
}
