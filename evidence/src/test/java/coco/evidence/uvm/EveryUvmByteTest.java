package coco.evidence.uvm;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All of what {@link UvmTest} does with some bytes; a class of its own, since it takes minutes. */
@Tag("whole")
class EveryUvmByteTest {
    @Test
    void noChangedByteIsEverAccepted() {
        new UvmTest().changeEach(1);
    }
}
