package coco.evm;

import static coco.evm.AmsterdamScene.COINBASE;
import static coco.evm.AmsterdamScene.CONTRACT;
import static coco.evm.AmsterdamScene.NOBODY;
import static coco.evm.AmsterdamScene.OTHER;
import static coco.evm.AmsterdamScene.SENDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import coco.evm.chain.AccessEntry;
import coco.evm.chain.BlockAccessList;
import coco.evm.chain.BlockAccessList.AccountAccess;
import coco.evm.chain.BlockAccessList.BalanceChange;
import coco.evm.chain.BlockAccessList.CodeChange;
import coco.evm.chain.BlockAccessList.NonceChange;
import coco.evm.chain.BlockAccessList.SlotChanges;
import coco.evm.chain.BlockAccessList.StorageChange;
import coco.evm.chain.Withdrawal;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a block looks at and what it changes is listed, and nothing else (EIP-7928). */
class AccessRecorderTest {
    private static final U256 TWO = U256.of(2);

    private static AccountAccess untouched(Address address) {
        return reads(address);
    }

    private static AccountAccess reads(Address address, U256... slots) {
        return new AccountAccess(address, List.of(), List.of(slots), List.of(), List.of(), List.of());
    }

    @Test
    void aTransferChangesTwoBalancesAndANonce() {
        var scene = new AmsterdamScene();
        var ran = scene.run(scene.message(NOBODY, 1_000_000, 5, new byte[0]));
        var expected = new BlockAccessList(List.of(
                untouched(COINBASE),
                new AccountAccess(
                        NOBODY, List.of(), List.of(), List.of(new BalanceChange(1, U256.of(5))), List.of(), List.of()),
                new AccountAccess(
                        SENDER,
                        List.of(),
                        List.of(),
                        List.of(new BalanceChange(1, U256.of(999_995))),
                        List.of(new NonceChange(1, 1)),
                        List.of())));
        assertEquals(expected, ran.list());
    }

    @Test
    void slotsAreReadOrWritten() {
        // Slot 1 read, 2 written, 3 written as it was, 4 written and put back.
        var scene =
                new AmsterdamScene().put(CONTRACT, "600154506007600255" + "5f600355" + "6001600455" + "5f60045500", 0);
        var access = scene.call(1_000_000).access(CONTRACT);
        assertEquals(
                new AccountAccess(
                        CONTRACT,
                        List.of(new SlotChanges(TWO, List.of(new StorageChange(1, U256.of(7))))),
                        List.of(U256.ONE, U256.of(3), U256.of(4)),
                        List.of(),
                        List.of(),
                        List.of()),
                access);
    }

    @Test
    void whatIsUndoneWasLookedAt() {
        var scene = new AmsterdamScene().put(CONTRACT, "60015f556199993150" + "5f5ffd", 0);
        var ran = scene.call(1_000_000);
        assertEquals(reads(CONTRACT, U256.ZERO), ran.access(CONTRACT));
        assertEquals(untouched(NOBODY), ran.access(NOBODY));
    }

    /** Each opcode with the gas for its cold access and with one less; behind it opcodes that share a charge. */
    @Test
    void whatCannotBePaidIsNotLookedAt() {
        var rest = "5f50".repeat(20) + "00";
        for (var code : List.of(
                "61999931", "6199993b", "6199993f", "5f5f5f6199993c", "5f5f5f5f5f6199995ff1", "5f5f5f5f6199995ffa")) {
            var scene = new AmsterdamScene().put(CONTRACT, code + rest, 0);
            // All but the address are PUSH0, and the last is the opcode.
            var pushes = code.length() / 2 - 1 - 3;
            var needed = 21_000 + 2L * pushes + 3 + 2600;
            assertNotNull(scene.call(needed).access(NOBODY), code);
            assertNull(scene.call(needed - 1).access(NOBODY), code);
        }
        var scene = new AmsterdamScene().put(CONTRACT, "600154" + rest, 0);
        assertEquals(reads(CONTRACT, U256.ONE), scene.call(21_000 + 3 + 2100).access(CONTRACT));
        assertEquals(untouched(CONTRACT), scene.call(21_000 + 3 + 2099).access(CONTRACT));
    }

    /** SSTORE looks at the slot as soon as it has more than the stipend, even if it cannot pay then. */
    @Test
    void aStoreLooksBeforeItPays() {
        var scene = new AmsterdamScene().put(CONTRACT, "6001600155" + "5f50".repeat(20) + "00", 0);
        assertEquals(reads(CONTRACT, U256.ONE), scene.call(21_000 + 6 + 2301).access(CONTRACT));
        assertEquals(untouched(CONTRACT), scene.call(21_000 + 6 + 2300).access(CONTRACT));
    }

    @Test
    void whatATransactionListsIsNotLookedAtForThat() {
        var scene = new AmsterdamScene().put(CONTRACT, "5f5450", 0);
        scene.accessList = List.of(
                new AccessEntry(NOBODY, List.of(Hash.ZERO)),
                new AccessEntry(CONTRACT, List.of(Hash.ZERO, Hash.of(U256.ONE.toBytes()))));
        var ran = scene.call(1_000_000);
        assertNull(ran.access(NOBODY));
        assertEquals(reads(CONTRACT, U256.ZERO), ran.access(CONTRACT));
    }

    @Test
    void aNewContractHasNonceAndCode() {
        var scene = new AmsterdamScene();
        // Returns one zero as code.
        var ran = scene.create(1_000_000, 7, "60015ff3");
        var created = assertInstanceOf(Outcome.Success.class, ran.outcome()).created();
        assertNotNull(created);
        assertEquals(
                new AccountAccess(
                        created,
                        List.of(),
                        List.of(),
                        List.of(new BalanceChange(1, U256.of(7))),
                        List.of(new NonceChange(1, 1)),
                        List.of(new CodeChange(1, new byte[1]))),
                ran.access(created));
    }

    @Test
    void whatIsMadeAndDestroyedHasOnlyRead() {
        // Init code that stores something and destroys itself.
        var ran = new AmsterdamScene().create(1_000_000, 7, "60015f5530ff");
        var created = coco.evm.machine.Machine.createdAddress(SENDER, 0);
        assertEquals(reads(created, U256.ZERO), ran.access(created));
    }

    @Test
    void aDelegationIsCodeAndItsTargetIsListedWhereItRuns() {
        var scene = new AmsterdamScene().put(CONTRACT, "00", 0).put(OTHER, "00", 0);
        scene.authorizations = List.of(new Message.Authorization(U256.ZERO, OTHER, 0, NOBODY));
        var ran = scene.call(1_000_000);
        var access = ran.access(NOBODY);
        assertNotNull(access);
        var code = "ef0100" + OTHER.toString().substring(2);
        assertEquals(List.of(new CodeChange(1, HexFormat.of().parseHex(code))), access.codeChanges());
        assertEquals(List.of(new NonceChange(1, 1)), access.nonceChanges());
        assertNull(ran.access(OTHER));
        assertNotNull(
                scene.run(scene.message(NOBODY, 1_000_000, 0, new byte[0])).access(OTHER));
    }

    @Test
    void theIndexesAreThoseOfTheBlock() {
        var scene = new AmsterdamScene().put(CONTRACT, "600154600101600155", 0);
        // A contract that stores the parent's hash, and the two that have nothing to say.
        scene.put(BlockSteps.BLOCK_HASHES, "5f355f5500", 0);
        scene.put(BlockSteps.WITHDRAWAL_REQUESTS, "00", 0).put(BlockSteps.CONSOLIDATION_REQUESTS, "00", 0);
        var session = scene.session();
        var steps = new BlockSteps(session, Fork.AMSTERDAM);
        steps.begin(Hash.ZERO, Hash.of(U256.MAX.toBytes()));
        for (var nonce = 0; nonce < 2; nonce++) {
            var sent = scene.message(CONTRACT, 200_000, 0, new byte[0]);
            var next = new Message(
                    sent.type(),
                    SENDER,
                    nonce,
                    sent.gasLimit(),
                    U256.ZERO,
                    U256.ZERO,
                    sent.to(),
                    U256.ZERO,
                    sent.data(),
                    List.of(),
                    U256.ZERO,
                    List.of(),
                    List.of());
            assertInstanceOf(Result.Executed.class, session.transact(next));
        }
        steps.withdraw(List.of(new Withdrawal(0, 0, NOBODY, 1), new Withdrawal(1, 0, OTHER, 0)));
        assertInstanceOf(BlockSteps.Requests.Found.class, steps.requests(List.of(), BlockSteps.MAINNET_DEPOSITS));
        var ran = new AmsterdamScene.Ran(new Outcome.Revert(0, new byte[0]), 0, session.accessList());
        var hashes = ran.access(BlockSteps.BLOCK_HASHES);
        assertNotNull(hashes);
        assertEquals(
                List.of(new SlotChanges(U256.ZERO, List.of(new StorageChange(0, U256.MAX)))), hashes.storageChanges());
        var counter = ran.access(CONTRACT);
        assertNotNull(counter);
        assertEquals(
                List.of(new SlotChanges(U256.ONE, List.of(new StorageChange(1, U256.ONE), new StorageChange(2, TWO)))),
                counter.storageChanges());
        var paid = ran.access(NOBODY);
        assertNotNull(paid);
        assertEquals(List.of(new BalanceChange(3, U256.of(1_000_000_000))), paid.balanceChanges());
        assertEquals(untouched(OTHER), ran.access(OTHER), "a withdrawal of nothing");
        assertEquals(untouched(BlockSteps.WITHDRAWAL_REQUESTS), ran.access(BlockSteps.WITHDRAWAL_REQUESTS));
    }

    @Test
    void whatIsRefusedLeavesNoTrace() {
        var scene = new AmsterdamScene();
        var session = scene.session();
        assertInstanceOf(Result.Refused.class, session.transact(scene.message(CONTRACT, 20_000, 0, new byte[0])));
        assertEquals(BlockAccessList.EMPTY, session.accessList());
        assertEquals(0, session.gasUsed());
    }

    @Test
    void beforeAmsterdamThereIsNoList() {
        var scene = new AmsterdamScene();
        var session = AmsterdamScene.session(scene.world, scene.block(), Fork.OSAKA, Tier1.OFF);
        assertInstanceOf(Result.Executed.class, session.transact(scene.message(CONTRACT, 21_000, 0, new byte[0])));
        assertEquals(BlockAccessList.EMPTY, session.accessList());
        assertEquals(21_000, session.gasUsed());
    }
}
