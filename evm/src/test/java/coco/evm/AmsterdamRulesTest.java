package coco.evm;

import static coco.evm.AmsterdamScene.ACCOUNT;
import static coco.evm.AmsterdamScene.CONTRACT;
import static coco.evm.AmsterdamScene.NOBODY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.chain.AccessEntry;
import coco.evm.chain.IntrinsicGas;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The smaller changes of Amsterdam: SLOTNUM, larger codes, floors. And that nobody gets it without asking. */
class AmsterdamRulesTest {
    private static final long GAS = 60_000_000;

    @Test
    void itIsTheOnlyForkThatIsNotFinal() {
        for (var fork : Fork.values()) assertEquals(fork != Fork.AMSTERDAM, fork.isFinal(), fork.name());
    }

    /** EIP-7843. */
    @Test
    void theSlotsNumberIsSeen() {
        var ran = new AmsterdamScene().put(CONTRACT, "4b5f5260205ff3", 0).call(100_000);
        var success = assertInstanceOf(Outcome.Success.class, ran.outcome());
        assertEquals(U256.of(0xfedc_ba98_7654_3210L), U256.ofBytes(success.output()));
        assertEquals(21_000 + 2 + 2 + 3 + 3 + 3 + 2, success.gasUsed());
    }

    /** EIP-7954: init code that returns so many zeros. */
    @Test
    void codesMayBeLarger() {
        var scene = new AmsterdamScene();
        scene.blockGas = 90_000_000;
        assertInstanceOf(
                Outcome.Success.class, scene.create(GAS, 0, "6180005ff3").outcome());
        var halt = assertInstanceOf(
                Outcome.Halt.class, scene.create(GAS, 0, "6180015ff3").outcome());
        assertEquals(HaltReason.CODE_TOO_LARGE, halt.reason());
    }

    @Test
    void initCodesMayBeLarger() {
        var scene = new AmsterdamScene();
        assertInstanceOf(Result.Executed.class, scene.refused(scene.message(null, GAS, 0, new byte[1 << 16])));
        var refused = assertInstanceOf(
                Result.Refused.class, scene.refused(scene.message(null, GAS, 0, new byte[(1 << 16) + 1])));
        assertEquals(new Invalid.InitCodeTooLarge((1 << 16) + 1, 1 << 16), refused.reason());
    }

    /** EIP-7976: 64 for each byte, zero or not. */
    @Test
    void callDataHasAHigherFloor() {
        var scene = new AmsterdamScene();
        var data = new byte[100];
        Arrays.fill(data, 0, 50, (byte) 1);
        assertEquals(
                21_000 + 6400,
                scene.run(scene.message(NOBODY, 100_000, 0, data)).paid());
        assertEquals(
                21_000 + 6400,
                scene.run(scene.message(NOBODY, 100_000, 0, data)).blockGas());
        var refused =
                assertInstanceOf(Result.Refused.class, scene.refused(scene.message(NOBODY, 21_000 + 6399, 0, data)));
        assertEquals(new Invalid.FloorGasTooLow(21_000 + 6399, 21_000 + 6400), refused.reason());
        assertEquals(21_000 + 10 * (50 + 4 * 50), IntrinsicGas.floor(Fork.OSAKA, data, List.of()));
    }

    /** EIP-7981: an access list is data too, beside its own price and in the floor. */
    @Test
    void accessListsPayForTheirBytes() {
        var list = List.of(new AccessEntry(NOBODY, List.of(Hash.ZERO, Hash.ZERO)), new AccessEntry(NOBODY, List.of()));
        var bytes = 2 * 20 + 2 * 32;
        assertEquals(
                21_000 + 2 * 2400 + 2 * 1900 + 64 * bytes,
                IntrinsicGas.of(Fork.AMSTERDAM, false, new byte[0], list, 0));
        assertEquals(21_000 + 64 * (bytes + 10), IntrinsicGas.floor(Fork.AMSTERDAM, new byte[10], list));
        assertEquals(21_000 + 2 * 2400 + 2 * 1900, IntrinsicGas.of(Fork.OSAKA, false, new byte[0], list, 0));
        assertEquals(21_000 + 100, IntrinsicGas.floor(Fork.OSAKA, new byte[10], list));
    }

    @Test
    void theIntrinsicGasIsOfBothKinds() {
        var scene = new AmsterdamScene();
        var needed = 21_000 + 9000 + ACCOUNT;
        assertInstanceOf(Result.Executed.class, scene.refused(scene.message(null, needed, 0, new byte[0])));
        var refused =
                assertInstanceOf(Result.Refused.class, scene.refused(scene.message(null, needed - 1, 0, new byte[0])));
        assertEquals(new Invalid.IntrinsicGasTooLow(needed - 1, needed), refused.reason());
    }

    @Test
    void theConfigurationIsThatOfTheTests() {
        var config = ChainConfig.mainnetRules(Fork.AMSTERDAM, U256.ONE);
        assertEquals(1 << 15, config.codeSizeMax());
        assertEquals(1 << 16, config.initCodeSizeMax());
        assertEquals(BlobSchedule.BPO2, config.blobs());
        assertTrue(Fork.AMSTERDAM.isAtLeast(Fork.OSAKA));
        assertFalse(Fork.OSAKA.isAtLeast(Fork.AMSTERDAM));
    }
}
