package coco.evm;

import static coco.evm.AmsterdamScene.ACCOUNT;
import static coco.evm.AmsterdamScene.BLOCK_GAS;
import static coco.evm.AmsterdamScene.CONTRACT;
import static coco.evm.AmsterdamScene.NOBODY;
import static coco.evm.AmsterdamScene.OTHER;
import static coco.evm.AmsterdamScene.PER_BYTE;
import static coco.evm.AmsterdamScene.SLOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coco.evm.machine.StateGas;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Gas in two dimensions (EIP-8037), of which no refund is taken off for the block (EIP-7778). */
class StateGasTest {
    private static final long CAP = 1 << 24;

    /** A call to the second contract with all gas, whose result is dropped. */
    private static final String CALL_OTHER = "5f5f5f5f5f61c0df5af150";

    private static final long CALL_OTHER_GAS = 5 * 2 + 3 + 2 + 2600 + 2;

    /** The table of EIP-8037, and that a byte always costs something. */
    @Test
    void aByteCostsByTheBlocksLimit() {
        var prices = Map.ofEntries(
                Map.entry(100L, 1174L),
                Map.entry(150L, 1686L),
                Map.entry(200L, 2198L),
                Map.entry(250L, 2710L),
                Map.entry(300L, 3222L),
                Map.entry(350L, 4246L),
                Map.entry(500L, 5782L),
                Map.entry(700L, 7830L),
                Map.entry(1000L, 11926L),
                Map.entry(60L, 662L),
                Map.entry(10L, 1L),
                Map.entry(0L, 1L));
        prices.forEach((millions, price) ->
                assertEquals(price, StateGas.perByte(Fork.AMSTERDAM, millions * 1_000_000), millions + " million"));
        assertEquals(0, StateGas.perByte(Fork.OSAKA, BLOCK_GAS));
        assertEquals(Long.MAX_VALUE, StateGas.price(StateGas.perByte(Fork.AMSTERDAM, Long.MAX_VALUE), 1L << 40));
    }

    @Test
    void aNewSlotIsPaidInBothDimensions() {
        var ran = new AmsterdamScene().put(CONTRACT, "60015f5500", 0).call(1_000_000);
        assertEquals(21_000 + 5 + 5000 + SLOT, ran.paid());
        assertEquals(SLOT, ran.blockGas(), "the block counts the dimension of which more was used");
    }

    @Test
    void withoutEnoughForTheSlotAllIsGone() {
        var scene = new AmsterdamScene().put(CONTRACT, "60015f5500", 0);
        var needed = 21_000 + 5 + 5000 + SLOT;
        assertInstanceOf(Outcome.Success.class, scene.call(needed).outcome());
        var ran = scene.call(needed - 1);
        assertInstanceOf(Outcome.Halt.class, ran.outcome());
        assertEquals(needed - 1, ran.paid());
        assertEquals(needed - 1, ran.blockGas());
    }

    @Test
    void aSlotClearedAgainCostsNoState() {
        var ran = new AmsterdamScene().put(CONTRACT, "60015f555f5f5500", 0).call(1_000_000);
        var regular = 21_000 + 5 + 5000 + 4 + 100;
        assertEquals(regular - 2800, ran.paid());
        assertEquals(regular, ran.blockGas(), "the block does not see the refund");
    }

    @Test
    void refundsAreNoGasOfTheBlock() {
        var scene = new AmsterdamScene();
        scene.world.put(CONTRACT, 1, U256.ZERO, HexFormat.of().parseHex("5f5f5500"), Map.of(U256.ZERO, U256.ONE));
        var ran = scene.call(100_000);
        assertEquals(21_000 + 4 + 5000, ran.blockGas());
        assertEquals(21_000 + 4 + 5000 - 4800, ran.paid());
    }

    @Test
    void whatIsAskedForBeyondTheCapIsForStateAlone() {
        // GAS is returned, behind a new slot.
        var scene = new AmsterdamScene().put(CONTRACT, "60015f555a5f5260205ff3", 0);
        var ran = scene.call(CAP + SLOT + 7);
        var output = assertInstanceOf(Outcome.Success.class, ran.outcome()).output();
        assertEquals(U256.of(CAP - 21_000 - 5 - 5000 - 2), U256.ofBytes(output));
        assertEquals(21_000 + 5 + 5000 + 2 + 2 + 3 + 3 + 3 + 2 + SLOT, ran.paid());
        // The excess is no gas for anything else: an endless loop ends as it would without.
        var loop = new AmsterdamScene().put(CONTRACT, "5b5f56", 0).call(CAP + 1_000_000);
        assertEquals(CAP, loop.paid());
        assertEquals(CAP, loop.blockGas());
    }

    @Test
    void moreThanTheCapMayNotBeNeeded() {
        var scene = new AmsterdamScene();
        var data = new byte[1 << 18];
        var refused =
                assertInstanceOf(Result.Refused.class, scene.refused(scene.message(CONTRACT, BLOCK_GAS / 2, 0, data)));
        assertEquals(new Invalid.IntrinsicGasTooHigh(21_000 + 64L * data.length, CAP), refused.reason());
    }

    @Test
    void aNewAccountIsStateToo() {
        // CALL with one wei to nobody.
        var scene = new AmsterdamScene().put(CONTRACT, "5f5f5f5f6001619999612710f100", 1);
        var ran = scene.call(1_000_000);
        var regular = 21_000 + 8 + 3 + 3 + 3 + 2600 + 9000 - 2300;
        assertEquals(regular + ACCOUNT, ran.paid());
        assertEquals(ACCOUNT, ran.blockGas());
        // CREATE of an account without code.
        ran = new AmsterdamScene().put(CONTRACT, "5f5f5ff000", 0).call(1_000_000);
        assertEquals(21_000 + 6 + 9000 + ACCOUNT, ran.paid());
        // SELFDESTRUCT to nobody.
        ran = new AmsterdamScene().put(CONTRACT, "619999ff", 1).call(1_000_000);
        assertEquals(21_000 + 3 + 5000 + 2600 + ACCOUNT, ran.paid());
    }

    @Test
    void codeIsPaidByTheByteAndHashedByTheWord() {
        // Returns 33 zeros as code.
        var ran = new AmsterdamScene().create(1_000_000, 0, "60215ff3");
        var data = 16 * 4;
        assertEquals(21_000 + 9000 + 2 + data + 5 + 6 + 2 * 6 + ACCOUNT + 33 * PER_BYTE, ran.paid());
        assertEquals(ACCOUNT + 33 * PER_BYTE, ran.blockGas());
    }

    @Test
    void aCreationThatFailsGivesItsAccountBack() {
        // Init code that reverts; and one wei that is not there.
        for (var create : List.of("635f5ffd005f526004601c5ff000", "5f5f6001f000")) {
            var ran = new AmsterdamScene().put(CONTRACT, create, 0).call(1_000_000);
            assertInstanceOf(Outcome.Success.class, ran.outcome());
            assertEquals(ran.paid(), ran.blockGas(), "only gas that is no state's");
        }
    }

    @Test
    void whatIsMadeAndDestroyedIsGivenBack() {
        // CREATE of a contract that stores something and destroys itself.
        var ran = new AmsterdamScene()
                .put(CONTRACT, "6560015f5530ff5f526006601a5ff000", 0)
                .call(1_000_000);
        assertInstanceOf(Outcome.Success.class, ran.outcome());
        assertEquals(ran.paid(), ran.blockGas(), "no gas for state is left over");
    }

    @Test
    void aFrameThatFailsGivesItsStateBack() {
        // The other stores and reverts; after it, the caller has the slot's gas in its reservoir.
        var scene = new AmsterdamScene().put(CONTRACT, CALL_OTHER + "00", 0).put(OTHER, "60015f555f5ffd", 0);
        var ran = scene.call(1_000_000);
        var regular = 21_000 + CALL_OTHER_GAS + 5 + 5000 + 4;
        assertEquals(regular, ran.paid());
        assertEquals(regular, ran.blockGas());
    }

    /** As bal@v5.7.0 has it: a slot that was cleared again in a frame that fails is paid all the same, and in no dimension. */
    @Test
    void whatAFailedFrameGotBackIsLost() {
        var scene = new AmsterdamScene().put(CONTRACT, CALL_OTHER + "00", 0).put(OTHER, "60015f555f5f555f5ffd", 0);
        var ran = scene.call(1_000_000);
        var regular = 21_000 + CALL_OTHER_GAS + 5 + 5000 + 4 + 100 + 4;
        assertEquals(regular, ran.blockGas());
        assertEquals(regular + SLOT, ran.paid());
    }

    @Test
    void anAuthorityThatIsThereIsGivenBackToTheReservoir() {
        var scene = new AmsterdamScene().put(CONTRACT, "00", 0);
        scene.world.put(OTHER, 0, U256.ONE, new byte[0], Map.of());
        var delegation = (112 + 23) * PER_BYTE;
        scene.authorizations = List.of(new Message.Authorization(U256.ZERO, CONTRACT, 0, NOBODY));
        var ran = scene.call(1_000_000);
        assertEquals(21_000 + 7500 + delegation, ran.paid());
        scene.authorizations = List.of(new Message.Authorization(U256.ZERO, CONTRACT, 0, OTHER));
        ran = scene.call(1_000_000);
        assertEquals(21_000 + 7500 + delegation - ACCOUNT, ran.paid());
        assertEquals(delegation, ran.blockGas(), "the block counts the worst");
    }

    @Test
    void eachDimensionOfTheBlockHasItsLimit() {
        var scene = new AmsterdamScene().put(CONTRACT, "60015f5500", 0);
        scene.blockGas = 5 * CAP;
        // All but the intrinsic gas could go to state.
        assertInstanceOf(
                Result.Executed.class, scene.refused(scene.message(CONTRACT, scene.blockGas + 21_000, 0, new byte[0])));
        assertInstanceOf(
                Result.Refused.class, scene.refused(scene.message(CONTRACT, scene.blockGas + 21_001, 0, new byte[0])));
        // Regular gas is never more than the cap.
        scene.blockGas = CAP - 1;
        var refused =
                assertInstanceOf(Result.Refused.class, scene.refused(scene.message(CONTRACT, CAP, 0, new byte[0])));
        assertEquals(new Invalid.BlockGasExceeded(CAP, CAP - 1), refused.reason());
    }
}
