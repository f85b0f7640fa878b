package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ledgers of our own that are well formed and yet not sound. */
class LedgerVerifierTest {
    private static final MapWrites SOMETHING = TestLedger.put("public:app", "k", "v");
    private static final ServiceSignature.Issuer NOBODY = new ServiceSignature.Issuer("", "");

    private static TestLedger begun() {
        var ledger = new TestLedger();
        ledger.genesis();
        ledger.sign();
        return ledger;
    }

    @Test
    void aLedgerOfOurOwnIsSound() {
        var ledger = begun();
        ledger.add(SOMETHING, TestLedger.put("app", "k", "secret"));
        ledger.sign();
        var report = ledger.verify();
        assertTrue(report.isSound(), report::toText);
        assertEquals(4, report.entries());
        assertEquals(2, report.nodeSignatures());
        assertEquals(2, report.serviceSignatures());
        assertEquals(Optional.of(TxId.of(2, 4)), report.lastSigned());
    }

    @Test
    void entriesBehindTheLastSignatureAreNotProved() {
        var ledger = begun();
        ledger.add(SOMETHING);
        assertEquals("3: no signature covers the entries from here on", ledger.problem());
    }

    @Test
    void aStrangerSignsNothing() {
        var ledger = begun();
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {9})) {
            var certificate = TestLedger.certificate("CN=node", false)
                    .issuedBy(ledger.service, ledger.serviceKey, key.verifyingKey());
            var signature = NodeSignature.sign(ledger.nextId(), ledger.tree.root(), key, certificate);
            ledger.sign(Cut.NONE, signature, ledger.serviceSignature());
            assertTrue(ledger.problem().endsWith("is not in the network"), ledger.problem());
        }
    }

    @Test
    void nobodySignsInTheNameOfANode() {
        var ledger = begun();
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {9})) {
            var certificate = TestLedger.certificate("CN=node", false)
                    .issuedBy(ledger.service, ledger.serviceKey, key.verifyingKey());
            var own = NodeSignature.sign(ledger.nextId(), ledger.tree.root(), key, certificate);
            var posed = new NodeSignature(
                    ledger.node, own.txId(), own.root(), own.signature(), own.certificate(), own.committed());
            ledger.sign(Cut.NONE, posed, ledger.serviceSignature());
            assertEquals("3: the node's signature is forged", ledger.problem());
        }
    }

    @Test
    void aNodeSignsOnlyWhileItIsTrusted() {
        var pending = begun();
        pending.add(TestLedger.nodeInfo(pending.node, pending.nodeKey, NodeInfo.Status.PENDING));
        pending.sign();
        assertTrue(pending.problem().endsWith("is not trusted"), pending.problem());
        var retiring = begun();
        retiring.add(TestLedger.nodeInfo(retiring.node, retiring.nodeKey, NodeInfo.Status.RETIRED));
        retiring.sign();
        assertTrue(retiring.verify().isSound(), "until its retirement is committed");
        var removed = begun();
        removed.add(new MapWrites(
                Tables.NODES_INFO, 0, new java.util.TreeMap<>(), List.of(Bytes.ofUtf8(removed.node.toString()))));
        removed.sign();
        assertTrue(removed.problem().endsWith("is not in the network"), removed.problem());
    }

    @Test
    void aRetiredNodeSignsNothingOnceThatIsCommitted() throws Exception {
        var ledger = begun();
        var gone = new NodeInfo(
                NodeInfo.Status.RETIRED,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                Bytes.ofUtf8("{}"));
        ledger.add(MapWrites.sorted(
                Tables.NODES_INFO, java.util.Map.of(Bytes.ofUtf8(ledger.node.toString()), gone.toJson()), List.of()));
        ledger.sign();
        assertTrue(ledger.problem().endsWith("is not trusted"), ledger.problem());
    }

    @Test
    void aForgedSignatureIsFound() {
        var ledger = begun();
        ledger.add(SOMETHING);
        var other = NodeSignature.sign(ledger.nextId(), Digest.ZERO, ledger.nodeKey, ledger.nodeCertificate);
        var forged = new NodeSignature(
                ledger.node,
                ledger.nextId(),
                ledger.tree.root(),
                other.signature(),
                other.certificate(),
                other.committed());
        ledger.sign(Cut.NONE, forged, ledger.serviceSignature());
        assertEquals("4: the node's signature is forged", ledger.problem());
    }

    @Test
    void aForgedServiceSignatureIsFound() {
        var wrongRoot = begun();
        var service =
                ServiceSignature.sign(wrongRoot.nextId(), Digest.ZERO, wrongRoot.serviceKey, NOBODY, wrongRoot.time);
        wrongRoot.sign(Cut.NONE, wrongRoot.nodeSignature(), service);
        assertEquals("3: the service's signature is forged", wrongRoot.problem());
        var wrongKey = begun();
        var byNode =
                ServiceSignature.sign(wrongKey.nextId(), wrongKey.tree.root(), wrongKey.nodeKey, NOBODY, wrongKey.time);
        wrongKey.sign(Cut.NONE, wrongKey.nodeSignature(), byNode);
        assertEquals("3: the service's signature is forged", wrongKey.problem());
    }

    @Test
    void aSignatureIsForItsOwnEntry() {
        var ledger = begun();
        var service = ServiceSignature.sign(TxId.of(2, 9), ledger.tree.root(), ledger.serviceKey, NOBODY, ledger.time);
        ledger.sign(Cut.NONE, ledger.nodeSignature(), service);
        assertEquals("3: the service's signature is for another entry", ledger.problem());
        var other = begun();
        var node = NodeSignature.sign(TxId.of(2, 9), other.tree.root(), other.nodeKey, other.nodeCertificate);
        other.sign(Cut.NONE, node, other.serviceSignature());
        assertEquals("3: the node's signature is for another entry", other.problem());
    }

    @Test
    void certificatesAreValidWhenTheySign() {
        var late = begun();
        late.time = TestLedger.START.plusSeconds(60L * 86_400);
        late.sign();
        assertEquals(2, late.verify().problems().size(), "node and service");
        var foreign = begun();
        var selfSigned = TestLedger.certificate("CN=node", false).selfSigned(foreign.nodeKey);
        foreign.sign(
                Cut.NONE,
                NodeSignature.sign(foreign.nextId(), foreign.tree.root(), foreign.nodeKey, selfSigned),
                foreign.serviceSignature());
        assertEquals("3: the service did not issue the node's certificate", foreign.problem());
    }

    @Test
    void anotherRootIsBlamedOnTheRightEntry() {
        var ledger = begun();
        ledger.add(SOMETHING);
        var real = ledger.tree;
        ledger.tree = MerkleTree.EMPTY
                .append(ledger.entries.get(0).leaf())
                .append(ledger.entries.get(1).leaf())
                .append(Digest.sha256(Bytes.EMPTY));
        ledger.sign();
        assertEquals("3: the entry is not the one that was signed at 4", ledger.problem());
        assertEquals(real.size() + 1, ledger.tree.size());
    }

    @Test
    void viewsNeverFall() {
        var ledger = begun();
        ledger.view = 3;
        ledger.sign();
        assertTrue(ledger.verify().isSound());
        ledger.view = 2;
        ledger.add(SOMETHING);
        assertEquals("4: the view falls to 2", ledger.problem());
    }

    @Test
    void filesAreCutWhereEntriesAsk() {
        var ledger = begun();
        ledger.add(Cut.AFTER, Digest.ZERO, SOMETHING);
        ledger.sign();
        assertEquals("3: the file is not cut where the entry asks for it", ledger.problem());
        var before = begun();
        before.add(Cut.BEFORE, Digest.ZERO, SOMETHING);
        before.sign();
        assertEquals("3: the file is not cut where the entry asks for it", before.problem());
    }

    @Test
    void aClosedFileEndsInASignature() {
        var ledger = begun();
        ledger.add(SOMETHING);
        var verifier = new LedgerVerifier();
        var name = ChunkName.committed(new Seqno(1), new Seqno(3));
        verifier.file(
                name, Chunk.complete(ledger.entries.stream().map(Entry::bytes).toList()));
        assertTrue(verifier.report().problems().getFirst().reason().contains("does not end in a signature"));
    }

    @Test
    void aServiceChangesItsKeyOnlyByARecoveryThatNamesTheOldOne() {
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {7})) {
            var next = TestLedger.certificate("CN=service", true).selfSigned(key);
            var seized = begun();
            seized.add(TestLedger.serviceInfo(ServiceInfo.Status.OPEN, next));
            assertEquals("3: the service changes its key without a recovery", seized.problem());
            var unnamed = begun();
            unnamed.add(TestLedger.serviceInfo(ServiceInfo.Status.RECOVERING, next));
            assertEquals("3: the recovered service does not name the one before it", unnamed.problem());
            var previous =
                    MapWrites.onlyRow(Tables.PREVIOUS_SERVICE_IDENTITY, Json.write(Json.text(unnamed.service.pem())));
            var wrongRoot = begun();
            var root = MapWrites.onlyRow(
                    Tables.PREVIOUS_SERVICE_LAST_SIGNED_ROOT, Json.write(Json.text(Digest.ZERO.toHex())));
            wrongRoot.add(TestLedger.serviceInfo(ServiceInfo.Status.RECOVERING, next), previous, root);
            assertEquals("3: the recovered service names another last root", wrongRoot.problem());
        }
    }

    @Test
    void aServiceOpensInOrder() {
        var ledger = begun();
        ledger.add(TestLedger.serviceInfo(ServiceInfo.Status.OPEN, ledger.service));
        ledger.add(TestLedger.serviceInfo(ServiceInfo.Status.WAITING_FOR_RECOVERY_SHARES, ledger.service));
        assertEquals("4: the service goes from OPEN to WAITING_FOR_RECOVERY_SHARES", ledger.problem());
    }

    @Test
    void snapshotEvidenceIsWhatTheEntryClaims() {
        var ledger = begun();
        var evidence = new SnapshotEvidence(Digest.sha256(Bytes.EMPTY), new Seqno(2));
        ledger.add(Cut.NONE, Digest.ZERO, MapWrites.onlyRow(Tables.SNAPSHOT_EVIDENCE, evidence.toJson()));
        assertEquals("3: the entry claims another snapshot than its table", ledger.problem());
        var early = begun();
        var later = new SnapshotEvidence(Digest.ZERO, new Seqno(3));
        early.add(Cut.NONE, Digest.ZERO, MapWrites.onlyRow(Tables.SNAPSHOT_EVIDENCE, later.toJson()));
        assertEquals("3: the snapshot is of a later state than its evidence", early.problem());
    }

    @Test
    void aSignatureEntryChangesNothingElse() {
        var ledger = begun();
        var maps = new java.util.ArrayList<>(
                SignatureEntry.writes(ledger.nodeSignature(), ledger.serviceSignature(), ledger.tree, 2));
        maps.add(SOMETHING);
        ledger.add(maps.toArray(MapWrites[]::new));
        assertEquals("3: a signature entry changes public:app", ledger.problem());
    }

    @Test
    void nothingIsNotSound() {
        assertTrue(!new LedgerVerifier().report().isSound());
    }

    @Test
    void aCertificateWithoutAnAuthorityIssuesNothing() {
        var spec = new CertificateSpec(
                "CN=service",
                List.of(),
                TestLedger.START,
                TestLedger.START.plusSeconds(86_400),
                false,
                Optional.empty());
        var ledger = new TestLedger();
        ledger.add(
                TestLedger.nodeInfo(ledger.node, ledger.nodeKey, NodeInfo.Status.TRUSTED),
                TestLedger.serviceInfo(ServiceInfo.Status.OPENING, spec.selfSigned(ledger.serviceKey)));
        assertEquals("1: the service's certificate is not signed by itself", ledger.problem());
    }
}
