package coco.evm;

import static coco.evm.AmsterdamScene.CONTRACT;
import static coco.evm.AmsterdamScene.NOBODY;
import static coco.evm.AmsterdamScene.OTHER;
import static coco.evm.AmsterdamScene.SENDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coco.evm.chain.Log;
import coco.evm.hash.Keccak256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Wei that moves and wei that is gone leave a log (EIP-7708). */
class EtherLogTest {
    private static final Address SYSTEM = Address.ofHex("0xfffffffffffffffffffffffffffffffffffffffe");

    private static Log transfer(Address from, Address to, long wei) {
        return log("Transfer(address,address,uint256)", wei, from, to);
    }

    private static Log burn(Address from, long wei) {
        return log("Burn(address,uint256)", wei, from);
    }

    private static Log log(String event, long wei, Address... addresses) {
        var topics = Stream.concat(
                Stream.of(Hash.of(Keccak256.hash(event.getBytes(StandardCharsets.US_ASCII)))),
                Stream.of(addresses)
                        .map(address -> Hash.of(U256.ofBytes(address.toArray()).toBytes())));
        return new Log(SYSTEM, topics.toList(), U256.of(wei).toBytes());
    }

    /** A call of the contract, which has 9 wei, with 3 of the sender's. */
    private static List<Log> logs(String code) {
        return new AmsterdamScene()
                .put(CONTRACT, code, 9)
                .put(OTHER, "00", 0)
                .call(2_000_000, 3)
                .logs();
    }

    private static final Log RECEIVED = transfer(SENDER, CONTRACT, 3);

    @Test
    void ofATransactionIsBeforeThoseOfItsCode() {
        var own = new Log(CONTRACT, List.of(), new byte[0]);
        assertEquals(List.of(RECEIVED, own), logs("5f5fa000"));
    }

    @Test
    void ofACallAndOfACreation() {
        assertEquals(List.of(RECEIVED, transfer(CONTRACT, OTHER, 2)), logs("5f5f5f5f600261c0df5af100"));
        var created = coco.evm.machine.Machine.createdAddress(CONTRACT, 1);
        assertEquals(List.of(RECEIVED, transfer(CONTRACT, created, 2)), logs("5f5f6002f000"));
    }

    @Test
    void ofNothingToOneselfAndToOnesOwnCodeIsNone() {
        assertEquals(List.of(RECEIVED), logs("5f5f5f5f5f61c0df5af100"), "no wei");
        assertEquals(List.of(RECEIVED), logs("5f5f5f5f6002305af100"), "to itself");
        assertEquals(List.of(RECEIVED), logs("5f5f5f5f600261c0df5af200"), "CALLCODE");
        var scene = new AmsterdamScene();
        assertEquals(
                List.of(),
                scene.run(scene.message(SENDER, 100_000, 5, new byte[0])).logs());
    }

    @Test
    void ofWhatIsUndoneIsNone() {
        // The other sends one wei on and reverts.
        var scene = new AmsterdamScene()
                .put(CONTRACT, "5f5f5f5f600261c0df5af100", 9)
                .put(OTHER, "5f5f5f5f60016199995af15f5ffd", 9);
        assertEquals(List.of(), scene.call(1_000_000).logs());
        scene.put(CONTRACT, "5f5ffd", 0);
        assertInstanceOf(Outcome.Revert.class, scene.call(1_000_000, 3).outcome());
    }

    @Test
    void ofDestructionSaysWhereItGoes() {
        assertEquals(List.of(RECEIVED, transfer(CONTRACT, OTHER, 12)), logs("61c0dfff"));
        assertEquals(List.of(RECEIVED), logs("30ff"), "to itself, where it stays");
    }

    @Test
    void whatDiesWithAContractIsBurnt() {
        var created = coco.evm.machine.Machine.createdAddress(CONTRACT, 1);
        // Init code that destroys itself to itself.
        assertEquals(
                List.of(RECEIVED, transfer(CONTRACT, created, 2), burn(created, 2)),
                logs("6130ff5f526002601e6002f000"));
        // And to nobody; then it is sent two more wei, which are gone at the transaction's end.
        assertEquals(
                List.of(
                        RECEIVED,
                        transfer(CONTRACT, created, 2),
                        transfer(created, NOBODY, 2),
                        transfer(CONTRACT, created, 2),
                        burn(created, 2)),
                logs("63619999ff5f526004601c6002f05f5f5f5f6002855af100"));
    }

    @Test
    void beforeAmsterdamThereIsNone() {
        var scene = new AmsterdamScene().put(CONTRACT, "00", 0);
        var session = AmsterdamScene.session(scene.world, scene.block(), Fork.OSAKA, Tier1.OFF);
        var result = session.transact(scene.message(CONTRACT, 100_000, 3, new byte[0]));
        var executed = assertInstanceOf(Result.Executed.class, result);
        assertEquals(
                List.of(),
                assertInstanceOf(Outcome.Success.class, executed.outcome()).logs());
    }
}
