package coco.ledger;

import coco.crypto.Certificate;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom the ledger trusts at some place in it: its nodes and its service, as its own tables say. Owned by one verifier, which
 * feeds it entry by entry. What breaks a rule is a {@link MalformedException} with the reason.
 */
final class TrustState {
    private final Map<NodeId, NodeInfo> nodes;
    private final Map<NodeId, Certificate> certificates;
    private final Set<VerifyingKey> serviceKeys;
    private Optional<ServiceInfo> service = Optional.empty();

    TrustState() {
        nodes = new HashMap<>();
        certificates = new HashMap<>();
        serviceKeys = new HashSet<>();
    }

    TrustState(TrustState other) {
        nodes = new HashMap<>(other.nodes);
        certificates = new HashMap<>(other.certificates);
        serviceKeys = new HashSet<>(other.serviceKeys);
        service = other.service;
    }

    Optional<Certificate> serviceCertificate() {
        return service.map(ServiceInfo::certificate);
    }

    /** Takes over what an entry that is no signature says about nodes and service. */
    void apply(Entry entry, Optional<Digest> lastRoot) throws MalformedException {
        var info = entry.map(Tables.NODES_INFO);
        if (info.isPresent()) applyNodes(info.get());
        var endorsed = entry.map(Tables.NODES_ENDORSED_CERTIFICATES);
        if (endorsed.isPresent()) applyCertificates(endorsed.get());
        var changed = entry.onlyRow(Tables.SERVICE_INFO);
        if (changed.isPresent()) applyService(ServiceInfo.ofJson(changed.get()), entry, lastRoot);
        var endorsement = entry.onlyRow(Tables.PREVIOUS_SERVICE_ENDORSEMENT);
        if (endorsement.isPresent()) checkEndorsement(ServiceEndorsement.ofJson(endorsement.get()));
    }

    private void applyNodes(MapWrites map) throws MalformedException {
        for (var write : map.writes().entrySet()) {
            var id = NodeId.parse(write.getKey().toUtf8());
            var info = NodeInfo.ofJson(write.getValue());
            if (info.certificate().isPresent())
                certificates.put(id, ownCertificate(id, info.certificate().get()));
            nodes.put(id, info);
        }
        for (var key : map.removes()) {
            var id = NodeId.parse(key.toUtf8());
            nodes.remove(id);
            certificates.remove(id);
        }
    }

    private void applyCertificates(MapWrites map) throws MalformedException {
        for (var write : map.writes().entrySet()) {
            var id = NodeId.parse(write.getKey().toUtf8());
            certificates.put(
                    id, ownCertificate(id, new String(write.getValue().unsafeArray(), StandardCharsets.UTF_8)));
        }
        for (var key : map.removes()) certificates.remove(NodeId.parse(key.toUtf8()));
    }

    private static Certificate ownCertificate(NodeId id, String pem) throws MalformedException {
        var certificate = Certificate.ofPem(pem);
        if (!certificate.key().id().equals(id.key()))
            throw new MalformedException("the certificate of node " + id.brief() + " has another key");
        return certificate;
    }

    private void applyService(ServiceInfo next, Entry entry, Optional<Digest> lastRoot) throws MalformedException {
        if (!next.certificate().isIssuedBy(next.certificate()))
            throw new MalformedException("the service's certificate is not signed by itself");
        if (service.isPresent()) {
            var before = service.get();
            if (!before.certificate().key().equals(next.certificate().key()))
                checkNewIdentity(before, next, entry, lastRoot);
            else if (!before.status().mayBecome(next.status()))
                throw new MalformedException("the service goes from " + before.status() + " to " + next.status());
        }
        service = Optional.of(next);
        serviceKeys.add(next.certificate().key());
    }

    private static void checkNewIdentity(ServiceInfo before, ServiceInfo next, Entry entry, Optional<Digest> lastRoot)
            throws MalformedException {
        if (next.status() != ServiceInfo.Status.RECOVERING && next.status() != ServiceInfo.Status.OPENING)
            throw new MalformedException("the service changes its key without a recovery");
        var named = entry.onlyRow(Tables.PREVIOUS_SERVICE_IDENTITY);
        if (named.isEmpty()
                || !Certificate.ofPem(Json.readText(named.get()))
                        .key()
                        .equals(before.certificate().key()))
            throw new MalformedException("the recovered service does not name the one before it");
        var root = entry.onlyRow(Tables.PREVIOUS_SERVICE_LAST_SIGNED_ROOT);
        if (root.isPresent()
                && !Optional.of(Digest.ofHex(Json.readText(root.get()))).equals(lastRoot))
            throw new MalformedException("the recovered service names another last root");
    }

    private void checkEndorsement(ServiceEndorsement endorsement) throws MalformedException {
        if (!endorsement.isSound()) throw new MalformedException("the endorsement of the older service key is forged");
        if (service.isEmpty() || !service.get().certificate().key().equals(endorsement.endorsing()))
            throw new MalformedException("the endorsement is not by the service's key");
        if (!serviceKeys.contains(endorsement.endorsed()))
            throw new MalformedException("the endorsement is of an unknown service key");
    }

    /** What is wrong with a node's signature whose root is the right one. */
    List<String> problemsOf(NodeSignature signature, Optional<Instant> time) {
        var problems = new ArrayList<String>();
        var info = nodes.get(signature.node());
        if (info == null) return List.of("the signing node " + signature.node().brief() + " is not in the network");
        if (info.status() == NodeInfo.Status.PENDING || info.retiredCommitted())
            problems.add("the signing node " + signature.node().brief() + " is not trusted");
        var certificate = signature.certificate().or(() -> Optional.ofNullable(certificates.get(signature.node())));
        if (certificate.isEmpty()) return List.of("the signing node has no certificate");
        if (!signature.isBy(certificate.get().key())) problems.add("the node's signature is forged");
        if (signature.certificate().isPresent()) problems.addAll(problemsOf(certificate.get(), time));
        return problems;
    }

    private List<String> problemsOf(Certificate node, Optional<Instant> time) {
        var problems = new ArrayList<String>();
        if (service.isEmpty() || !node.isIssuedBy(service.get().certificate()))
            problems.add("the service did not issue the node's certificate");
        if (time.isPresent() && !node.isValidAt(time.get()))
            problems.add("the node's certificate is not valid at " + time.get());
        return problems;
    }

    /** What is wrong with a service's signature over {@code root}. */
    List<String> problemsOf(ServiceSignature signature, Digest root) {
        if (service.isEmpty()) return List.of("there is no service yet");
        var certificate = service.get().certificate();
        var problems = new ArrayList<String>();
        if (!signature.isBy(certificate.key(), root)) problems.add("the service's signature is forged");
        if (!certificate.isValidAt(signature.issuedAt()))
            problems.add("the service's certificate is not valid at " + signature.issuedAt());
        return problems;
    }
}
