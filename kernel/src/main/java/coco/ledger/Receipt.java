package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Proof in JSON that an entry is in the ledger: its leaf, the way up to a root, a node's signature over the root, and the
 * certificates from the node up to the service.
 *
 * @param certificate of the node that signed
 * @param leaf what the leaf is made of; for a signature entry the root that it signed, with an empty proof
 * @param signature DER over the root itself as a SHA-256 digest
 * @param endorsements from the node's issuer up to, without it, the service certificate that the reader trusts
 */
public record Receipt(
        Certificate certificate,
        Leaf leaf,
        NodeId node,
        MerkleProof proof,
        Bytes signature,
        List<Certificate> endorsements) {
    /** Endorsements of the longest chain that is read. */
    public static final int ENDORSEMENTS_MAX = 16;

    /** What stands at the lower end of the proof. */
    public sealed interface Leaf {
        Digest digest();

        /** An entry's leaf, opened. */
        record Opened(LeafComponents components) implements Leaf {
            @Override
            public Digest digest() {
                return components.leaf();
            }
        }

        /** The digest alone. */
        record Plain(Digest digest) implements Leaf {}
    }

    public Receipt {
        endorsements = List.copyOf(endorsements);
    }

    /** The receipt of an entry that the root of {@code signature} covers; {@code proof} is in the tree that was signed. */
    public static Receipt of(LeafComponents components, MerkleProof proof, NodeSignature signature) {
        var certificate = signature.certificate().orElseThrow();
        return new Receipt(
                certificate, new Leaf.Opened(components), signature.node(), proof, signature.signature(), List.of());
    }

    public Digest root() {
        return proof.root(leaf.digest());
    }

    /**
     * Why the receipt proves nothing to one who trusts {@code service}; none if it is sound. Validity in time is not
     * asked: a receipt outlives the certificates.
     */
    public Optional<String> problem(Certificate service) {
        if (!certificate.key().id().equals(node.key()))
            return Optional.of("the node's id is not that of its certificate");
        if (!certificate.key().verifyDigest(root(), signature.unsafeArray()))
            return Optional.of("the node did not sign the root");
        var current = certificate;
        for (var endorsement : endorsements) {
            if (!current.isIssuedBy(endorsement))
                return Optional.of("the chain of certificates breaks at " + current.subject());
            current = endorsement;
        }
        if (current.isIssuedBy(service) || isSameService(current, service)) return Optional.empty();
        return Optional.of("the service's certificate did not issue " + current.subject());
    }

    /** Some services end the list with their own certificate. */
    private static boolean isSameService(Certificate current, Certificate service) {
        return current.isCa() && current.equals(service);
    }

    /** The claims digest that it proves, where the leaf is opened. */
    public Optional<Digest> claims() {
        return leaf instanceof Leaf.Opened(var components) ? Optional.of(components.claims()) : Optional.empty();
    }

    /** Reads what {@link #toJson} writes; white space and other members are allowed, as services add some. */
    public static Receipt ofJson(Bytes json) throws MalformedException {
        return ofJson(json, Optional.empty());
    }

    /** As {@link #ofJson(Bytes)}; {@code claims} stands in where the service left the digest out. */
    public static Receipt ofJson(Bytes json, Optional<Digest> claims) throws MalformedException {
        var object = Json.readObject(json);
        var certificate = Certificate.ofPem(Json.text(object, "cert"));
        var nodeId = Json.optionalText(object, "node_id");
        return new Receipt(
                certificate,
                leafOf(object, claims),
                nodeId.isPresent()
                        ? NodeId.parse(nodeId.get())
                        : new NodeId(certificate.key().id()),
                proofOf(object.get("proof")),
                NodeSignature.base64(Json.text(object, "signature")),
                endorsementsOf(object.get("service_endorsements")));
    }

    private static Leaf leafOf(ObjectNode object, Optional<Digest> claims) throws MalformedException {
        var plain = Json.optionalText(object, "leaf");
        if (plain.isPresent()) return new Leaf.Plain(Digest.ofHex(plain.get()));
        if (!(object.get("leaf_components") instanceof ObjectNode components))
            throw new MalformedException("the receipt has no leaf");
        var evidence = Json.text(components, "commit_evidence");
        if (evidence.isEmpty() || evidence.length() > CommitEvidence.SIZE_MAX)
            throw new MalformedException("the commit evidence has 1 to 1024 characters");
        var given = Json.optionalText(components, "claims_digest");
        var digest = given.isPresent() ? Digest.ofHex(given.get()) : claims.orElse(Digest.ZERO);
        var writeSet = Digest.ofHex(Json.text(components, "write_set_digest"));
        return new Leaf.Opened(new LeafComponents(writeSet, evidence, digest));
    }

    private static MerkleProof proofOf(@Nullable JsonNode json) throws MalformedException {
        if (!(json instanceof ArrayNode array)) throw new MalformedException("the receipt has no proof");
        if (array.size() > MerkleProof.STEPS_MAX) throw new MalformedException("the proof is too long");
        var steps = new ArrayList<MerkleProof.Step>();
        for (var item : array) {
            if (!(item instanceof ObjectNode step) || step.size() != 1)
                throw new MalformedException("a step of the proof is \"left\" or \"right\"");
            var left = Json.optionalText(step, "left");
            var sibling = Digest.ofHex(left.isPresent() ? left.get() : Json.text(step, "right"));
            steps.add(new MerkleProof.Step(left.isPresent(), sibling));
        }
        return new MerkleProof(steps);
    }

    private static List<Certificate> endorsementsOf(@Nullable JsonNode json) throws MalformedException {
        if (json == null) return List.of();
        if (!(json instanceof ArrayNode array) || array.size() > ENDORSEMENTS_MAX)
            throw new MalformedException("the endorsements are not a short list");
        var endorsements = new ArrayList<Certificate>();
        for (var item : array) {
            if (!item.isString()) throw new MalformedException("an endorsement is a PEM certificate");
            endorsements.add(Certificate.ofPem(item.stringValue()));
        }
        return endorsements;
    }

    public Bytes toJson() {
        var object = Json.object();
        object.put("cert", certificate.pem());
        switch (leaf) {
            case Leaf.Plain(var digest) -> object.put("leaf", digest.toHex());
            case Leaf.Opened(var components) ->
                object.putObject("leaf_components")
                        .put("claims_digest", components.claims().toHex())
                        .put("commit_evidence", components.evidence())
                        .put("write_set_digest", components.writeSet().toHex());
        }
        object.put("node_id", node.toString());
        var steps = object.putArray("proof");
        for (var step : proof.steps())
            steps.addObject().put(step.left() ? "left" : "right", step.sibling().toHex());
        object.put("signature", Base64.getEncoder().encodeToString(signature.unsafeArray()));
        if (!endorsements.isEmpty()) {
            var chain = object.putArray("service_endorsements");
            for (var endorsement : endorsements) chain.add(endorsement.pem());
        }
        return Json.write(object);
    }
}
