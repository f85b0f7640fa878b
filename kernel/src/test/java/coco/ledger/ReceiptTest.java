package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final Digest CLAIMS = Digest.sha256(Bytes.ofUtf8("claim"));

    /** A ledger of five entries and a signature, with receipts for entry {@code seqno}. */
    private record Made(TestLedger ledger, Receipt json, CoseReceipt cose) {
        static Made of(int seqno) {
            var ledger = new TestLedger();
            ledger.genesis();
            for (var i = 2; i <= 5; i++) ledger.add(Cut.NONE, CLAIMS, TestLedger.put("public:app", "k" + i, "v"));
            var entry = ledger.entries.get(seqno - 1);
            var components = LeafComponents.of(entry, ledger.sealer.evidence().text(entry.txId()));
            var proof = ledger.tree.proof(seqno).orElseThrow();
            var cose =
                    new CoseReceipt(ledger.serviceSignature(), List.of(new CoseReceipt.Inclusion(components, proof)));
            return new Made(ledger, Receipt.of(components, proof, ledger.nodeSignature()), cose);
        }
    }

    @Test
    void receiptsOfEveryEntryAreSound() throws MalformedException {
        for (var seqno = 1; seqno <= 5; seqno++) {
            var made = Made.of(seqno);
            assertEquals(Optional.empty(), Receipt.ofJson(made.json.toJson()).problem(made.ledger.service));
            assertEquals(made.json, Receipt.ofJson(made.json.toJson()));
            assertEquals(
                    Optional.empty(),
                    CoseReceipt.decode(made.cose.encode()).problem(made.ledger.serviceKey.verifyingKey()));
            assertEquals(made.cose, CoseReceipt.decode(made.cose.encode()));
        }
    }

    @Test
    void anotherServiceIsNotBelieved() {
        var made = Made.of(3);
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {8})) {
            var namesake = TestLedger.certificate("CN=service", true).selfSigned(key);
            assertTrue(made.json.problem(namesake).isPresent());
            assertTrue(made.cose.problem(key.verifyingKey()).isPresent());
        }
    }

    @Test
    void anOlderServiceIsEndorsedByTheNewer() throws MalformedException {
        var made = Made.of(3);
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {8})) {
            var newer = TestLedger.certificate("CN=newer", true).selfSigned(key);
            var endorsed = TestLedger.certificate("CN=service", true)
                    .issuedBy(newer, key, made.ledger.serviceKey.verifyingKey());
            var receipt = with(made.json, List.of(endorsed));
            assertEquals(Optional.empty(), Receipt.ofJson(receipt.toJson()).problem(newer));
            assertTrue(made.json.problem(newer).isPresent(), "without the endorsement");
            assertTrue(with(made.json, List.of(newer)).problem(newer).isPresent());
        }
    }

    private static Receipt with(Receipt receipt, List<coco.crypto.Certificate> endorsements) {
        return new Receipt(
                receipt.certificate(),
                receipt.leaf(),
                receipt.node(),
                receipt.proof(),
                receipt.signature(),
                endorsements);
    }

    @Test
    void aClaimInPlaceOfItsDigestIsHashed() throws MalformedException {
        var made = Made.of(3);
        var revealed =
                Bytes.ofUtf8(made.json.toJson().toUtf8().replace("\"claims_digest\":\"" + CLAIMS.toHex() + "\",", ""));
        assertEquals(
                Optional.empty(), Receipt.ofJson(revealed, Optional.of(CLAIMS)).problem(made.ledger.service));
        assertTrue(Receipt.ofJson(revealed).problem(made.ledger.service).isPresent());
    }

    @Test
    void aReceiptOfASignatureEntryHasThePlainRoot() throws MalformedException {
        var made = Made.of(3);
        var plain = new Receipt(
                made.json.certificate(),
                new Receipt.Leaf.Plain(made.ledger.tree.root()),
                made.json.node(),
                new MerkleProof(List.of()),
                made.json.signature(),
                List.of());
        assertEquals(Optional.empty(), Receipt.ofJson(plain.toJson()).problem(made.ledger.service));
    }

    @Test
    void proofsThatDisagreeProveNothing() {
        var made = Made.of(3);
        var good = made.cose.inclusions().getFirst();
        var steps = new ArrayList<>(good.proof().steps());
        steps.removeLast();
        var bad = new CoseReceipt.Inclusion(good.leaf(), new MerkleProof(steps));
        var receipt = new CoseReceipt(made.cose.signature(), List.of(good, bad));
        assertEquals(
                Optional.of("the proofs lead to different roots"),
                receipt.problem(made.ledger.serviceKey.verifyingKey()));
    }

    @Test
    void mutatedReceiptsAreRefusedOrProveNothingElse() {
        var made = Made.of(3);
        var random = new Random(6);
        var json = made.json.toJson();
        for (var round = 0; round < 5_000; round++) {
            var mutated = Bytes.of(Mutations.of(json.toArray(), random));
            try {
                var read = Receipt.ofJson(mutated);
                assertTrue(read.problem(made.ledger.service).isPresent() || read.equals(made.json), mutated::toUtf8);
            } catch (MalformedException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }

    @Test
    void mutatedCoseReceiptsAreRefusedOrEncodeToTheSameBytesAndProveNothing() {
        var made = Made.of(3);
        var random = new Random(7);
        var encoded = made.cose.encode();
        for (var round = 0; round < 5_000; round++) {
            var mutated = Bytes.of(Mutations.of(encoded.toArray(), random));
            try {
                var read = CoseReceipt.decode(mutated);
                assertEquals(mutated, read.encode());
                assertTrue(mutated.equals(encoded)
                        || read.problem(made.ledger.serviceKey.verifyingKey()).isPresent());
            } catch (MalformedException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }
}
