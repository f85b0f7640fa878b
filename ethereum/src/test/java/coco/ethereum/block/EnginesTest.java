package coco.ethereum.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.Tier1;
import coco.evm.U256;
import org.junit.jupiter.api.Test;

class EnginesTest {
    private static final ChainConfig OSAKA = ChainConfig.mainnetRules(Fork.OSAKA, U256.ONE);

    @Test
    void contractsAreCompiledUnlessThatIsSwitchedOff() {
        assertEquals(Tier1.BACKGROUND, Engines.tier("on"));
        assertEquals(Tier1.OFF, Engines.tier("off"));
        assertNotNull(new Engines().of(OSAKA).tier1());
        assertNull(new Engines(Engines.tier("off")).of(OSAKA).tier1());
    }

    @Test
    void anotherWordIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> Engines.tier("of"));
    }
}
