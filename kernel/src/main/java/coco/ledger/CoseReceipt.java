package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.Cbor;
import coco.crypto.CoseSign1;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.VerifyingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proof as COSE that entries are in the ledger: the service's signature over a root, with inclusion proofs in its
 * unprotected header 396 (CCF profile of RFC 9942).
 */
public record CoseReceipt(ServiceSignature signature, List<Inclusion> inclusions) {
    /** Proofs of the longest list that is read. */
    public static final int INCLUSIONS_MAX = 64;

    private static final long PROOFS = 396;
    private static final long INCLUSION = -1;
    private static final long LEAF = 1;
    private static final long PATH = 2;

    /** One entry's leaf and its way up to the root. */
    public record Inclusion(LeafComponents leaf, MerkleProof proof) {
        public Digest root() {
            return proof.root(leaf.leaf());
        }
    }

    public CoseReceipt {
        inclusions = List.copyOf(inclusions);
        if (inclusions.isEmpty()) throw new IllegalArgumentException("a receipt proves something");
    }

    /** Why the receipt proves nothing to one who trusts the key {@code service}; none if it is sound. */
    public Optional<String> problem(VerifyingKey service) {
        var root = inclusions.getFirst().root();
        for (var inclusion : inclusions)
            if (!inclusion.root().equals(root)) return Optional.of("the proofs lead to different roots");
        if (!service.id().equals(signature.keyId())) return Optional.of("another service key signed it");
        return signature.isBy(service, root) ? Optional.empty() : Optional.of("the service did not sign the root");
    }

    public Bytes encode() {
        var proofs = new ArrayList<Cbor>();
        for (var inclusion : inclusions) proofs.add(new Cbor.Blob(Cbor.encode(toCbor(inclusion))));
        var header = Cbor.Dict.EMPTY.with(PROOFS, Cbor.Dict.EMPTY.with(INCLUSION, new Cbor.Array(proofs)));
        return signature.message().withUnprotected(header).encode();
    }

    private static Cbor toCbor(Inclusion inclusion) {
        var leaf = inclusion.leaf();
        var path = new ArrayList<Cbor>();
        for (var step : inclusion.proof().steps())
            path.add(new Cbor.Array(List.of(
                    new Cbor.Bool(step.left()), new Cbor.Blob(step.sibling().toBytes()))));
        var components = new Cbor.Array(List.of(
                new Cbor.Blob(leaf.writeSet().toBytes()),
                new Cbor.Text(leaf.evidence()),
                new Cbor.Blob(leaf.claims().toBytes())));
        return Cbor.Dict.EMPTY.with(LEAF, components).with(PATH, new Cbor.Array(path));
    }

    /** @throws MalformedException unless the bytes are exactly what {@link #encode} writes */
    public static CoseReceipt decode(Bytes bytes) throws MalformedException {
        var message = CoseSign1.decode(bytes);
        if (!(message.unprotectedHeader().get(PROOFS).orElse(null) instanceof Cbor.Dict proofs)
                || !(proofs.get(INCLUSION).orElse(null) instanceof Cbor.Array(var items))
                || items.isEmpty()
                || items.size() > INCLUSIONS_MAX) throw new MalformedException("the receipt has no inclusion proof");
        var inclusions = new ArrayList<Inclusion>();
        for (var item : items) inclusions.add(inclusionOf(item));
        var signature = ServiceSignature.of(message.withUnprotected(Cbor.Dict.EMPTY));
        return new CoseReceipt(signature, inclusions);
    }

    private static Inclusion inclusionOf(Cbor item) throws MalformedException {
        if (item instanceof Cbor.Blob(var encoded)
                && Cbor.decode(encoded) instanceof Cbor.Dict inclusion
                && inclusion.get(LEAF).orElse(null) instanceof Cbor.Array(var leaf)
                && inclusion.get(PATH).orElse(null) instanceof Cbor.Array(var path)
                && leaf.size() == 3
                && path.size() <= MerkleProof.STEPS_MAX
                && leaf.get(0) instanceof Cbor.Blob(var writeSet)
                && leaf.get(1) instanceof Cbor.Text(var evidence)
                && leaf.get(2) instanceof Cbor.Blob(var claims)
                && !evidence.isEmpty()
                && evidence.length() <= CommitEvidence.SIZE_MAX) {
            var components =
                    new LeafComponents(Digest.of(writeSet.unsafeArray()), evidence, Digest.of(claims.unsafeArray()));
            var steps = new ArrayList<MerkleProof.Step>();
            for (var step : path) steps.add(stepOf(step));
            return new Inclusion(components, new MerkleProof(steps));
        }
        throw new MalformedException("not an inclusion proof");
    }

    private static MerkleProof.Step stepOf(Cbor item) throws MalformedException {
        if (item instanceof Cbor.Array(var step)
                && step.size() == 2
                && step.get(0) instanceof Cbor.Bool(var left)
                && step.get(1) instanceof Cbor.Blob(var sibling))
            return new MerkleProof.Step(left, Digest.of(sibling.unsafeArray()));
        throw new MalformedException("not a step of a proof");
    }
}
