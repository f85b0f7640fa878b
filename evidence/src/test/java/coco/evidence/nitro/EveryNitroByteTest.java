package coco.evidence.nitro;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All of what {@link NitroTest} does with some bytes; a class of its own, since it takes minutes. */
@Tag("whole")
class EveryNitroByteTest {
    @Test
    void noChangedByteIsEverAccepted() {
        new NitroTest().changeEach(1);
    }
}
