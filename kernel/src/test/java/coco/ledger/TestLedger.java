package coco.ledger;

import coco.crypto.AeadKey;
import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.Pem;
import coco.crypto.SecretBytes;
import coco.crypto.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small ledger of our own with fixed keys, so that the same calls give the same bytes. Tests may bend every step. */
final class TestLedger {
    static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

    final SigningKey serviceKey = SigningKey.deterministic(Curve.P256, new byte[] {1});
    final SigningKey nodeKey = SigningKey.deterministic(Curve.P256, new byte[] {2});
    final Certificate service = certificate("CN=service", true).selfSigned(serviceKey);
    final Certificate nodeCertificate =
            certificate("CN=node", false).issuedBy(service, serviceKey, nodeKey.verifyingKey());
    final NodeId node = new NodeId(nodeKey.verifyingKey().id());
    final Sealer sealer = new Sealer(AeadKey.of(SecretBytes.wrap(new byte[AeadKey.SIZE])));
    final List<Entry> entries = new ArrayList<>();
    long view = 2;
    long previousSignature;
    Instant time = START.plusSeconds(60);
    MerkleTree tree = MerkleTree.EMPTY;

    static CertificateSpec certificate(String subject, boolean authority) {
        return new CertificateSpec(
                subject,
                List.of("dNSName:localhost"),
                START,
                START.plus(Duration.ofDays(30)),
                authority,
                Optional.empty());
    }

    TxId nextId() {
        return TxId.of(view, tree.size());
    }

    Entry add(Cut cut, Digest claims, MapWrites... maps) {
        var entry = sealer.seal(new Draft(nextId(), cut, claims, List.of(maps)));
        entries.add(entry);
        tree = tree.append(entry.leaf());
        return entry;
    }

    Entry add(MapWrites... maps) {
        return add(Cut.NONE, Digest.ZERO, maps);
    }

    Entry genesis() {
        return add(
                nodeInfo(node, nodeKey, NodeInfo.Status.TRUSTED),
                endorsed(node, nodeCertificate),
                serviceInfo(ServiceInfo.Status.OPENING, service));
    }

    static MapWrites nodeInfo(NodeId id, SigningKey key, NodeInfo.Status status) {
        var pem = Pem.encode(Pem.PUBLIC_KEY, key.verifyingKey().spki());
        var info =
                new NodeInfo(status, Optional.empty(), Optional.of(pem), false, Optional.empty(), Bytes.ofUtf8("{}"));
        return row(Tables.NODES_INFO, id, json(info::toJson));
    }

    static MapWrites endorsed(NodeId id, Certificate certificate) {
        return row(Tables.NODES_ENDORSED_CERTIFICATES, id, Bytes.ofUtf8(certificate.pem()));
    }

    static MapWrites serviceInfo(ServiceInfo.Status status, Certificate certificate) {
        var info = new ServiceInfo(status, certificate, Optional.of(0L), Optional.of("2.1"), Bytes.ofUtf8("{}"));
        return MapWrites.onlyRow(Tables.SERVICE_INFO, json(info::toJson));
    }

    private static MapWrites row(String table, NodeId id, Bytes value) {
        return MapWrites.sorted(table, Map.of(Bytes.ofUtf8(id.toString()), value), List.of());
    }

    static MapWrites put(String table, String key, String value) {
        return MapWrites.sorted(table, Map.of(Bytes.ofUtf8(key), Bytes.ofUtf8(value)), List.of());
    }

    private interface Json {
        Bytes write() throws MalformedException;
    }

    private static Bytes json(Json json) {
        try {
            return json.write();
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    NodeSignature nodeSignature() {
        return NodeSignature.sign(nextId(), tree.root(), nodeKey, nodeCertificate);
    }

    ServiceSignature serviceSignature() {
        var issuer = new ServiceSignature.Issuer("coco.example", "ledger");
        return ServiceSignature.sign(nextId(), tree.root(), serviceKey, issuer, time);
    }

    Entry sign() {
        return sign(Cut.NONE, nodeSignature(), serviceSignature());
    }

    Entry sign(Cut cut, NodeSignature byNode, ServiceSignature byService) {
        var seqno = tree.size();
        var maps = SignatureEntry.writes(byNode, byService, tree, previousSignature);
        previousSignature = seqno;
        return add(cut, Digest.ZERO, maps.toArray(MapWrites[]::new));
    }

    /** What the verifier says of all entries in one open file. */
    Report verify() {
        var verifier = new LedgerVerifier();
        verifier.file(
                ChunkName.open(new Seqno(1)),
                Chunk.open(entries.stream().map(Entry::bytes).toList()));
        return verifier.report();
    }

    /** The only problem's place and text. */
    String problem() {
        var problems = verify().problems();
        if (problems.size() != 1) throw new AssertionError("expected one problem: " + problems);
        var problem = problems.getFirst();
        return problem.seqno().map(Seqno::toString).orElse("-") + ": " + problem.reason();
    }
}
